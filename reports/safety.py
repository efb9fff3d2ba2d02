"""Words of assessments, and the daily list of sites that must stop: one workbook, a sheet or a file per district, an annex."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pandas as pd
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from queries.safety import Sites, rubrics
from reports.workbook import FONT, Field, workbook
from rules.messages import explain
from rules.rubric import Rubric
from warehouse.clock import now
from warehouse.reader import Warehouse

Rubrics = Mapping[tuple[str, str], Rubric]
LISTED = (
    ("number", 6), ("code", 13), ("name", 30), ("address", 28), ("kind_name", 15), ("district", 18), ("agency_name", 26),
    ("rule", 44), ("red_since", 17), ("assessed_at", 17), ("scans_after", 11), ("people_after", 11), ("last_scan_after", 17),
    ("note", 24),
)  # fmt: skip
TITLES = {
    "kind_name": "kind", "agency_name": "agency", "red_since": "since", "assessed_at": "assessed", "scans_after": "scans",
    "people_after": "people", "last_scan_after": "last",
}  # fmt: skip
ANNEX = (
    ("number", 6),
    ("name", 30),
    ("address", 26),
    ("agency_name", 24),
    ("rule", 40),
    ("scans_after", 10),
    ("last_scan_after", 14),
)
MM = 1 / 25.4
_THIN = Side("thin")


def remark_words(remarks: object, language: str) -> list[str]:
    """Return the remarks of an assessment ('mandatory_failed:4 perfect') as phrases."""
    parts = [text.partition(":") for text in (remarks.split() if isinstance(remarks, str) else ())]
    return [explain(f"remark_{code}", {"detail": detail.replace(",", ", ")}, language) for code, _, detail in parts]


def doubt_words(doubts: tuple[str, ...], language: str) -> str:
    """Return the doubts of a site as one phrase."""
    return "; ".join(explain(f"doubt_{code}", {}, language) for code in doubts)


def rule_words(row: object, known: Rubrics, language: str) -> str:
    """Return the rule by which a red site must stop: its rubric's level in the decision's words, or its own word."""
    rubric = known.get((row.rubric_id, row.rubric_version))  # type: ignore[attr-defined]
    if row.computed != "red" or rubric is None:  # type: ignore[attr-defined]
        return explain("stop_by_word", {}, language)
    band = next((one for one in rubric.bands if one.code == row.band), None)  # type: ignore[attr-defined]
    parts = remark_words(row.remarks, language)  # type: ignore[attr-defined]
    if band:
        told = {"band": getattr(band, language), "decision": rubric.decision, "action": getattr(band, f"action_{language}")}
        parts.insert(0, explain("stop_by_rubric", told, language))
    return "; ".join(parts)


def stop_workbook(store: Warehouse, asked: Sites, rows: pd.DataFrame, language: str, by_district: bool = True) -> bytes:
    """Return the list: cover, sites (one sheet per district), annex. `rows`: queries.safety.must_stop with kind_name and
    district in words."""
    listed = _readable(store, rows, language)
    fields = [Field("" if name == "note" else name, _title(name, language), width) for name, width in LISTED]
    parts = (
        {str(key): listed[listed["district"] == key] for key in sorted(listed["district"].unique())} if by_district else None
    )
    title = explain("stop_title", {}, language)
    content = workbook(
        title, _cover(store, asked, listed, language), fields, listed, explain("cover_sha256", {}, language), parts
    )
    return _with_annex(store, asked, content, listed, language)


def stop_files(store: Warehouse, asked: Sites, rows: pd.DataFrame, language: str) -> bytes:
    """Return a zip with one such workbook for each district."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for district, part in rows.groupby("district", sort=True):
            archive.writestr(f"{district}.xlsx", stop_workbook(store, asked, part, language, by_district=False))
    return target.getvalue()


def _readable(store: Warehouse, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    known = rubrics(store)
    rules = [rule_words(row, known, language) for row in rows.itertuples()]
    return rows.assign(number=range(1, len(rows) + 1), rule=rules).reset_index(drop=True)


def _title(name: str, language: str) -> str:
    return explain(f"stop_{TITLES.get(name, name)}", {}, language)


def _cover(store: Warehouse, asked: Sites, rows: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    values = {
        "stop_day": f"{asked.on:%d/%m/%Y}",
        "stop_scope": "; ".join([store.settings.province_name, *sorted(rows["district"].unique())]),
        "stop_count": str(len(rows)),
        "stop_scanning": str(int((rows["scans_after"] > 0).sum())),
        "stop_caution": " ".join(explain(code, {}, language) for code in _cautions(store, rows)),
        "cover_made": f"{now():%H:%M %d/%m/%Y}",
    }
    if store.place.is_demo:
        values = {"cover_demo": explain("cover_demo_text", {}, language)} | values
    return [(explain(code, {}, language), text) for code, text in values.items()]


def _cautions(store: Warehouse, rows: pd.DataFrame) -> list[str]:
    known = rubrics(store)
    used = (known.get(pair) for pair in zip(rows["rubric_id"], rows["rubric_version"], strict=True))
    unchecked = any(rubric is not None and not rubric.checked_against_text for rubric in used)
    return ["stop_caution_text", *(["stop_unchecked"] if unchecked else [])]


def _with_annex(store: Warehouse, asked: Sites, content: bytes, rows: pd.DataFrame, language: str) -> bytes:
    """Add the sheet that goes with a letter as it is: A4 across, margins and page numbers of Decree 30/2020/NĐ-CP."""
    book = load_workbook(BytesIO(content))
    sheet = book.create_sheet(explain("letter_sheet", {}, language), 1)
    last = get_column_letter(len(ANNEX))
    made = {"day": f"{asked.on:%d/%m/%Y}", "made": f"{now():%H:%M %d/%m/%Y}"}
    heads = [explain(f"letter_{code}", made, language) for code in ("title", "subject", "with", "data")]
    if store.place.is_demo:
        heads.append(explain("letter_demo", {}, language))
    for number, text in enumerate(heads, start=1):
        sheet.merge_cells(f"A{number}:{last}{number}")
        head = sheet.cell(number, 1, text)
        head.font, head.alignment = (
            Font(name=FONT, size=14, bold=number <= 2, italic=number > 2),
            Alignment(horizontal="center"),
        )
    start = len(heads) + 2
    _row(sheet, start, [_title(name, language) for name, _ in ANNEX], bold=True)
    for place, row in enumerate(rows[[name for name, _ in ANNEX]].itertuples(index=False), start=start + 1):
        _row(sheet, place, [_cell(value) for value in row])
    for column, (_, width) in enumerate(ANNEX, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.print_title_rows = f"{start}:{start}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.top, margins.bottom, margins.left, margins.right = 20 * MM, 20 * MM, 30 * MM, 15 * MM
    sheet.HeaderFooter.differentFirst = True
    sheet.oddHeader.center.text = "&P"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(value: object) -> object:
    if value is None or value != value:
        return ""
    return f"{value:%H:%M %d/%m/%Y}" if isinstance(value, pd.Timestamp) else value


def _row(sheet: object, number: int, values: list[object], *, bold: bool = False) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(number, column, value)  # type: ignore[attr-defined]
        if isinstance(value, str):
            cell.data_type = "s"
        cell.font, cell.border = Font(name=FONT, size=12, bold=bold), Border(_THIN, _THIN, _THIN, _THIN)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if bold else None)

"""Workbooks that people take away: a cover that says what the list is, then the list, ready to read, print and fill in.

Texts are stored as texts whatever they begin with, so that no cell is ever a formula; nothing is altered for that.
openpyxl makes the book with one row of samples; the rows are then streamed in its styles (docs/decisions).
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from casework.seal import fingerprint

A4 = 9
FONT = "Times New Roman"
MAX_ROWS = 1_048_000
"""Rows of one sheet; Excel's limit is 1,048,576 with the header."""
CHUNK = 5_000
COVER_WIDTH = 70
PRINTED_WIDTH, REPEATED = 210, 4
"""Characters across that can still be read on A4; columns at most printed again where a list needs several pages across."""
_EPOCH = pd.Timestamp("1899-12-30")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SAMPLE = re.compile(rb'(<row r="2".*?</row>)', re.DOTALL)
_STYLE = re.compile(rb' s="(\d+)"')


@dataclass(frozen=True)
class Field:
    """A column of a list: where its values come from, its title and width; `fill`: people write here, `choices`: one of
    these; `kind`: how its numbers and days are written (FORMATS). A column '' is empty and to be filled in."""

    column: str
    title: str
    width: int = 14
    fill: bool = False
    choices: tuple[str, ...] = ()
    kind: str = ""

    @property
    def sealed(self) -> bool:
        """True if the checksum covers it: what people fill in it does not."""
        return bool(self.column) and not self.fill


def workbook(
    title: str,
    cover: Sequence[tuple[str, str]],
    fields: Sequence[Field],
    rows: pd.DataFrame,
    checksum: str,
    parts: Mapping[str, pd.DataFrame] | None = None,
) -> bytes:
    """Return an .xlsx: a cover sheet of (label, text) lines with the SHA-256 of the rows (label `checksum`), then the list.

    `parts` names the sheets over which `rows` are parted. A sheet past Excel's limit goes on in numbered ones.
    Characters that XML forbids are written as U+FFFD, a carriage return as a line feed.
    """
    sheets = [(name, fields, part) for name, part in _sheets(parts or {title: rows})]
    return tables_workbook(title, [*cover, (checksum, checksum_of(fields, rows))], sheets)


def tables_workbook(
    title: str, cover: Sequence[tuple[str, str]], sheets: Sequence[tuple[str, Sequence[Field], pd.DataFrame]]
) -> bytes:
    """Return an .xlsx: a cover sheet of (label, text) lines, then a sheet for each (name, columns, rows)."""
    book = Workbook()
    _cover(book.active, title, cover)
    for name, fields, part in sheets:
        _frame(book.create_sheet(_sheet_name(name)), fields, len(part))
    bare = BytesIO()
    book.save(bare)
    return _filled(bare, [(fields, part) for _, fields, part in sheets])


def checksum_of(fields: Sequence[Field], rows: pd.DataFrame) -> str:
    """Return the SHA-256 of the sealed columns, whatever the order of the rows."""
    sealed = [field for field in fields if field.sealed]
    values = (row for columns in _chunks(sealed, rows) for row in zip(*columns, strict=True))
    return fingerprint([field.title for field in sealed], values)


def _sheets(parts: Mapping[str, pd.DataFrame]) -> list[tuple[str, pd.DataFrame]]:
    found: dict[str, pd.DataFrame] = {}
    for title, rows in parts.items():
        starts = range(0, max(len(rows), 1), MAX_ROWS)
        for number, start in enumerate(starts, start=1):
            name = _sheet_name(title if len(starts) == 1 else f"{title} {number}", found)
            found[name] = rows.iloc[start : start + MAX_ROWS]
    return list(found.items())


def _sheet_name(name: str, taken: Mapping[str, object] | None = None) -> str:
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31]
    again = 2
    while taken and plain.casefold() in {other.casefold() for other in taken}:
        plain, again = f"{plain[:27]} ({again})", again + 1
    return plain


def _chunks(fields: Sequence[Field], rows: pd.DataFrame) -> Iterator[list[list[Any]]]:
    """Yield the columns of some thousand rows at a time as plain values: text, int, float, Timestamp, None."""
    for start in range(0, len(rows), CHUNK):
        part = rows.iloc[start : start + CHUNK]
        yield [_values(part[field.column]) if field.column else [None] * len(part) for field in fields]


def _values(column: pd.Series) -> list[Any]:
    found = column.astype(object).where(column.notna(), None).tolist()
    return [value if value is None or isinstance(value, int | float | pd.Timestamp) else _clean(str(value)) for value in found]


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def _cover(sheet: Any, title: str, lines: Sequence[tuple[str, str]]) -> None:
    sheet.title = _sheet_name("Bìa")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, COVER_WIDTH
    _page(sheet, "portrait")
    _cell(sheet, 1, 1, title.upper(), _font(16, bold=True))
    for row, (label, text) in enumerate(lines, start=3):
        text = _LOOKS_ESCAPED.sub("_x005F_", _clean(text))
        _cell(sheet, row, 1, label, _font(bold=True), _TOP)
        _cell(sheet, row, 2, text, _font(), _TOP)
        sheet.row_dimensions[row].height = 16.5 * _lines(text, COVER_WIDTH)


def _cell(sheet: Any, row: int, column: int, value: str, font: Font, alignment: Alignment | None = None) -> Any:
    cell = sheet.cell(row, column, value)
    cell.data_type, cell.number_format, cell.font = "s", "@", font
    cell.alignment = alignment or Alignment()
    return cell


def _frame(sheet: Any, fields: Sequence[Field], size: int) -> None:
    """Make the sheet without its rows: header, widths, page, lists to choose from, and one row of samples for the styles."""
    last = get_column_letter(len(fields))
    for number, field in enumerate(fields, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = field.width
        head = _cell(sheet, 1, number, field.title, _font(bold=True), _MIDDLE)
        head.fill, head.border = _TO_FILL if not field.sealed else _HEADER, _BOX
        if field.choices:
            choose = DataValidation("list", formula1=f'"{",".join(field.choices)}"', allow_blank=True, showErrorMessage=True)
            choose.add(f"{letter}2:{letter}{size + 1}")
            sheet.add_data_validation(choose)
    sheet.row_dimensions[1].height = 16.5 * max(_lines(field.title, field.width - 3) for field in fields)
    for number, (style, alignment) in enumerate(FORMATS.values(), start=1):
        sample = sheet.cell(2, number, "")
        sample.number_format, sample.font, sample.alignment, sample.border = style, _font(), alignment, _BOX
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", f"A1:{last}{size + 1}"
    sheet.print_title_rows = "1:1"
    _page(sheet, "landscape")
    if sum(field.width for field in fields) > PRINTED_WIDTH:
        again = _repeated(fields)
        first, others = (sum(field.width for field in part) for part in (fields[:again], fields[again:]))
        sheet.page_setup.fitToWidth = -(-others // (PRINTED_WIDTH - first))
        sheet.print_title_cols = f"A:{get_column_letter(again)}"


def _repeated(fields: Sequence[Field]) -> int:
    """Return how many columns, those that say what a row is about, stand on every page: no figures, half a page at most."""
    again, width = 1, fields[0].width
    for field in fields[1:REPEATED]:
        width += field.width
        if field.kind or width > PRINTED_WIDTH / 2:
            break
        again += 1
    return again


def _filled(bare: BytesIO, tables: Sequence[tuple[Sequence[Field], pd.DataFrame]]) -> bytes:
    """Return the book with the samples of its sheets (the first is the cover) replaced by the rows."""
    target = BytesIO()
    with zipfile.ZipFile(bare) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as new:
        sheets = {f"xl/worksheets/sheet{number}.xml": table for number, table in enumerate(tables, start=2)}
        for name in old.namelist():
            content = old.read(name)
            if name not in sheets:
                new.writestr(name, content)
                continue
            before, sample, after = _SAMPLE.split(content, maxsplit=1)
            styles = [found.decode() for found in _STYLE.findall(sample)]
            with new.open(name, "w", force_zip64=True) as sheet:
                sheet.write(before)
                for chunk in _rows(*sheets[name], styles):
                    sheet.write(chunk)
                sheet.write(after)
    return target.getvalue()


def _rows(fields: Sequence[Field], rows: pd.DataFrame, styles: Sequence[str]) -> Iterator[bytes]:
    style = dict(zip(FORMATS, styles, strict=True))
    text = style["text"]

    def cell(value: Any, kind: str) -> str:
        if isinstance(value, str):
            words = escape(_LOOKS_ESCAPED.sub("_x005F_", value))
            return f'<c s="{text}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>' if value else empty
        if value is None:
            return empty
        if isinstance(value, pd.Timestamp):
            return f'<c s="{style[kind or "moment"]}"><v>{(value - _EPOCH).total_seconds() / 86400:.10f}</v></c>'
        return f'<c s="{style[kind]}"><v>{value!r}</v></c>'

    empty = f'<c s="{text}"/>'
    row_no = 1
    for columns in _chunks(fields, rows):
        pairs = zip(fields, columns, strict=True)
        cells = zip(*([cell(value, field.kind) for value in column] for field, column in pairs), strict=True)
        high = zip_longest(
            *(
                [_lines(value, field.width) if isinstance(value, str) else 1 for value in column]
                for field, column in zip(fields, columns, strict=True)
            )
        )
        made = []
        for row, lines in zip(cells, high, strict=True):
            row_no += 1
            made.append(f'<row r="{row_no}" ht="{16.5 * max(lines)}" customHeight="1">{"".join(row)}</row>')
        yield "".join(made).encode()


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes at this width, 20 at most: not every program finds a row's height itself."""
    if len(text) <= width and "\n" not in text:
        return 1
    return min(max(sum(max(-(-len(part) // max(width, 1)), 1) for part in text.split("\n")), 1), 20)


def _page(sheet: Any, orientation: str) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P/&N"
    sheet.page_margins.left = sheet.page_margins.right = 0.5


def _font(size: int = 12, *, bold: bool = False) -> Font:
    return Font(name=FONT, bold=bold, size=size)


_HEADER, _TO_FILL = PatternFill("solid", fgColor="DCE9EA"), PatternFill("solid", fgColor="FFF2CC")
_THIN = Side("thin", color="B8C4C6")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOP, _MIDDLE = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=True, vertical="center", horizontal="center")
_CENTRE, _RIGHT = Alignment(vertical="top", horizontal="center"), Alignment(vertical="top", horizontal="right")
FORMATS = {
    "text": ("@", _TOP), "": ("General", _CENTRE), "number": ("#,##0_)", _RIGHT), "mean": ("#,##0.0_)", _RIGHT),
    "share": ("0.0 %_)", _RIGHT), "day": ("dd/mm/yyyy", _CENTRE), "moment": ("dd/mm/yyyy hh:mm", _CENTRE),
}  # fmt: skip
"""Kind of a field → number format and place in the cell. No number touches the text beside it: `_)` leaves a bracket's width,
since LibreOffice forgets indents in print."""

"""The files of a bulletin: full and public, each as a workbook and as PDF."""

from collections.abc import Sequence
from io import BytesIO

import pandas as pd
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font

from reports.bulletin import Form, Section, column_title, lead, period, sections, title, unfinished, why
from reports.bulletin_pdf import bulletin_pdf
from reports.workbook import FONT, Field, tables_workbook
from rules.messages import explain
from warehouse.bulletins import Issue
from warehouse.settings import Settings

WIDTHS = {
    "figure": 38, "name": 40, "district": 26, "kind": 26, "level": 30, "check": 70, "meaning": 90, "value": 60,
    "fact": 44, "period": 24,
}  # fmt: skip


def bulletin_files(issue: Issue, language: str, settings: Settings, *, demo: bool) -> dict[str, bytes]:
    """Return name → content: `ban-tin-ngay-2021-06-02.xlsx` and so on; a later version has its number in the name."""
    stem = f"ban-tin-{'tuan' if issue.span == 'week' else 'ngay'}-{issue.first}"
    stem += f"-lan-{issue.version}" if issue.version > 1 else ""
    made = {}
    for form, mark in ((Form(language=language), ""), (Form(True, language), "-cong-khai")):
        made[f"{stem}{mark}.xlsx"] = bulletin_workbook(issue, form, settings, demo=demo)
        made[f"{stem}{mark}.pdf"] = bulletin_pdf(issue, form, settings, demo=demo)
    return made


def bulletin_workbook(issue: Issue, form: Form, settings: Settings, *, demo: bool) -> bytes:
    """Return the bulletin as .xlsx: a cover, and a sheet for each section."""
    told, name = sections(issue, form), title(issue, form.language)
    sheets = [(section.title, *_sheet(section, form.language)) for section in told]
    return _finished(tables_workbook(name, _cover(issue, form, settings, demo=demo), sheets), name, told)


def _sheet(section: Section, language: str) -> tuple[list[Field], pd.DataFrame]:
    fields = []
    for place, column in enumerate(section.columns):
        shares = any(isinstance(row[place], float) for row in section.rows)
        kind = "share" if shares else "" if section.in_words(place) else "number"
        fields.append(Field(str(place), column_title(column, language), WIDTHS.get(column, 14), kind=kind))
    return fields, pd.DataFrame(section.rows, columns=[field.column for field in fields], dtype=object)


def _finished(content: bytes, name: str, told: Sequence[Section]) -> bytes:
    """Return the workbook with what only bulletins have: their name over printed pages, the total in bold, signs without a
    figure placed as figures are, notes below."""
    book, figure = load_workbook(BytesIO(content)), Alignment(horizontal="right", vertical="top")
    for sheet, section in zip(book.worksheets[1:], told, strict=True):
        sheet.oddHeader.center.text = f"{name} – {section.title}"
        for place, column in enumerate(sheet.iter_cols(min_row=2)):
            for cell in column:
                if isinstance(cell.value, str) and not section.in_words(place):
                    cell.alignment, cell.number_format = figure, "@_)"
                if section.total and cell.row == sheet.max_row:
                    cell.font = Font(name=FONT, size=12, bold=True)
        if section.note:
            row, lines = len(section.rows) + 3, section.note.split("\n")
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(section.columns))
            note = sheet.cell(row, 1, section.note)
            note.font, note.alignment = Font(name=FONT, size=12, italic=True), Alignment(wrap_text=True, vertical="top")
            width = sum(WIDTHS.get(column, 14) for column in section.columns)
            sheet.row_dimensions[row].height = 16.5 * sum(-(-len(line) // width) for line in lines)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cover(issue: Issue, form: Form, settings: Settings, *, demo: bool) -> list[tuple[str, str]]:
    say = form.language
    lines = {
        "bulletin_column_period": period(issue),
        "bulletin_cover_form": explain(f"bulletin_form_{'public' if form.public else 'full'}", {}, say),
        "bulletin_cover_version": explain("bulletin_version", {"version": str(issue.version)}, say),
        "bulletin_cover_made": f"{issue.made_at:%H:%M %d/%m/%Y}",
        "bulletin_cover_seal": issue.sha256,
    }
    if issue.version > 1:
        lines["bulletin_column_reason"] = why(issue.reason, form)
    if not form.public:
        lines["bulletin_cover_by"] = issue.made_by
    office = [(settings.department_name, lead(issue, form))]
    mark = [(explain("cover_demo", {}, say), explain("bulletin_demo", {}, say))] if demo else []
    early = unfinished(issue, say)
    mark += [(explain("bulletin_cover_early", {}, say), early)] if early else []
    return [*mark, *office, *((explain(code, {}, say), text) for code, text in lines.items())]

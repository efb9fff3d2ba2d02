"""The files of a bulletin: full and public, each as a workbook and as PDF."""

import pandas as pd

from reports.bulletin import Form, Section, column_title, lead, period, sections, title, why
from reports.bulletin_pdf import bulletin_pdf
from reports.workbook import Field, tables_workbook
from rules.messages import explain
from warehouse.bulletins import Issue
from warehouse.settings import Settings

WIDTHS = {
    "figure": 38, "name": 40, "district": 26, "kind": 26, "level": 30, "reason": 44, "check": 70, "meaning": 90, "value": 60,
    "fact": 44,
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
    """Return the bulletin as .xlsx: a cover, and a sheet for each section; shares are percent."""
    sheets = [(section.title, *_sheet(section, form.language)) for section in sections(issue, form)]
    return tables_workbook(title(issue, form.language), _cover(issue, form, settings, demo=demo), sheets)


def _sheet(section: Section, language: str) -> tuple[list[Field], pd.DataFrame]:
    fields = []
    for place, column in enumerate(section.columns):
        shares = any(isinstance(row[place], float) for row in section.rows)
        heading = column_title(column, language) + (" (%)" if shares else "")
        fields.append(Field(str(place), heading, WIDTHS.get(column, 14), grouped=not shares))
    rows = [[round(value * 100, 1) if isinstance(value, float) else value for value in row] for row in section.rows]
    return fields, pd.DataFrame(rows, columns=[field.column for field in fields], dtype=object)


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
    return [*mark, *office, *((explain(code, {}, say), text) for code, text in lines.items())]

"""A bulletin as PDF: the full form as a report of the office (Decree 30/2020/NĐ-CP), the public form as a sheet of figures."""

from datetime import date, datetime

from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace

from reports.bulletin import Form, Section, column_title, lead, sections, text, title, unfinished, why
from reports.pdf import FAMILY, Document
from rules.messages import explain
from rules.offices import copies
from warehouse.bulletins import Issue
from warehouse.clock import ZONE
from warehouse.settings import Settings

WIDTHS = {
    "figure": 3.4, "name": 3.4, "district": 2.8, "kind": 2.4, "level": 3, "check": 7, "meaning": 6.5, "value": 5,
    "fact": 3, "period": 2.2, "rank": 0.9,
}  # fmt: skip
USUAL = 1.3
LEFT = 0.45
"""Part of the page's width for the office's name; the country's beside it needs more."""
ANNEX = ("checks", "meaning")
SMALL, NOTE, PLAIN, TITLE = 10, 11, 13, 14
INDENT = 12.7
"""Of the first line of a paragraph: 10 to 12.7 mm by the decree."""
TINT = (220, 233, 234)


def bulletin_pdf(issue: Issue, form: Form, settings: Settings, *, demo: bool) -> bytes:
    """Return the bulletin as an A4 PDF. Raises MissingFonts."""
    page = Document(title(issue, form.language), made=issue.made_at.replace(tzinfo=ZONE))
    page.add_page()
    _head(page, issue, form, settings)
    _name(page, issue, form, settings, demo=demo)
    with page.text_columns(text_align="J", line_height=1.4) as body, body.paragraph(first_line_indent=INDENT) as words:
        words.write(lead(issue, form))
    told = sections(issue, form)
    main = [section for section in told if section.code not in ANNEX]
    for number, section in enumerate(main, start=1):
        _table(page, f"{number}. {section.title}", section, form)
    if not form.public:
        _foot(page, form, settings)
    page.add_page()
    _annex(page, issue, form, settings)
    for section in (one for one in told if one.code in ANNEX):
        _table(page, section.title, section, form)
    return page.content()


def _head(page: Document, issue: Issue, form: Form, settings: Settings) -> None:
    """Write who issues it, place and day, and on the report the country and its motto and the number left blank."""
    say, province = form.language, settings.province_name
    office = explain("bulletin_province_office", {"province": province.upper()}, say)
    top, left, width = page.get_y(), page.l_margin, page.epw * (1 if form.public else LEFT)
    _lines(page, left, top, width, [(office, "", 12), (settings.department_name.upper().replace(" VÀ ", "\nVÀ "), "B", 12)])
    _rule(page, left + width / 2, 24)
    below, start, rest = page.get_y() + 2, left, width
    if not form.public:
        country, motto = (explain(f"bulletin_{part}", {}, say) for part in ("country", "motto"))
        start, rest = left + width, page.epw - width
        _lines(page, start, top, rest, [(country, "B", 12), (motto, "B", 13)])
        _rule(page, start + rest / 2, page.get_string_width(motto))
        below = max(below, page.get_y() + 2)
        _lines(page, left, below, width, [(explain("bulletin_number", {"code": settings.department_code}, say), "", 13)])
    _lines(page, start, below, rest, [(f"{province}, {_day(issue.made_at, say)}", "I", 13)])
    page.set_y(page.get_y() + 6)


def _day(day: date, language: str) -> str:
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)  # so the decree writes months
    return explain("bulletin_day", {"day": f"{day:%d}", "month": month, "year": str(day.year)}, language)


def _lines(page: Document, left: float, top: float, width: float, lines: list[tuple[str, str, int]]) -> None:
    page.set_y(top)
    for words, style, size in lines:
        page.set_x(left)
        page.set_font(FAMILY, style, size)
        page.multi_cell(width, 5.6, words, align="C", new_x="LEFT", new_y="NEXT")


def _rule(page: Document, middle: float, width: float) -> None:
    y = page.get_y() + 0.6
    page.line(middle - width / 2, y, middle + width / 2, y)
    page.set_y(y + 0.6)


def _name(page: Document, issue: Issue, form: Form, settings: Settings, *, demo: bool) -> None:
    say, province = form.language, {"province": settings.province_name}
    heads = [(title(issue, say).upper(), "B", TITLE), (explain("bulletin_subject", province, say), "B", 13)]
    if issue.version > 1:
        at = datetime.fromisoformat(issue.content["restates"]["made_at"])
        times = {"times": str(issue.version - 1), "at": f"{at:%H:%M %d/%m/%Y}"}
        heads += [(explain("bulletin_restated_title", times, say), "B", 13)]
        heads += [(explain("bulletin_restated_why", {"reason": why(issue.reason, form)}, say), "I", 12)]
    early = unfinished(issue, say)
    if early:
        heads.append((early, "B", 12))
    if demo:
        heads.append((explain("bulletin_demo", {}, say), "BI", 12))
    _lines(page, page.l_margin, page.get_y(), page.epw, heads)
    page.ln(3)
    if not form.public:
        _lines(page, page.l_margin, page.get_y(), page.epw, [(explain("bulletin_to", province, say), "", 13)])
        page.ln(3)
    page.set_font(FAMILY, "", PLAIN)


def _table(page: Document, heading: str, section: Section, form: Form) -> None:
    if page.get_y() > page.h - 70:
        page.add_page()
    page.ln(4)
    page.set_font(FAMILY, "B", PLAIN)
    page.cell(0, 7, heading, new_x="LMARGIN", new_y="NEXT")
    page.set_font(FAMILY, "", SMALL if len(section.columns) > 4 else NOTE)
    widths = tuple(WIDTHS.get(column, USUAL) for column in section.columns)
    with page.table(
        align="LEFT", col_widths=widths, line_height=5, padding=0.8, headings_style=FontFace(emphasis="BOLD", fill_color=TINT),
        borders_layout=TableBordersLayout.ALL,
    ) as table:  # fmt: skip
        head = table.row()
        for column in section.columns:
            head.cell(column_title(column, form.language), align="C")
        for place, cells in enumerate(section.rows):
            last = section.total and place == len(section.rows) - 1
            row = table.row(style=FontFace(emphasis="BOLD")) if last else table.row()
            for number, cell in enumerate(cells):
                row.cell(text(cell, form.language), align="LEFT" if section.in_words(number) else "RIGHT")
    if section.note:
        page.set_font(FAMILY, "I", NOTE)
        page.multi_cell(0, 5.2, section.note, align="L", new_x="LMARGIN", new_y="NEXT")
    page.set_font(FAMILY, "", PLAIN)


def _annex(page: Document, issue: Issue, form: Form, settings: Settings) -> None:
    """Write the heads of the annex: its title, and the report that it comes with."""
    say = form.language
    told = {"code": settings.department_code, "day": _day(issue.made_at, say), "department": settings.department_name}
    heads = [(explain("bulletin_annex", {}, say), "B", TITLE), (explain("bulletin_annex_title", {}, say), "B", PLAIN)]
    if not form.public:
        heads.append((explain("bulletin_attached", told, say), "I", PLAIN))
    _lines(page, page.l_margin, page.get_y(), page.epw, heads)


def _foot(page: Document, form: Form, settings: Settings) -> None:
    """Write where it goes and who signs."""
    if page.get_y() > page.h - 70:
        page.add_page()
    page.ln(6)
    top, half, say = page.get_y(), page.epw / 2, form.language
    page.set_font(FAMILY, "BI", 12)
    page.multi_cell(half, 5.6, explain("bulletin_recipients", {}, say), new_x="LMARGIN", new_y="NEXT")
    page.set_font(FAMILY, "", 11)
    province = settings.province_name
    others = copies(settings.letter_copies, f"Ủy ban nhân dân tỉnh {province}", province)
    ends = [explain(f"bulletin_recipients_{end}", {}, say) for end in ("first", "last")]
    listed = "\n".join([ends[0], *(f"- {copy};" for copy in others), ends[1]])
    page.multi_cell(half, 5.2, listed, align="L", new_x="LMARGIN", new_y="NEXT")
    _lines(page, page.l_margin + half, top, half, [(settings.signer_title, "B", TITLE)])

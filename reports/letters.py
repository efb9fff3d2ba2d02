"""Letters in the layout of Decree 30/2020/NĐ-CP, Annex I: a reminder, or the proposal to suspend. Always in Vietnamese.

Number and signature stay blank. Words: data/reference/letters.toml. Rows: casework.reminders.due, district in words.
"""

import re
import tomllib
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pandas as pd
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.reminders import sentences
from reports.workbook import FONT
from rules.offices import copies, in_full
from rules.reminders import PROPOSAL, ROUNDS
from rules.text import fold
from warehouse.clock import now
from warehouse.place import REFERENCE
from warehouse.reader import Warehouse

PAGE, MARGINS = (210, 297), {"top": 20, "bottom": 20, "left": 30, "right": 20}
"""Millimetres: A4, upright; the Annex allows 20 to 25, 20 to 25, 30 to 35 and 15 to 20."""
LEFT, RIGHT = 62, 98
BODY, SMALL, COPIES = 14, 13, 11
ORDINALS = {1: "nhất", 2: "hai", 3: "ba"}
COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


def letters(warehouse: Warehouse, on: date, rows: pd.DataFrame, written: date) -> bytes:
    """Return one .docx with a letter for every row, each on pages of its own; `written`: the day that they bear. An agency
    known by its code alone is called by it."""
    book = Document()
    _style(book)
    book.core_properties.author, book.core_properties.language = warehouse.settings.department_name, "vi-VN"
    book.core_properties.created = book.core_properties.modified = now()
    for place, row in enumerate(rows.fillna({"name": rows["key"]}).itertuples()):
        section = book.add_section(WD_SECTION.NEW_PAGE) if place else book.sections[0]
        _page(section, first=not place)
        _letter(book, warehouse, on, row, written)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def letter_files(warehouse: Warehouse, on: date, rows: pd.DataFrame, written: date) -> bytes:
    """Return a zip with one .docx for every row, named by number and agency's code."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in range(len(rows)):
            row = rows.iloc[[place]]
            code = re.sub(r"[^0-9A-Za-z-]+", "-", fold(str(row["key"].iloc[0])).replace(" ", "-"))
            archive.writestr(f"{place + 1:03d}-{code}.docx", letters(warehouse, on, row, written))
    return target.getvalue()


def authority(warehouse: Warehouse, name: str, district: str) -> str:
    """Return to whom it is proposed to suspend an agency: the district's People's Committee, or the authority above; of boards
    of the Party, its committee of the province.

    The district's own committee is no judge of itself.
    """
    if "tinh uy" in fold(name):
        return f"Tỉnh ủy {warehouse.settings.province_name}"
    committee = f"UBND {district}"
    return in_full(committee if district and fold(committee) != fold(name) else warehouse.settings.superior_name)


def _letter(book: Any, warehouse: Warehouse, on: date, row: Any, written: date) -> None:
    settings, proposal = warehouse.settings, row.step == PROPOSAL
    words = tomllib.loads((REFERENCE / "letters.toml").read_text("utf-8"))["proposal" if proposal else "reminder"]
    named = in_full(row.name)
    told = {
        "agency": named, "department": settings.department_name, "authority": authority(warehouse, row.name, row.district),
        "day": f"{on:%d/%m/%Y}", "round": str(row.step), "ordinal": ORDINALS.get(row.step, ""),
        "days": _listed([f"{day:%d/%m/%Y}" for day in row.reminded]),
        "before": f"{written + timedelta(settings.reminder_gap_days):%d/%m/%Y}",
    }  # fmt: skip
    if warehouse.place.is_demo:
        _line(book, "SỐ LIỆU GIẢ ĐỊNH – KHÔNG PHẢI VĂN BẢN THẬT", SMALL, ALIGN.CENTER, italic=True)
    _head(book, warehouse, words["subject"].format_map(told), written)
    to = told["authority"] if proposal else named
    _line(book, f"Kính gửi: {to}", BODY, ALIGN.CENTER, before=18, after=12)
    _body(book, words["opening"].format_map(told))
    for number, text in enumerate(sentences(row, warehouse, "vi"), start=1):
        _body(book, f"{number}. {text}.")
    _body(book, words["request"].format_map(told))
    if row.step == ROUNDS:
        _body(book, words["last"].format_map(told))
    _body(book, words["closing"])
    about = [named] if proposal else []
    _foot(book, [*about, *copies(settings.letter_copies, to, settings.province_name)], settings.signer_title)


def _listed(parts: Sequence[str]) -> str:
    """Return a, b và c."""
    return " và ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _head(book: Any, warehouse: Warehouse, subject: str, written: date) -> None:
    """Names of the office and of the country, number and subject, place and day."""
    settings = warehouse.settings
    left, right, below, day = _grid(book, 2)
    _line(left, settings.superior_name.upper(), SMALL, ALIGN.CENTER)
    _line(left, settings.department_name.upper().replace(" VÀ ", "\nVÀ "), SMALL, ALIGN.CENTER, bold=True)
    _rule(left, 18)
    _line(right, COUNTRY, 12, ALIGN.CENTER, bold=True)
    _line(right, MOTTO, SMALL, ALIGN.CENTER, bold=True)
    _rule(right, 17)
    _line(below, f"Số:          /{settings.department_code}-", SMALL, ALIGN.CENTER, before=6)
    _line(below, subject, 12, ALIGN.CENTER, before=6)
    month = f"{written.month:02d}" if written.month < 3 else str(written.month)
    place = f"{settings.province_name}, ngày {written.day:02d} tháng {month} năm {written.year}"
    _line(day, place, SMALL, ALIGN.CENTER, before=6, italic=True)


def _foot(book: Any, others: Sequence[str], signer: str) -> None:
    """Who gets it, and the place for the signature."""
    left, right = _grid(book, 1)
    _line(left, "Nơi nhận:", 12, ALIGN.LEFT, bold=True, italic=True, before=12)
    for text in ("Như trên", *others):
        _line(left, f"- {text};", COPIES, ALIGN.LEFT)
    _line(left, "- Lưu: VT.", COPIES, ALIGN.LEFT)
    _line(right, signer, BODY, ALIGN.CENTER, bold=True, before=12)


def _grid(book: Any, rows: int) -> list[Any]:
    """Return the cells of a table of two columns without lines, each with an empty paragraph."""
    table = book.add_table(rows, 2)
    table.autofit = False
    for column, width in zip(table.columns, (LEFT, RIGHT), strict=True):
        column.width = Mm(width)
    for row in table.rows:
        _child(row._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, width in zip(row.cells, (LEFT, RIGHT), strict=True):
            cell.width = Mm(width)
    return [cell for row in table.rows for cell in row.cells]


def _line(
    where: Any,
    text: str,
    size: int,
    alignment: Any,
    *,
    bold: bool = False,
    italic: bool = False,
    before: int = 0,
    after: int = 0,
) -> Any:
    """Write a paragraph; the first of a cell goes into the empty one that is there."""
    free = hasattr(where, "_tc") and len(where.paragraphs) == 1 and not where.paragraphs[0].runs
    paragraph = where.paragraphs[0] if free else where.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.alignment = alignment
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    return paragraph


def _body(book: Any, text: str) -> None:
    form = _line(book, text, BODY, ALIGN.JUSTIFY, before=6).paragraph_format
    form.first_line_indent, form.line_spacing = Mm(12.7), 1.15


def _rule(where: Any, indent: int) -> None:
    """Draw the line under a name, shorter than the column by `indent` millimetres on both sides."""
    paragraph = _line(where, "", 2, ALIGN.CENTER)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    paragraph.paragraph_format.line_spacing = Pt(3)
    border = _child(paragraph._p.get_or_add_pPr(), "w:pBdr")
    _child(border, "w:top", val="single", sz="6", space="1", color="000000")


def _child(parent: Any, tag: str, **values: str) -> Any:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _style(book: Any) -> None:
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    _child(style.element.rPr, "w:lang", val="vi-VN")
    style.paragraph_format.space_after = Pt(0)


def _page(section: Any, *, first: bool) -> None:
    """A4 with the margins of the Annex; the number of a page stands above it, but not above the first one of a letter."""
    section.page_width, section.page_height = (Mm(size) for size in PAGE)
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(size))
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    _child(section._sectPr, "w:pgNumType", start="1")
    if first:
        _numbered(section.header.paragraphs[0])


def _numbered(paragraph: Any) -> None:
    paragraph.alignment = ALIGN.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(SMALL)
        if kind:
            _child(run._r, "w:fldChar", fldCharType=kind)
        else:
            _child(run._r, "w:instrText").text = text

"""Workbooks that people take away: a cover that says what the list is, then the list, ready to read, print and fill in.

Texts are stored as texts whatever they begin with, so that no cell is ever a formula; nothing is altered for that.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

A4 = 9
FONT = "Times New Roman"
MAX_ROWS = 1_048_000
"""Rows of one sheet; Excel's limit is 1,048,576 with the header."""
_HEADER = PatternFill("solid", fgColor="DCE9EA")
_THIN = Side("thin", color="B8C4C6")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Field:
    """A column of a list: where its values come from ('' = left empty, to be filled in), its title and its width."""

    column: str
    title: str
    width: int = 14


def workbook(title: str, cover: Sequence[tuple[str, str]], fields: Sequence[Field], rows: pd.DataFrame, checksum: str) -> bytes:
    """Return an .xlsx: a cover sheet of (label, text) lines with the SHA-256 of the rows (label `checksum`), then the list.

    A list past Excel's limit goes on in numbered sheets. Characters that XML forbids are written as U+FFFD.
    """
    book = Workbook(write_only=True)
    listed = list(_texts(fields, rows))
    digest = hashlib.sha256("\n".join("\x1f".join(map(str, row)) for row in listed).encode("utf-8", "replace")).hexdigest()
    _cover(book, title, [*cover, (checksum, digest)])
    parts = range(0, max(len(listed), 1), MAX_ROWS)
    for number, start in enumerate(parts, start=1):
        name = title if len(parts) == 1 else f"{title} {number}"
        _list(book, _sheet_name(name), fields, listed[start : start + MAX_ROWS])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _texts(fields: Sequence[Field], rows: pd.DataFrame) -> Iterator[list[Any]]:
    columns = [rows[field.column] if field.column else pd.Series([None] * len(rows), dtype=object) for field in fields]
    for row in zip(*columns, strict=True):
        yield [_value(value) for value in row]


def _value(value: Any) -> Any:
    """Return what a cell holds: whole and broken numbers and moments as such, everything else as text, nothing as ''."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value) or value is pd.NA:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if hasattr(value, "item"):
        return value.item()
    return value if isinstance(value, int | float | datetime) else _FORBIDDEN.sub("\ufffd", str(value))


def _cover(book: Workbook, title: str, lines: Sequence[tuple[str, str]]) -> None:
    sheet = book.create_sheet(_sheet_name("Bìa"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 70
    _page(sheet, "portrait")
    sheet.append([_cell(sheet, title.upper(), bold=True, size=16)])
    sheet.append([])
    for row, (label, text) in enumerate(lines, start=3):
        sheet.row_dimensions[row].height = _height([(text, 70)])
        sheet.append([_cell(sheet, label, bold=True, top=True), _cell(sheet, _FORBIDDEN.sub("\ufffd", text), top=True)])


def _list(book: Workbook, name: str, fields: Sequence[Field], rows: Sequence[list[Any]]) -> None:
    sheet = book.create_sheet(name)
    for number, field in enumerate(fields, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = field.width
    sheet.row_dimensions[1].height = _height((field.title, field.width - 3) for field in fields)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    _page(sheet, "landscape")
    sheet.append([_cell(sheet, field.title, bold=True, fill=True) for field in fields])
    for number, row in enumerate(rows, start=2):
        sheet.row_dimensions[number].height = _height(zip(row, (field.width for field in fields), strict=True))
        sheet.append([_cell(sheet, value, boxed=True) for value in row])


def _height(cells: Iterable[tuple[Any, int]]) -> float:
    """Return the height in points of a row whose texts are wrapped at these widths: not every program finds it itself."""
    lines = max((-(-len(value) // width) for value, width in cells if isinstance(value, str)), default=1)
    return 16.5 * min(max(lines, 1), 20)


def _page(sheet: Any, orientation: str) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.center.text = "&P/&N"
    sheet.page_margins.left = sheet.page_margins.right = 0.5


_FONTS = {(bold, size): Font(name=FONT, bold=bold, size=size) for bold in (True, False) for size in (12, 16)}
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOP, _MIDDLE = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=True, vertical="center", horizontal="center")


def _cell(
    sheet: Any, value: Any, *, bold: bool = False, size: int = 12, fill: bool = False, top: bool = False, boxed: bool = False
) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    cell.font = _FONTS[bold, size]
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", "@"
    elif isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    if fill:
        cell.fill, cell.alignment = _HEADER, _MIDDLE
    elif top or boxed:
        cell.alignment = _TOP
    if fill or boxed:
        cell.border = _BOX
    return cell


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]

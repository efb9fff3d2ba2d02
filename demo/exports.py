"""Sheets of text and how they become files: CSV in any encoding, gzip, workbooks, JSON lines. Bytes
depend on the rows alone.
"""

import gzip
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from demo import dirt
from demo.draw import TABLES, Rng, Texts, table, texts

NUMBER = "STT"
"""A header that stands for the row's running number."""
BLANKS = 3
ZIP_DAY = (2021, 6, 2, 0, 0, 0)

ENCODERS: Mapping[str, Callable[[str], bytes]] = {
    "tcvn3": dirt.to_tcvn3,
    "cp1258": dirt.to_cp1258,
    "utf-8": lambda text: text.encode(),
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
}


def headers(sheet: str) -> dict[str, str]:
    """Return the headers of one kind of export by canonical column, in order (demo/data/headers.csv)."""
    rows = table(TABLES / "headers.csv")
    mine = rows[rows["sheet"] == sheet]
    return dict(zip(mine["column"], mine["header"], strict=True))


@dataclass(frozen=True)
class FileCount:
    """What one file holds and what a right reader makes of it. `rejects` counts rows by the column that
    is wrong.
    """

    name: str
    layout: str
    encoding: str
    rows: int
    duplicates: int = 0
    rejects: Mapping[str, int] = field(default_factory=dict)
    blank: int = 0
    repeated_headers: int = 0
    title_rows: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table to be written: `headers` maps canonical columns to their headers in order, `columns` holds
    the cells.
    """

    layout: str
    headers: Mapping[str, str]
    columns: Mapping[str, Texts]
    titles: Sequence[str] = ()
    rejects: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def spoiled(self, rng: Rng, counts: Mapping[str, int], blank: Sequence[str] = ()) -> "Sheet":
        """Return the sheet with rows that cannot be loaded; see dirt.spoil."""
        counts = dict(counts) if len(self) else {}
        columns = dirt.spoil(rng, self.columns, counts, blank)
        return replace(self, columns=columns, rejects={**self.rejects, **counts})

    def cells(self) -> list[Texts]:
        """Return the columns in the order of the headers, the running number first where there is one."""
        found = [self.columns[name] for name in self.headers if name != NUMBER]
        if NUMBER in self.headers:
            found.insert(0, texts(map(str, range(1, len(self) + 1))))
        return found

    def count(self, path: Path, encoding: str, **more: int) -> FileCount:
        """Return the file's entry in the Truth."""
        return FileCount(
            path.name,
            self.layout,
            encoding,
            len(self),
            rejects=self.rejects,
            title_rows=len(self.titles),
            **more,
        )


def write_csv(
    path: Path,
    sheet: Sheet,
    encoding: str = "utf-8",
    delimiter: str = ",",
    *,
    ends: str = "\n",
    messy: bool = False,
) -> FileCount:
    """Write delimited text (gzipped if the name says so); `messy` repeats the header and leaves blank
    lines.
    """
    columns = [_quoted(column, delimiter) for column in sheet.cells()]
    lines = list(map(delimiter.join, zip(*columns, strict=True)))
    header = delimiter.join(_quoted(np.array(list(sheet.headers.values()), dtype=object), delimiter))
    blanks, repeats = 0, 0
    if messy and len(lines) > 10:
        blanks, repeats = BLANKS, 1
        lines[len(lines) // 2 : len(lines) // 2] = [header]
        for part in range(1, BLANKS + 1):
            at = len(lines) * part // (BLANKS + 2)
            lines[at:at] = ["" if part % 2 else delimiter * (len(columns) - 1)]
    text = ends.join([*(_title(title, delimiter) for title in sheet.titles), header, *lines, ""])
    path.write_bytes(_packed(path, ENCODERS[encoding](text)))
    return sheet.count(path, encoding, blank=blanks, repeated_headers=repeats)


def _title(title: str, delimiter: str) -> str:
    return f'"{title}"' if delimiter in title else title


def _packed(path: Path, data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=1, mtime=0) if path.suffix == ".gz" else data


def _quoted(column: Texts, delimiter: str) -> Texts:
    """Quote the cells that need it; a column without any is left as it is, which is what makes big files
    quick.
    """
    whole = "\0".join(column)
    if not any(mark in whole for mark in (delimiter, '"', "\n", "\r")):
        return column
    quote = np.frompyfunc(lambda cell: _cell(cell, delimiter), 1, 1)
    found: Texts = quote(column)
    return found


def _cell(cell: str, delimiter: str) -> str:
    if delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def write_workbook(path: Path, sheet: Sheet, tab: str, values: Mapping[str, Sequence[Any]] | None = None) -> FileCount:
    """Write one worksheet; `values` gives columns whose cells are numbers, dates or None instead of text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(tab)
    page.freeze_panes = f"A{len(sheet.titles) + 2}"
    for title in sheet.titles:
        page.append([title])
    page.append([_bold(page, header) for header in sheet.headers.values()])
    names = [name for name in sheet.headers if name != NUMBER]
    columns: list[Iterable[Any]] = [(values or {}).get(name, sheet.columns[name]) for name in names]
    if NUMBER in sheet.headers:
        columns.insert(0, range(1, len(sheet) + 1))
    for row in zip(*columns, strict=True):
        page.append([None if cell == "" else cell for cell in row])
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(_same_bytes(buffer.getvalue()))
    return sheet.count(path, "xlsx")


def _bold(page: Any, header: str) -> Any:
    cell = WriteOnlyCell(page, value=header)
    cell.font = Font(bold=True)
    return cell


def _same_bytes(workbook: bytes) -> bytes:
    """A workbook holds the time of its writing; take it out, so that the same province is the same file."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2021-06-02T00:00:00Z", data)
            new.writestr(zipfile.ZipInfo(member, ZIP_DAY), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_lines(path: Path, sheet: Sheet) -> FileCount:
    """Write JSON lines under the sheet's headers as keys."""
    keys = list(sheet.headers.values())
    rows = (json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False) for row in zip(*sheet.cells(), strict=True))
    path.write_bytes(_packed(path, ("\n".join(rows) + "\n").encode()))
    return sheet.count(path, "jsonl")

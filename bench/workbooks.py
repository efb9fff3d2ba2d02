"""Workbooks of 20 columns: ours against XlsxWriter and openpyxl, each in a process of its own (python -m bench.workbooks)."""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from xlsxwriter import Workbook as Fast

from bench.measured import timed
from reports.workbook import Field, workbook

TEXTS, NUMBERS, MOMENTS = 12, 6, 2


def rows_of(count: int) -> pd.DataFrame:
    """Return invented rows: twelve texts, six numbers, two moments."""
    number = pd.Series(range(count))
    columns = {f"chu {n}": "Nguyễn Văn " + (number * 7 % 9_973 + n).astype(str) for n in range(TEXTS)}
    columns |= {f"so {n}": number * 13 % 1_440 + n for n in range(NUMBERS)}
    columns |= {f"luc {n}": pd.Timestamp(2021, 6, 1) + pd.to_timedelta(number % 40_000, "min") for n in range(MOMENTS)}
    return pd.DataFrame(columns)


def ours(rows: pd.DataFrame, path: Path) -> None:
    """As a list leaves the house: cover, seal, styles, filter, print set-up."""
    fields = [Field(name, name) for name in rows]
    path.write_bytes(workbook("Danh sách", [("Câu hỏi", "Thử")], fields, rows, "SHA-256"))


def xlsxwriter(rows: pd.DataFrame, path: Path) -> None:
    """XlsxWriter in its constant-memory mode, with the same header, formats, filter and frozen row."""
    book = Fast(path, {"constant_memory": True})
    sheet, head = book.add_worksheet("Danh sách"), book.add_format({"bold": True, "font_name": "Times New Roman"})
    body = book.add_format({"font_name": "Times New Roman", "border": 1, "text_wrap": True})
    when = book.add_format({"font_name": "Times New Roman", "border": 1, "num_format": "dd/mm/yyyy hh:mm"})
    sheet.set_column(0, len(rows.columns) - 1, 14)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(rows.columns) - 1)
    sheet.write_row(0, 0, list(rows), head)
    for place, row in enumerate(rows.itertuples(index=False), start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, value, body)
            elif isinstance(value, pd.Timestamp):
                sheet.write_datetime(place, column, value, when)
            else:
                sheet.write_number(place, column, value, body)
    book.close()


def openpyxl(rows: pd.DataFrame, path: Path) -> None:
    """openpyxl in its write-only mode; only the header is styled, which spares it most of its time."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    heads = [WriteOnlyCell(sheet, name) for name in rows]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows.itertuples(index=False):
        sheet.append(row)
    book.save(path)


WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {"ours": ours, "xlsxwriter": xlsxwriter, "openpyxl": openpyxl}

if __name__ == "__main__":
    name, count, target = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    rows = rows_of(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = timed(lambda: WRITERS[name](rows, target))
    told["added"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    told["megabytes"] = before + told["added"]
    print(json.dumps(told))

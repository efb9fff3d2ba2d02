"""Reads one workbook in a process of its own: `python -m etl.sources.workbook_worker FILE FOLDER`.

A hostile workbook can ask for half a terabyte or never end, and the library then aborts: better this process
than the dashboard. Writes every sheet as <number>.csv into FOLDER and prints what it found as JSON.
"""

import csv
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from etl.sources.cell import cell_text
from warehouse.limits import limit_memory

_DATE_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true|on)["']""")


def main() -> None:
    """Read the workbook named on the command line."""
    limit_memory()
    path, folder = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        found = _read(path, folder)
    except PasswordError:
        found = {"error": "password"}
    except MemoryError:
        found = {"error": "too_large"}
    except BaseException as error:
        found = {"error": _code(error)}
    json.dump(found, sys.stdout)


def _read(path: Path, folder: Path) -> dict[str, Any]:
    book = CalamineWorkbook.from_path(path)
    sheets = []
    for number, known in enumerate(book.sheets_metadata):
        if known.typ != SheetTypeEnum.WorkSheet:
            continue
        try:
            rows = _write(book.get_sheet_by_name(known.name), folder / f"{number}.csv")
            sheets.append({"name": known.name, "number": number, "rows": rows})
        except BaseException as error:
            sheets.append({"name": known.name, "number": number, "rows": 0, "error": _code(error)})
    return {"sheets": sheets, "date1904": _date1904(path)}


def _write(sheet: CalamineSheet, target: Path) -> int:
    """Write the sheet as CSV and return how many of its rows are not blank. A cell merged over several rows of one column
    stands in each of them: an agency beside its people, for instance."""
    rows = 0
    last = {start: end[0] for start, end in sheet.merged_cell_ranges or () if start[1] == end[1]}
    going: dict[int, tuple[int, str]] = {}  # column → last row and text of the merged cell that goes on there
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        for number, row in enumerate(sheet.iter_rows()):
            cells = [cell_text(cell) for cell in row]
            if last:
                going = {column: held for column, held in going.items() if number <= held[0]}
                for column, (_, text) in going.items():
                    cells[column] = text
                going |= {at: (last[number, at], text) for at, text in enumerate(cells) if (number, at) in last}
            writer.writerow(cells)
            rows += any(cells)
    return rows


def _code(error: BaseException) -> str:
    return "too_large" if "limit exceeded" in str(error).lower() else "damaged"


def _date1904(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as file:
            return _DATE_1904.search(file.read(1 << 20)) is not None
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        return False


if __name__ == "__main__":
    main()

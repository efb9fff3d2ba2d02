"""Workbooks (xlsx, xlsm, xlsb, xls, ods) as grids, one per sheet, read in a process of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from etl.sources.delimited import csv_rows
from etl.sources.encoding import Fix, fix_for
from etl.sources.model import Grid, RefusedError, Row

PATIENCE = 300
"""Seconds after which a workbook is given up."""

_JUDGED_ROWS = 2000
_ROOT = Path(__file__).parents[2]


def workbook_grids(path: Path, kind: str, workdir: Path) -> Iterator[tuple[str, Grid | RefusedError]]:
    """Yield (sheet name, grid or why it can't be read) for every sheet that is not empty."""
    folder = Path(mkdtemp(prefix="sheets-", dir=workdir))
    found = _read(path, folder)
    sheets = [sheet for sheet in found["sheets"] if sheet["rows"] or "error" in sheet]
    if not sheets:
        raise RefusedError("empty")
    for sheet in sheets:
        if "error" in sheet:
            yield sheet["name"], RefusedError(sheet["error"])
        else:
            yield (
                sheet["name"],
                _grid(folder / f"{sheet['number']}.csv", kind, sheet["name"], found["date1904"]),
            )


def _read(path: Path, folder: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "etl.sources.workbook_worker",
        str(path.resolve()),
        str(folder.resolve()),
    ]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "RUST_BACKTRACE": "0"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, env=environment, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        raise RefusedError("too_slow", seconds=str(PATIENCE)) from None
    if done.returncode:
        raise RefusedError("too_large" if b"memory allocation" in done.stderr else "damaged")
    found: dict[str, Any] = json.loads(done.stdout)
    if "error" in found:
        raise RefusedError(found["error"])
    return found


def _grid(path: Path, kind: str, sheet: str, date1904: bool) -> Grid:
    first = islice(csv_rows(path), _JUDGED_ROWS)
    disguise, fix = fix_for("\n".join(cell for cells, _ in first for cell in cells if not cell.isascii()))
    return Grid(
        partial(_rows, path, fix),
        f"{kind}+{disguise}" if disguise else kind,
        sheet=sheet,
        date1904=date1904,
    )


def _rows(path: Path, fix: Fix | None) -> Iterator[Row]:
    for cells, fault in csv_rows(path):
        yield ([cell if cell.isascii() else fix(cell) for cell in cells] if fix else cells), fault

"""Writes the data rows of a grid as the CSV that `Table` promises: one width, a fault code at the end."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import mkstemp

from etl.sources.model import Grid, Row


def write_csv(grid: Grid, header_index: int, width: int, workdir: Path) -> Path:
    """Write the rows below row `header_index`, each `width` fields and the fault, and return the file."""
    handle, name = mkstemp(prefix="table-", suffix=".csv", dir=workdir)
    rows = grid.rows()
    headers = next(islice(rows, header_index, None))[0]
    with open(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
        # Lines end in \r\n so that the writer quotes a field with either of the two.
        csv.writer(file).writerows(_fitted(rows, headers, width, grid.delimiter))
    return Path(name)


def _fitted(rows: Iterator[Row], headers: list[str], width: int, delimiter: str) -> Iterator[list[str]]:
    for fields, fault in rows:
        if fields == headers:
            fault = fault or "repeated_header"
        if len(fields) > width:
            fault = fault or ("row_too_long" if any(fields[width:]) else "")
            fields = [*fields[: width - 1], delimiter.join(fields[width - 1 :]).rstrip(delimiter)]
        elif len(fields) < width:
            fields = fields + [""] * (width - len(fields))
        yield [*fields, fault]

"""Files in, recognised tables or refusals out. Called by the pipeline and by the upload screen's preview."""

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from etl.sources.delimited import plain_rows, text_grids
from etl.sources.layout import Layout
from etl.sources.model import Grid, Refusal, RefusedError, Table
from etl.sources.normalise import write_csv
from etl.sources.recognise import HEAD_ROWS, Match, recognise
from etl.sources.records import json_grid, parquet_grid
from etl.sources.unpack import Source, sources
from etl.sources.workbook import workbook_grids

MAX_COLUMNS = 1000


def open_tables(path: Path, workdir: Path, layouts: Sequence[Layout]) -> Iterator[Table | Refusal]:
    """Yield every table found in `path` (file, folder, .gz, .zip), and a refusal for everything that is none.

    Work files go to `workdir`, which the caller removes when the tables have been read.
    """
    for source in sources(path, workdir):
        if isinstance(source, Refusal):
            yield source
        else:
            yield from _tables(source, workdir, layouts)


def renormalise(table: Table, workdir: Path) -> Table:
    """Return `table` with an exact, normalised copy in place of an original that DuckDB refused."""
    grid = Grid(partial(plain_rows, table.csv, table.delimiter), table.encoding, delimiter=table.delimiter)
    target = write_csv(grid, table.header_row - 1, len(table.columns), workdir)
    return dataclasses.replace(table, csv=target, delimiter=",", skip=0, normalised=True)


def _tables(source: Source, workdir: Path, layouts: Sequence[Layout]) -> Iterator[Table | Refusal]:
    try:
        for sheet, grids in _grids(source, workdir):
            name = f"{source.name} › {sheet}" if sheet else source.name
            try:
                yield _table(name, source, grids, workdir, layouts)
            except RefusedError as refused:
                yield Refusal(name, refused.code, refused.values)
    except RefusedError as refused:
        yield Refusal(source.name, refused.code, refused.values)
    except (OSError, MemoryError):
        yield Refusal(source.name, "unreadable", {})


def _grids(source: Source, workdir: Path) -> Iterator[tuple[str, Sequence[Grid] | RefusedError]]:
    """Yield (sheet name, the ways to read it or why it can't be read)."""
    match source.kind:
        case "text":
            yield "", text_grids(source.content)
        case "json":
            yield "", [json_grid(source.content)]
        case "parquet":
            yield "", [parquet_grid(source.content)]
        case kind:
            for sheet, grid in workbook_grids(source.content, kind, workdir):
                yield sheet, grid if isinstance(grid, RefusedError) else [grid]


def _table(name: str, source: Source, grids: Sequence[Grid] | RefusedError, workdir: Path, layouts: Sequence[Layout]) -> Table:
    if isinstance(grids, RefusedError):
        raise grids
    grid, match = _best(grids, layouts)
    index = match.headers.row
    columns = _columns(grid, match)
    plain = grid.plain if grid.plain and _opens_plainly(grid, index) else None
    return Table(
        name=name,
        file=source.file,
        csv=plain or write_csv(grid, index, len(columns), workdir),
        delimiter=grid.delimiter if plain else ",",
        skip=index + 1 if plain else 0,
        header_row=0 if grid.keyed else index + 1,
        first_row=index + (1 if grid.keyed else 2),
        columns=columns,
        normalised=plain is None,
        encoding=grid.encoding,
        layout=match.layout,
        mapping=match.mapping,
        said=match.said,
        unknown=match.unknown,
        excel_epoch=1904 if grid.date1904 else match.layout.excel_epoch,
    )


def _best(grids: Sequence[Grid], layouts: Sequence[Layout]) -> tuple[Grid, Match]:
    """Return the reading that shows most known headers; raise the likeliest one's refusal if none does."""
    found: list[tuple[Grid, Match]] = []
    refused: list[RefusedError] = []
    for grid in grids:
        head = [cells for cells, _ in islice(grid.rows(), 1 if grid.keyed else HEAD_ROWS)]
        try:
            found.append((grid, recognise(head, layouts)))
        except RefusedError as error:
            refused.append(error)
    if found:
        return max(found, key=lambda pair: pair[1].score)
    raise next((error for error in refused if error.code != "header_not_found"), refused[0])


def _columns(grid: Grid, match: Match) -> tuple[str, ...]:
    """Return the headers, one for every cell of the header row: the last columns may lack a name."""
    row, _ = next(islice(grid.rows(), match.headers.row, None))
    if len(row) > MAX_COLUMNS:
        raise RefusedError("too_many_columns", columns=str(len(row)), limit=str(MAX_COLUMNS))
    return match.titles + ("",) * (len(row) - len(match.headers.cells))


def _opens_plainly(grid: Grid, index: int) -> bool:
    """Return True when every record down to the first data row is one line."""
    return not any("\n" in cell or "\r" in cell for cells, _ in islice(grid.rows(), index + 2) for cell in cells)

"""What the reader hands on: a recognised table, or a refusal. Every other file here builds one of the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.sources.layout import Layout

Row = tuple[list[str], str]
"""The fields of one record and its fault code ('' when it is sound)."""


@dataclass(frozen=True)
class UnknownHeader:
    """A header that the layout does not know, with the known ones that look most like it."""

    header: str
    nearest: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One recognised table, ready for DuckDB's `read_csv(all_varchar = true, header = false)`.

    `csv` is the original itself when that is large, plain and regular, else a normalised copy, which has one
    more field than `columns`: the fault code. Record k of `csv` (from 0) stands at row `first_row + k` of the
    file as a person counts rows in Excel; `header_row` is 0 where the format names its columns itself. `said` is what lines
    above the headers give for all rows.
    """

    name: str
    file: Path
    csv: Path
    delimiter: str
    skip: int
    header_row: int
    first_row: int
    columns: tuple[str, ...]
    normalised: bool
    encoding: str
    layout: Layout
    mapping: dict[str, int]
    said: dict[str, str]
    unknown: tuple[UnknownHeader, ...]
    excel_epoch: int


@dataclass(frozen=True)
class Refusal:
    """A file or sheet that is not read; `code` and `values` make the sentence in `messages/reader.toml`."""

    name: str
    code: str
    values: dict[str, str]


class RefusedError(Exception):
    """Raised anywhere in this room to refuse the file or sheet at hand; becomes a `Refusal`."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Grid:
    """One sheet as rows of text; `rows` may be called again and again."""

    rows: Callable[[], Iterator[Row]]
    encoding: str
    sheet: str = ""
    delimiter: str = ","
    keyed: bool = False
    """True: the first row is made of keys and is no row of the file (JSON, Parquet)."""
    date1904: bool = False
    plain: Path | None = None
    """The file that DuckDB may read as it is."""

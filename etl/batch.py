"""One load at work: its engine, its folder, the tables it staged. Passed from step to step by the pipeline."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import duckdb

from etl.report import FileReport
from etl.sources import OF_CITIZENS, Table
from warehouse import lake
from warehouse.clock import now
from warehouse.engine import connect, sql
from warehouse.place import Place
from warehouse.settings import Settings
from warehouse.stores import PEOPLE, Store

Progress = Callable[[str, float], None]


@dataclass
class Staged:
    """A table and its account."""

    number: int
    table: Table
    report: FileReport

    @property
    def rows(self) -> str:
        """The stage table with its cleaned rows."""
        return f"stage.{self.table.layout.source}_{self.number}"


@dataclass
class Batch:
    """A load in progress."""

    con: duckdb.DuckDBPyConnection
    place: Place
    settings: Settings
    work: Path
    progress: Progress
    by: str
    started: datetime = field(default_factory=now)
    staged: list[Staged] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    def seconds(self) -> float:
        """Return how long the load has taken so far."""
        return time.monotonic() - self._began

    def of(self, store: Store) -> list[Staged]:
        """Return the files of this load whose rows name those whom the store is for."""
        return [staged for staged in self.staged if (staged.table.layout.source in OF_CITIZENS) == (store is PEOPLE)]

    def make(self, table: str, name: str, **params: Any) -> None:
        """Create the stage table `table` from the `.sql` file `name`."""
        self.con.execute(f"create or replace table stage.{table} as {sql(name)}", params or None)

    def gather(self, table: str, name: str, spans: Sequence[tuple[date, date]], **params: Any) -> None:
        """Create the stage table `table` from the rows that the `.sql` file yields for each span of days."""
        self.con.execute(
            f"create or replace table stage.{table} as select * from ({sql(name)}) limit 0",
            {"first": date.max, "last": date.max, **params},
        )
        for first, last in spans:
            self.con.execute(f"insert into stage.{table} {sql(name)}", {"first": first, "last": last, **params})

    def rows(self, query: str, params: Any = None) -> list[tuple[Any, ...]]:
        return self.con.execute(query, params).fetchall()

    def number(self, query: str, params: Any = None) -> int:
        """Return the single whole number that `query` yields."""
        return int(self.rows(query, params)[0][0] or 0)

    def days(self, table: str) -> list[date]:
        """Return the days in the column `day` of a stage table, each once, in order."""
        return [row[0] for row in self.rows(f"select distinct day from stage.{table} order by day")]


@contextmanager
def workspace(place: Place) -> Iterator[Path]:
    """Yield a private folder for one load; what killed loads left behind goes first. Needs the loader's lock."""
    place.work.mkdir(parents=True, exist_ok=True, mode=0o700)
    for leftover in place.work.glob("load-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(mkdtemp(prefix="load-", dir=place.work))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(place: Place, settings: Settings, work: Path, progress: Progress, by: str) -> Iterator[Batch]:
    """Yield a batch with the lake attached for writing and an empty stage on disk."""
    con = connect(memory=settings.loader_memory, threads=settings.threads, temp=work / "spill")
    try:
        lake.attach(con, place, read_only=False)
        con.execute(f"attach '{str(work / 'stage.duckdb').replace(chr(39), chr(39) * 2)}' as stage")
        con.execute(sql("etl/sql/stage/empty"))
        yield Batch(con, place, settings, work, progress, by)
    finally:
        con.close()


def runs(days: Sequence[date], before: int = 0, after: int = 0) -> list[tuple[date, date]]:
    """Return the stretches of consecutive days among `days`, each day widened by `before` and `after` days.

    >>> runs([date(2021, 6, 1), date(2021, 6, 2), date(2021, 6, 9)], before=1)
    [(datetime.date(2021, 5, 31), datetime.date(2021, 6, 2)), (datetime.date(2021, 6, 8), datetime.date(2021, 6, 9))]
    """
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        first, last = day - timedelta(before), day + timedelta(after)
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found

"""Reading the warehouse: one engine per process, a cursor per question, people only for the moment.

A connection shared by threads returns wrong rows; a cursor per question does not, hence no other way in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pandas as pd

from warehouse import lake, people
from warehouse.engine import connect, sql
from warehouse.place import Place
from warehouse.settings import Settings, load_settings


class Warehouse:
    """An open warehouse. `query` asks the lake; `people_query` asks the people store."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.settings: Settings = load_settings(place)
        place.work.mkdir(parents=True, exist_ok=True)
        self._con = connect(memory=self.settings.reader_memory, threads=self.settings.threads, temp=place.work / "reader")
        lake.attach(self._con, place, read_only=True)

    def close(self) -> None:
        self._con.close()

    def snapshot(self) -> int:
        """Return the number of the newest snapshot: what caches are keyed by."""
        return lake.snapshot(self._con.cursor())

    def query(self, name: str, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Run the `.sql` file `name` (from the repository's root, no ending) and return its rows."""
        with self._con.cursor() as cursor:
            return cursor.execute(sql(name), params).df()

    @contextmanager
    def people(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield an engine that sees the people store, and only that, as `people`."""
        settings = self.settings
        con = connect(memory=settings.reader_memory, threads=settings.threads, temp=self.place.work / "people")
        try:
            with people.attached(con, self.place):
                yield con
        finally:
            con.close()

    def people_query(self, name: str, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Run the `.sql` file `name` against the people store and return its rows."""
        with self.people() as con:
            return con.execute(sql(name), params).df()

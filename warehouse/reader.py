"""Reading the warehouse: one engine per process, a cursor per question, people only for the moment.

A connection shared by threads returns wrong rows; a cursor per question does not, hence no other way in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import duckdb
import pandas as pd

from warehouse import lake, people
from warehouse.engine import connect, sql
from warehouse.errors import NotAllowed, TooMuch
from warehouse.place import REFERENCE, Place
from warehouse.settings import Settings, load_settings

VIEWS = ("reader", "adoption")
"""What questions share, in the order in which it is made."""


class Warehouse:
    """An open warehouse. `query` asks the lake; `people` lends an engine that sees the people store."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.settings: Settings = load_settings(place)
        place.work.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._con = self._engine("reader")
        self._people: duckdb.DuckDBPyConnection | None = None
        self._shut = False
        lake.attach(self._con, place, read_only=True)
        for name in VIEWS:
            for statement in self._con.extract_statements(sql(f"warehouse/schema/{name}")):
                named = {"kinds": str(REFERENCE / "venue_kinds.csv")} if statement.named_parameters else None
                self._con.execute(statement, named)

    def _engine(self, name: str) -> duckdb.DuckDBPyConnection:
        settings = self.settings
        return connect(memory=settings.reader_memory, threads=settings.threads, temp=self.place.work / name)

    def close(self) -> None:
        self._con.close()
        if self._people:
            self._people.close()

    def without_people(self) -> "Warehouse":
        """Return the same warehouse, open to all questions but those to the people store."""
        shut = copy(self)
        shut._shut = True
        return shut

    def snapshot(self) -> int:
        """Return the number of the newest snapshot: what caches are keyed by."""
        with self._con.cursor() as cursor:
            return lake.snapshot(cursor)

    def query(self, name: str, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Run the `.sql` file `name` (from the repository's root, no ending) and return its rows. Raises TooMuch."""
        with self._con.cursor() as cursor:
            try:
                return cursor.execute(sql(name), params).df()
            except duckdb.OutOfMemoryException:
                raise TooMuch(memory=self.settings.reader_memory) from None

    @contextmanager
    def people(self, *, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield an engine that sees the people store, and only that, as `people`; one block at a time per process. Raises
        NotAllowed where the store is shut."""
        if self._shut:
            raise NotAllowed
        with people.one_at_a_time:
            if self._people is None:
                self._people = self._engine("people")
                if self.place.people.exists():
                    with people.attached(self._people, self.place, write=True):
                        pass  # a store made by an older version gets the tables and columns that questions read
            with people.attached(self._people, self.place, write=write):
                yield self._people

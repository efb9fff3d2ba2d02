"""Reading the warehouse: one engine per process, a cursor per question, people only for the moment.

A connection shared by threads returns wrong rows; a cursor per question does not, hence no other way in.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import copy
from typing import Any

import duckdb
import pandas as pd

from warehouse import lake
from warehouse.engine import connect, sql
from warehouse.errors import NotAllowed, TooMuch
from warehouse.place import REFERENCE, Place
from warehouse.settings import Settings, load_settings
from warehouse.stores import OFFICE, PEOPLE, STORES, Store, one_at_a_time

Show = Callable[[str, pd.DataFrame, str], pd.DataFrame]
"""(question, rows about persons, what was typed to find them) → the rows as they may be seen."""
VIEWS = ("reader", "adoption")
"""What questions share, in the order in which it is made."""


def as_they_are(question: str, rows: pd.DataFrame, search: str) -> pd.DataFrame:
    """Return the rows: how a handle shows persons to a command, which asks for a purpose and records it itself."""
    return rows


class Warehouse:
    """An open warehouse. `query` asks the lake; `people` and `office` lend an engine that sees a store of persons, if it
    is among `stores`, those that this handle opens."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.settings: Settings = load_settings(place)
        place.work.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._con = self._engine("reader")
        self._engines: dict[Store, duckdb.DuckDBPyConnection] = {}  # shared with every handle made of this one
        self.stores: tuple[Store, ...] = STORES
        self.agency, self.district = "", ""
        self._show: Show = as_they_are
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
        for con in self._engines.values():
            con.close()

    def handed(
        self, stores: Collection[Store], *, agency: str = "", district: str = "", show: Show = as_they_are
    ) -> "Warehouse":
        """Return a handle of the same warehouse that opens of its stores of persons only these, asks only about the venues of
        an agency, or the cases and contacts of a district ('': of all), and yields persons only by way of `show`."""
        handle = copy(self)
        handle.stores = tuple(store for store in self.stores if store in stores)
        handle.agency, handle.district, handle._show = agency, district, show
        return handle

    def shown(self, question: str, rows: pd.DataFrame, search: str = "") -> pd.DataFrame:
        """Return rows about persons as whoever holds this handle may see them; every question that answers with such rows ends
        here. `question` names no person; `search` is what was typed to find them. Raises NotRecorded."""
        return self._show(question, rows, search)

    def version(self) -> tuple[int, str]:
        """Return the number and the moment of the newest snapshot: what caches are keyed by."""
        with self._con.cursor() as cursor:
            return lake.version(cursor)

    def snapshot(self) -> int:
        """Return the number of the newest snapshot."""
        return self.version()[0]

    def query(self, name: str, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Run the `.sql` file `name` (from the repository's root, no ending) and return its rows. Raises TooMuch."""
        with self._con.cursor() as cursor:
            try:
                return cursor.execute(sql(name), params).df()
            except duckdb.OutOfMemoryException:
                raise TooMuch(memory=self.settings.reader_memory) from None

    def people(self, *, write: bool = False) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """`lent` of the store of citizens."""
        return self.lent(PEOPLE, write=write)

    def office(self, *, write: bool = False) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """`lent` of the store of officials."""
        return self.lent(OFFICE, write=write)

    @contextmanager
    def lent(self, store: Store, *, write: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield an engine that sees a store, and only that, under its name; one block at a time per process. Raises NotAllowed
        where this handle does not open it."""
        if store not in self.stores:
            raise NotAllowed
        with one_at_a_time:
            if store not in self._engines:
                con = self._engine(store.name)
                if store.path(self.place).exists():
                    with store.attached(con, self.place, write=True):
                        pass  # a store made by an older version gets the tables and columns that questions read
                self._engines[store] = con
            with store.attached(self._engines[store], self.place, write=write):
                yield self._engines[store]

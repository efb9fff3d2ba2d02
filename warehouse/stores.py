"""The two stores that name persons, encrypted, each by a key of its own, attached only for the moment: `people` has names,
phones and id numbers of citizens, `office` the officials whom agencies name and how they were reminded.

A writer is refused while any reader has the file open, and the other way round, so both hold it as briefly as they can
and try again. Inside one process a lock keeps a reader and the loader apart: file locks do not. Who needs both attaches
`office` first.
"""

import hashlib
import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.engine import sql
from warehouse.errors import NoWarehouse, OfficeKeyError, PeopleKeyError
from warehouse.place import Place

WAIT_SECONDS = 30.0
KEY_LENGTH = 64
OFFICIALS = ("administrator", "reminder")
"""Tables of the people store before officials had a store of their own."""
one_at_a_time = threading.RLock()


@dataclass(frozen=True)
class Store:
    """An encrypted store; `name` is its file's, its key's and that by which questions speak of it."""

    name: str
    refusal: type[PeopleKeyError]

    @property
    def key_variable(self) -> str:
        """The environment variable that holds the key itself."""
        return f"VAORA_{self.name.upper()}_KEY"

    def path(self, place: Place) -> Path:
        return place.warehouse / f"{self.name}.duckdb"

    def key_file(self, place: Place) -> Path:
        """Return where the key is kept, unless the environment holds the key itself."""
        return Path(os.environ.get(f"{self.key_variable}_FILE") or place.secret / f"{self.name}.key")

    def next_key_file(self, place: Place) -> Path:
        """Return where the key that comes after is kept while a change of keys is under way."""
        path = self.key_file(place)
        return path.with_name(f"{path.name}.next")

    def key(self, place: Place, *, make: bool = False) -> str:
        """Return the key, 64 hexadecimal digits, from the environment or its file; `make` writes it at first use."""
        if given := os.environ.get(self.key_variable):
            return self._checked(given.strip())
        path = self.key_file(place)
        if not path.exists():
            if not make or self.path(place).exists():
                raise self.refusal(path=path.name)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_key(path, secrets.token_hex(32))
        return self._checked(_read(path))

    def _checked(self, text: str) -> str:
        if not is_key(text):
            raise self.refusal(path="")
        return text

    @contextmanager
    def attached(self, con: duckdb.DuckDBPyConnection, place: Place, *, write: bool = False) -> Iterator[None]:
        """Attach the store to `con` under its name for the length of the block."""
        with one_at_a_time:
            if self is OFFICE and not self.path(place).exists() and PEOPLE.path(place).exists():
                with PEOPLE.attached(con, place, write=True):
                    pass  # made before officials had a store of their own
            if not write and not self.path(place).exists():
                raise NoWarehouse(data=place.root.name)
            self._attach_by_a_key(con, place, write=write)
            try:
                if write:
                    if self is PEOPLE:
                        _hand_over(con, place)
                    _prepare(con, self, self.name, secrets.token_hex(32))
                yield
            finally:
                con.execute(f"detach {self.name}")

    def _attach_by_a_key(self, con: duckdb.DuckDBPyConnection, place: Place, *, write: bool) -> None:
        """Attach by the key or, where a change of keys was killed after the store was replaced, by the one that comes after; a
        writer then ends the change. Asked twice: somebody else may be ending it at this moment."""
        following = self.next_key_file(place)
        for attempt in (1, 2):
            try:
                return _attach(con, self, self.path(place), self.key(place, make=write), write=write)
            except PeopleKeyError:
                after = "" if os.environ.get(self.key_variable) else _read(following)
                if len(after) == KEY_LENGTH:
                    with suppress(PeopleKeyError):
                        _attach(con, self, self.path(place), after, write=write)
                        if write:
                            following.replace(self.key_file(place))
                        return None
                if attempt == 2:
                    raise

    def secret(self, con: duckdb.DuckDBPyConnection) -> str:
        """Return the secret of the store's keyed hashes (of `people`: behind every person_id); it stays in the store, so that
        ids outlive a change of the key."""
        return str(con.execute(f"select value from {self.name}.secret").fetchall()[0][0])

    def rewrite(
        self,
        con: duckdb.DuckDBPyConnection,
        place: Place,
        gone: Mapping[str, str],
        instead: Mapping[str, str] | None = None,
        new_key: str = "",
    ) -> None:
        """Put a new file in place of the store, which is attached for writing, without the rows that `gone` names (table →
        condition), or with the rows of the query that `instead` names, under `new_key` if there is one: a row deleted in place
        would linger in free blocks.

        A kill at any moment leaves the old file or the new one. The store may only be read until it is detached.
        """
        con.execute(f"checkpoint {self.name}")
        tables = [table for table in _tables(con, self.name) if table != "secret"]
        with _fresh(con, self, place, new_key or self.key(place), self.secret(con)):
            for table in tables:
                rows = f"select * from {self.name}.{table} where ({gone.get(table, 'false')}) is not true"
                con.execute(f"insert into fresh.{table} by name {(instead or {}).get(table, rows)}")
        # Who opened the old file just before is refused its lock within this time, and tries again with the new one.
        time.sleep(0.05)


PEOPLE, OFFICE = Store("people", PeopleKeyError), Store("office", OfficeKeyError)
STORES = (OFFICE, PEOPLE)
"""In the order in which they are attached."""


@contextmanager
def both_attached(con: duckdb.DuckDBPyConnection, place: Place, *, write: bool = False) -> Iterator[None]:
    """Attach both stores for the length of the block."""
    with OFFICE.attached(con, place, write=write), PEOPLE.attached(con, place, write=write):
        yield


def write_key(path: Path, text: str) -> None:
    """Write a key into a file that is not there yet (else FileExistsError): whole on the disk before it has its name."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    durable(path.parent)


def is_key(text: str) -> bool:
    """Return whether a text is a key: 64 hexadecimal digits."""
    return len(text) == KEY_LENGTH and all(letter in "0123456789abcdef" for letter in text)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", errors="replace").strip()
    except OSError:
        return ""


def _attach(con: duckdb.DuckDBPyConnection, store: Store, path: Path, secret: str, *, write: bool, name: str = "") -> None:
    mode = "" if write else ", READ_ONLY"
    quoted = str(path).replace("'", "''")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            con.execute(f"ATTACH '{quoted}' AS {name or store.name} (ENCRYPTION_KEY '{secret}'{mode})")
        except duckdb.IOException as error:
            if "lock" not in str(error).lower() or time.monotonic() > deadline:
                raise _explained(error, store, path) from None
            time.sleep(0.05)
        except (duckdb.Error, ValueError) as error:
            raise _explained(error, store, path) from None
        else:
            return


def _explained(error: Exception, store: Store, path: Path) -> Exception:
    """Never let the engine's own message out: it may quote the statement, and the statement holds the key."""
    if "ncrypt" in str(error) or "key" in str(error).lower():
        return store.refusal(path=path.name)
    return duckdb.IOException(f"{path.name}: {type(error).__name__}")


def pseudonym(con: duckdb.DuckDBPyConnection, national: int) -> int:
    """Return the person_id of whoever is known by this phone alone; etl/sql/identify/macros.sql says the same."""
    text = f"{PEOPLE.secret(con)}:p:{national}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:15], 16)


def _tables(con: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    found = con.execute("select table_name from duckdb_tables() where database_name = ? order by all", [name])
    return [table for (table,) in found.fetchall()]


def _prepare(con: duckdb.DuckDBPyConnection, store: Store, name: str, secret: str) -> None:
    con.execute(f"use {name}")
    try:
        for statement in con.extract_statements(sql(f"warehouse/schema/{store.name}").replace(f"{store.name}.", f"{name}.")):
            con.execute(statement, {"secret": secret} if statement.named_parameters else None)
    finally:
        con.execute("use memory")


@contextmanager
def _fresh(con: duckdb.DuckDBPyConnection, store: Store, place: Place, key: str, secret: str) -> Iterator[None]:
    """Attach a new empty file as `fresh` for the length of the block; after it, it takes the place of the store's file."""
    path = place.warehouse / f"{store.name}.next.duckdb"
    for leftover in place.warehouse.glob(f"{path.name}*"):
        leftover.unlink()
    _attach(con, store, path, key, write=True, name="fresh")
    try:
        _prepare(con, store, "fresh", secret)
        yield
    finally:
        con.execute("detach fresh")
    durable(path)
    path.replace(store.path(place))
    durable(place.warehouse)


def _hand_over(con: duckdb.DuckDBPyConnection, place: Place) -> None:
    """Give officials their own store, if they still stand in the people store, which is attached for writing.

    The new store is there whole before they are taken out of the old one, and is only ever made here where there is an old
    one: a kill at any moment neither loses nor doubles them. Where persons were erased before, their marks and the secret
    behind them go along, or an old list would bring an erased official back.
    """
    old = [table for table in _tables(con, "people") if table in OFFICIALS]
    if old and not OFFICE.path(place).exists():
        erased = "erased" in _tables(con, "people") and con.execute("select 1 from people.erased limit 1").fetchall()
        secret = PEOPLE.secret(con) if erased else secrets.token_hex(32)
        with _fresh(con, OFFICE, place, OFFICE.key(place, make=True), secret):
            for table in [*old, *(["erased"] if erased else [])]:
                con.execute(f"insert into fresh.{table} by name select * from people.{table}")
    con.execute("begin")
    for table in old:
        con.execute(f"drop table people.{table}")
    con.execute("commit")


def durable(path: Path) -> None:
    """See a file, or the names in a folder, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

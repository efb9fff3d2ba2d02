"""The people store: names, phones, id numbers; encrypted, attached only for the moment.

A writer is refused while any reader has the file open, and the other way round, so both hold it as briefly as they can
and try again. Inside one process a lock keeps a reader and the loader apart: file locks do not.
"""

import hashlib
import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from warehouse.engine import sql
from warehouse.errors import NoWarehouse, PeopleKeyError
from warehouse.place import Place

KEY_VARIABLE = "VAORA_PEOPLE_KEY"
KEY_FILE_VARIABLE = "VAORA_PEOPLE_KEY_FILE"
WAIT_SECONDS = 30.0
KEY_LENGTH = 64
TABLES = "select table_name from duckdb_tables() where database_name = 'people' and table_name <> 'secret' order by all"
one_at_a_time = threading.RLock()


def key_file(place: Place) -> Path:
    """Return where the key is kept, unless the environment holds the key itself."""
    return Path(os.environ.get(KEY_FILE_VARIABLE) or place.secret / "people.key")


def next_key_file(place: Place) -> Path:
    """Return where the key that comes after is kept while a change of keys is under way."""
    path = key_file(place)
    return path.with_name(f"{path.name}.next")


def key(place: Place, *, make: bool = False) -> str:
    """Return the key, 64 hexadecimal digits, from the environment or `secret/people.key`; `make` writes it at first use."""
    if given := os.environ.get(KEY_VARIABLE):
        return _checked(given.strip())
    path = key_file(place)
    if not path.exists():
        if not make or place.people.exists():
            raise PeopleKeyError(path=path.name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_key(path, secrets.token_hex(32))
    return _checked(_read(path))


def write_key(path: Path, text: str) -> None:
    """Write a key into a file that is not there yet and see it onto the disk."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    durable(path.parent)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", errors="replace").strip()
    except OSError:
        return ""


def _checked(text: str) -> str:
    if len(text) != KEY_LENGTH or not all(letter in "0123456789abcdef" for letter in text):
        raise PeopleKeyError(path="")
    return text


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, place: Place, *, write: bool = False) -> Iterator[None]:
    """Attach the store to `con` as `people` for the length of the block."""
    if not write and not place.people.exists():
        raise NoWarehouse(data=place.root.name)
    with one_at_a_time:
        _attach_by_a_key(con, place, write=write)
        try:
            if write:
                _prepare(con, "people", secrets.token_hex(32))
            yield
        finally:
            con.execute("detach people")


def _attach_by_a_key(con: duckdb.DuckDBPyConnection, place: Place, *, write: bool) -> None:
    """Attach by the key or, where a change of keys was killed after the store was replaced, by the one that comes after; a
    writer then ends the change. Asked twice: somebody else may be ending it at this moment."""
    following = next_key_file(place)
    for attempt in (1, 2):
        try:
            return _attach(con, place.people, key(place, make=write), write=write)
        except PeopleKeyError:
            after = "" if os.environ.get(KEY_VARIABLE) else _read(following)
            if len(after) == KEY_LENGTH:
                with suppress(PeopleKeyError):
                    _attach(con, place.people, after, write=write)
                    if write:
                        following.replace(key_file(place))
                    return None
            if attempt == 2:
                raise


def _attach(con: duckdb.DuckDBPyConnection, store: Path, secret: str, *, write: bool, name: str = "people") -> None:
    mode = "" if write else ", READ_ONLY"
    path = str(store).replace("'", "''")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            con.execute(f"ATTACH '{path}' AS {name} (ENCRYPTION_KEY '{secret}'{mode})")
        except duckdb.IOException as error:
            if "lock" not in str(error).lower() or time.monotonic() > deadline:
                raise _explained(error, store) from None
            time.sleep(0.05)
        except (duckdb.Error, ValueError) as error:
            raise _explained(error, store) from None
        else:
            return


def _explained(error: Exception, store: Path) -> Exception:
    """Never let the engine's own message out: it may quote the statement, and the statement holds the key."""
    if "ncrypt" in str(error) or "key" in str(error).lower():
        return PeopleKeyError(path=store.name)
    return duckdb.IOException(f"{store.name}: {type(error).__name__}")


def pseudonym_secret(con: duckdb.DuckDBPyConnection) -> str:
    """Return the secret behind every person_id; it stays in the store, so that ids outlive a change of the key."""
    return str(con.execute("select value from people.secret").fetchall()[0][0])


def pseudonym(con: duckdb.DuckDBPyConnection, national: int) -> int:
    """Return the person_id of whoever is known by this phone alone; etl/sql/identify/macros.sql says the same."""
    text = f"{pseudonym_secret(con)}:p:{national}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:15], 16)


def _prepare(con: duckdb.DuckDBPyConnection, name: str, pseudonyms: str) -> None:
    con.execute(f"use {name}")
    try:
        for statement in con.extract_statements(sql("warehouse/schema/people").replace("people.", f"{name}.")):
            con.execute(statement, {"secret": pseudonyms} if statement.named_parameters else None)
    finally:
        con.execute("use memory")


def rewrite(
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
    fresh = place.people.with_name("people.next.duckdb")
    for leftover in place.warehouse.glob(f"{fresh.name}*"):
        leftover.unlink()
    con.execute("checkpoint people")
    tables = con.execute(TABLES).fetchall()
    _attach(con, fresh, new_key or key(place), write=True, name="fresh")
    try:
        _prepare(con, "fresh", pseudonym_secret(con))
        for (table,) in tables:
            rows = f"select * from people.{table} where ({gone.get(table, 'false')}) is not true"
            con.execute(f"insert into fresh.{table} by name {(instead or {}).get(table, rows)}")
    finally:
        con.execute("detach fresh")
    durable(fresh)
    fresh.replace(place.people)
    durable(place.warehouse)
    time.sleep(0.05)  # who opened the old file just before has by now been refused its lock, and tries again with the new one


def durable(path: Path) -> None:
    """See a file, or the names in a folder, onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

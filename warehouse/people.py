"""The people store: names, phones, id numbers; encrypted, attached only for the moment.

A writer is refused while any reader has the file open, and the other way round, so both hold it as briefly as they can
and try again. Inside one process a lock keeps a reader and the loader apart: file locks do not.
"""

import hashlib
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.engine import sql
from warehouse.errors import NoWarehouse, PeopleKeyError
from warehouse.place import Place

KEY_VARIABLE = "VAORA_PEOPLE_KEY"
KEY_FILE_VARIABLE = "VAORA_PEOPLE_KEY_FILE"
WAIT_SECONDS = 30.0
one_at_a_time = threading.RLock()


def key(place: Place, *, make: bool = False) -> str:
    """Return the key, 64 hexadecimal digits, from the environment or `secret/people.key`; `make` writes it at first use."""
    if given := os.environ.get(KEY_VARIABLE):
        return _checked(given.strip())
    path = Path(os.environ.get(KEY_FILE_VARIABLE) or place.secret / "people.key")
    if not path.exists():
        if not make or place.people.exists():
            raise PeopleKeyError(path=path.name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    return _checked(path.read_text("ascii").strip())


def _checked(text: str) -> str:
    if len(text) != 64 or not all(letter in "0123456789abcdef" for letter in text):
        raise PeopleKeyError(path="")
    return text


@contextmanager
def attached(con: duckdb.DuckDBPyConnection, place: Place, *, write: bool = False) -> Iterator[None]:
    """Attach the store to `con` as `people` for the length of the block."""
    if not write and not place.people.exists():
        raise NoWarehouse(data=place.root.name)
    secret = key(place, make=write)
    with one_at_a_time:
        _attach(con, place, secret, write=write)
        try:
            if write:
                _prepare(con)
            yield
        finally:
            con.execute("detach people")


def _attach(con: duckdb.DuckDBPyConnection, place: Place, secret: str, *, write: bool) -> None:
    mode = "" if write else ", READ_ONLY"
    path = str(place.people).replace("'", "''")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            con.execute(f"ATTACH '{path}' AS people (ENCRYPTION_KEY '{secret}'{mode})")
        except duckdb.IOException as error:
            if "lock" not in str(error).lower() or time.monotonic() > deadline:
                raise _explained(error, place) from None
            time.sleep(0.05)
        except (duckdb.Error, ValueError) as error:
            raise _explained(error, place) from None
        else:
            return


def _explained(error: Exception, place: Place) -> Exception:
    """Never let the engine's own message out: it may quote the statement, and the statement holds the key."""
    if "ncrypt" in str(error) or "key" in str(error).lower():
        return PeopleKeyError(path=place.people.name)
    return duckdb.IOException(f"{place.people.name}: {type(error).__name__}")


def pseudonym_secret(con: duckdb.DuckDBPyConnection) -> str:
    """Return the secret behind every person_id; it stays in the store, so that ids outlive a change of the key."""
    return str(con.execute("select value from people.secret").fetchall()[0][0])


def pseudonym(con: duckdb.DuckDBPyConnection, national: int) -> int:
    """Return the person_id of whoever is known by this phone alone; etl/sql/identify/macros.sql says the same."""
    text = f"{pseudonym_secret(con)}:p:{national}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:15], 16)


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("use people")
    try:
        for statement in con.extract_statements(sql("warehouse/schema/people")):
            con.execute(statement, {"secret": secrets.token_hex(32)} if statement.named_parameters else None)
    finally:
        con.execute("use memory")

"""The store behind the sign-in: <data>/access/accounts.sqlite, in which codes and tokens stand sealed."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from access.keys import key, seal
from warehouse.place import Place

SCHEMA = Path(__file__).with_name("schema.sql")
OLDER = """
pragma legacy_alter_table = on;
begin immediate;
alter table account rename to former;
{schema}
insert into account (number, phone, name, email, role, scope, open, made_at, made_by)
    select number, phone, name, email, role, scope, open, made_at, made_by from former;
drop table former;
commit;
"""
"""Accounts of a store in which each had a phone and none an authenticator app."""


@contextmanager
def opened(place: Place, *, reading: bool = False) -> Iterator[sqlite3.Connection]:
    """Yield the store within one transaction: written whole at the end of the block, or not at all. Who is only `reading` waits
    for no writer."""
    _made(str(place.accounts))
    with closing(sqlite3.connect(place.accounts, timeout=30, isolation_level=None)) as con:
        con.row_factory = sqlite3.Row
        con.execute("begin" if reading else "begin immediate")
        try:
            yield con
        except BaseException:
            con.execute("rollback")
            raise
        con.execute("commit")


@cache
def _made(path: str) -> None:
    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    schema = SCHEMA.read_text("utf-8")
    with closing(sqlite3.connect(path, timeout=30)) as con:
        con.executescript(schema)
        if "issuer" not in [column[1] for column in con.execute("pragma table_info(account)")]:
            con.executescript(OLDER.format(schema=schema))


def text(moment: datetime) -> str:
    """Return a moment as the store keeps it: texts in the order of time."""
    return moment.isoformat(timespec="seconds")


def keyed(place: Place, *parts: str) -> str:
    """Return what is kept in place of a token or a code: whoever reads the store cannot use it."""
    return seal(key(place, "access"), "\x1f".join(parts))

"""The store behind the sign-in: <data>/access/accounts.sqlite, and the secret by which codes and tokens are kept."""

import hashlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from warehouse.place import Place

SCHEMA = Path(__file__).with_name("schema.sql")


@contextmanager
def opened(place: Place) -> Iterator[sqlite3.Connection]:
    """Yield the store within one transaction: written whole at the end of the block, or not at all."""
    _made(str(place.accounts))
    with closing(sqlite3.connect(place.accounts, timeout=30, isolation_level=None)) as con:
        con.row_factory = sqlite3.Row
        con.execute("begin immediate")
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
    with closing(sqlite3.connect(path, timeout=30)) as con:
        con.executescript(SCHEMA.read_text("utf-8"))


def text(moment: datetime) -> str:
    """Return a moment as the store keeps it: texts in the order of time."""
    return moment.isoformat(timespec="seconds")


def keyed(place: Place, *parts: str) -> str:
    """Return what is kept in place of a token or a code: whoever reads the store cannot use it."""
    return hmac.new(_secret(place), "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def _secret(place: Place) -> bytes:
    path = place.secret / "access.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32) + "\n")
        except FileExistsError:
            pass
    return path.read_bytes().strip()

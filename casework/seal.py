"""The seal of a list: the checksum that its cover carries, and reading a list back from a workbook.

The checksum covers every column that is not for people to fill in, and no order: a list sorted, filtered or filled in by an
official is still the list that left the house.
"""

import hashlib
import pickle
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.messages import messages
from warehouse.errors import NotSealed
from warehouse.place import REPOSITORY

PATIENCE = 120
"""Seconds after which a workbook is given up."""


@dataclass(frozen=True)
class SealedList:
    """A list read back: the cover's lines by the name of their message, the list's titles, rows with sheet and row number."""

    cover: dict[str, str]
    titles: tuple[str, ...]
    rows: list[tuple[str, int, tuple[Any, ...]]]

    @property
    def printed(self) -> str:
        """The checksum on the cover."""
        return self.cover.get("cover_sha256", "")

    def computed(self) -> str:
        """Return the checksum of the rows as they stand in the file."""
        open_titles = set(filter(None, self.cover.get("cover_to_fill", "").split("; ")))
        sealed = [place for place, title in enumerate(self.titles) if title not in open_titles]
        return fingerprint(
            [self.titles[place] for place in sealed], ([row[place] for place in sealed] for _, _, row in self.rows)
        )


def fingerprint(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return the SHA-256, 64 hexadecimal digits, of the titles and of the rows' own SHA-256 in their order: a long list is
    never held as text."""
    whole = hashlib.sha256(_line(titles))
    for row in sorted(hashlib.sha256(_line(map(plain, row))).digest() for row in rows):
        whole.update(row)
    return whole.hexdigest()


def _line(cells: Iterable[str]) -> bytes:
    return "\x1f".join(cells).encode("utf-8", "replace")


def plain(value: Any) -> str:
    """Return a cell as the checksum sees it: the same before a workbook was written and after it was read.

    >>> [plain(v) for v in (None, 3.0, 2.5, "+84", datetime(2021, 6, 2, 8, 30))]
    ['', '3', '2.5', '+84', '2021-06-02 08:30:00']
    """
    if value is None or value != value:
        return ""
    if isinstance(value, datetime):
        return f"{value + timedelta(microseconds=500_000):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read_sealed(content: bytes) -> SealedList:
    """Read a workbook made by reports.workbook; raise NotSealed if it is none."""
    tables = _sheets(content)
    if len(tables) < 2:
        raise NotSealed
    labels = {text: name for name, texts in messages().items() if name.startswith("cover_") for text in texts.values()}
    cover = {labels[row[0]]: _cell(row[1]) for row in tables[0][1] if len(row) > 1 and row[0] in labels}
    if "cover_sha256" not in cover:
        raise NotSealed
    titles = tuple(str(title) for title in tables[1][1][0]) if tables[1][1] else ()
    rows = []
    for name, table in tables[1:]:
        if not table or tuple(map(str, table[0])) != titles:
            raise NotSealed
        rows += [
            (name, number, tuple(map(_cell, row))) for number, row in enumerate(table[1:], start=2) if any(c != "" for c in row)
        ]
    return SealedList(cover, titles, rows)


def _sheets(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    command = [sys.executable, "-m", "casework.seal_worker"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, cwd=REPOSITORY, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise NotSealed from None
    sheets: list[tuple[str, list[list[Any]]]] = pickle.loads(done.stdout)  # written by ourselves, in the other process
    return sheets


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("_x005F_", "_").replace("\r\n", "\n")
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):  # how a moment at midnight is read
        return datetime.combine(value, time())
    return value.isoformat() if isinstance(value, time) else value

"""Who saw or took people's data: one line of JSON per view in <data>/log/views.jsonl, never a personal value.

If the line cannot be written, the data are not shown: write first, show then. Lines are only added, and each is sealed, with
a key of its own, over itself and the line before; `views.head` holds the sealed number of lines. So none can be altered, put
in, taken out, or cut off at the end unseen by whoever lacks the key.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any

import pandas as pd

from access.keys import key, key_path, seal
from warehouse.clock import now
from warehouse.errors import NotRecorded
from warehouse.place import Place

KEY = "log"
TAIL = 65_536
"""No line is longer than this; one that would be is not written, and nothing is shown for it."""


@dataclass(frozen=True)
class Purpose:
    """Why people's data are needed: the number of the case file and the reason in words, both required."""

    case_number: str
    reason: str

    def __post_init__(self) -> None:
        if not self.case_number.strip() or not self.reason.strip():
            raise ValueError("a purpose needs a case number and a reason")


@dataclass(frozen=True)
class View:
    """One showing or taking of people's data; `question` names no person. Without a purpose people were searched for, but shown
    covered."""

    who: str
    question: str
    rows: int
    sha256: str
    purpose: Purpose | None

    @classmethod
    def of(cls, who: str, question: str, rows: pd.DataFrame, purpose: Purpose | None) -> "View":
        """Return the view of these rows."""
        return cls(who, question, len(rows), digest(rows), purpose)


def digest(rows: pd.DataFrame) -> str:
    """Return the SHA-256 of the rows as CSV: the same list always has the same."""
    return hashlib.sha256(rows.to_csv(index=False).encode()).hexdigest()


def record(place: Place, view: View) -> None:
    """Append the view to the log and see it onto the disk. Raises NotRecorded if that fails.

    A line that a crash cut off was never shown for and is taken away first.
    """
    try:
        _append(place, view)
    except OSError:
        raise NotRecorded from None


def _append(place: Place, view: View) -> None:
    with _held(place) as file:
        whole = _whole(file)
        file.truncate(whole)
        number, before = _last(file, whole)
        told = {"at": now().isoformat(), **asdict(view), "number": number + 1}
        line = (json.dumps({**told, "seal": _seal(key(place, KEY), told, before)}, ensure_ascii=False) + "\n").encode()
        if len(line) > TAIL:
            raise OSError
        try:
            _write(file, line)
        except OSError:
            file.truncate(whole)
            raise
        _write_head(place, number + 1)


def _write(file: FileIO, content: bytes) -> None:
    while content:
        content = content[file.write(content) :]
    os.fsync(file.fileno())


def examined(place: Place) -> tuple[list[tuple[dict[str, Any], bool]], int]:
    """Return the `views`, and how many lines are not as they were written, with those that are missing at the end."""
    found = list(views(place))
    return found, sum(not sound for _, sound in found) + max(_head(place) - len(found), 0)


def faults(place: Place) -> int:
    """Return how many lines are not as they were written, with those that are missing at the end."""
    return examined(place)[1]


def views(place: Place) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield every line as it was told, the oldest first, and whether it stands as it was written."""
    path = place.log / "views.jsonl"
    before = ""
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    for number, line in enumerate(lines, start=1):
        ours = key(place, KEY)
        try:
            told = json.loads(line)
            sealed = told.pop("seal")
            sound = hmac.compare_digest(sealed, _seal(ours, told, before)) and told["number"] == number
        except (ValueError, KeyError, TypeError, AttributeError):
            told, sealed, sound = {}, "", False
        before = sealed
        yield told, sound


def moment(told: dict[str, Any]) -> datetime:
    """Return when a line of the log was written."""
    return datetime.fromisoformat(str(told["at"]))


@contextmanager
def _held(place: Place) -> Iterator[FileIO]:
    """Yield the log, open at its end, to one writer at a time."""
    place.log.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(place.log / "views.jsonl", os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with FileIO(handle, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _whole(file: FileIO) -> int:
    """Return where the last whole line ends."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - TAIL, 0))
    tail = file.read()
    return size - len(tail) + tail.rfind(b"\n") + 1


def _last(file: FileIO, whole: int) -> tuple[int, str]:
    """Return number and seal of the last line."""
    start = max(whole - TAIL, 0)
    file.seek(start)
    lines = file.read(whole - start).split(b"\n")[:-1]
    if not lines:
        return 0, ""
    try:
        told = json.loads(lines[-1])
        return int(told["number"]), str(told["seal"])
    except (ValueError, KeyError, TypeError):
        return 0, ""


def _seal(ours: bytes, told: dict[str, Any], before: str) -> str:
    return seal(ours, f"{before}\n{json.dumps(told, ensure_ascii=False, sort_keys=True)}")


def _head_seal(place: Place, number: str) -> str:
    return seal(key(place, KEY), f"head {number}")


def _head_path(place: Place) -> Path:
    return place.log / "views.head"


def _write_head(place: Place, number: int) -> None:
    path = _head_path(place)
    with path.with_suffix(".new").open("w", encoding="ascii") as file:
        file.write(f"{number} {_head_seal(place, str(number))}\n")
        file.flush()
        os.fsync(file.fileno())
    path.with_suffix(".new").replace(path)


def _head(place: Place) -> int:
    """Return how many lines the log should have; a head that is missing or not ours counts as one line missing, unless nothing
    was ever written: then there is no key either."""
    path, lines = _head_path(place), place.log / "views.jsonl"
    number, _, sealed = path.read_text("ascii", errors="replace").strip().partition(" ") if path.exists() else ("", "", "")
    if number.isdigit() and hmac.compare_digest(sealed, _head_seal(place, number)):
        return int(number)
    written = lines.read_bytes().count(b"\n") if lines.exists() else 0
    return written + int(path.exists() or written > 0 or key_path(place, KEY).exists())

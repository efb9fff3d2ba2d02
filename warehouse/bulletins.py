"""The bulletins that were issued, their figures frozen: <data>/warehouse/bulletins.jsonl, one line each, only ever added to.

A line carries its own SHA-256 and that of the line before, so that none can be altered, put in, or taken out from among others
unseen. They are no part of the lake: undoing a load does not undo what was published.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from warehouse.errors import BulletinsAltered
from warehouse.place import Place


@dataclass(frozen=True)
class Issue:
    """A bulletin as it was issued; `version` 1: the first of its period, later ones restate it for a `reason`. The last three
    are given by `append`; `before` is the `sha256` of the line before."""

    span: str
    first: date
    last: date
    content: Mapping[str, Any]
    reason: Mapping[str, Any]
    made_at: datetime
    made_by: str
    version: int = 0
    before: str = ""
    sha256: str = ""


def read(place: Place) -> list[Issue]:
    """Return every bulletin issued, the oldest first. Raises BulletinsAltered if the file is not as it was written."""
    if not place.bulletins.exists():
        return []
    issues: list[Issue] = []
    for number, line in enumerate(_whole_lines(place.bulletins.read_bytes()), start=1):
        issue = _parsed(line, number)
        if issue.sha256 != _sealed(issue) or issue.before != (issues[-1].sha256 if issues else ""):
            raise BulletinsAltered(number=str(number))
        issues.append(issue)
    return issues


def newest(issues: Sequence[Issue], span: str, first: date) -> Issue | None:
    """Return the newest version of the bulletin of the period that begins on a day."""
    return next((issue for issue in reversed(issues) if (issue.span, issue.first) == (span, first)), None)


def append(place: Place, issue: Issue) -> Issue:
    """Add a bulletin and see it onto the disk; return it as it was added. For the one who holds the loader's lock.

    A line that a crash cut off was never issued and is taken away first.
    """
    issues = read(place)
    last = newest(issues, issue.span, issue.first)
    issue = replace(issue, version=last.version + 1 if last else 1, before=issues[-1].sha256 if issues else "")
    line = _line({**asdict(issue), "sha256": _sealed(issue)})
    with place.bulletins.open("ab") as file:
        file.truncate(sum(len(whole) + 1 for whole in _whole_lines(place.bulletins.read_bytes())))
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return _parsed(line, len(issues) + 1)


def _whole_lines(content: bytes) -> list[bytes]:
    return content.split(b"\n")[:-1]


def _line(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str).encode()


def _sealed(issue: Issue) -> str:
    return hashlib.sha256(_line({**asdict(issue), "sha256": ""})).hexdigest()


def _parsed(line: bytes, number: int) -> Issue:
    try:
        told = json.loads(line)
        days = {name: date.fromisoformat(told[name]) for name in ("first", "last")}
        return Issue(**{**told, **days, "made_at": datetime.fromisoformat(told["made_at"])})
    except (ValueError, TypeError, KeyError):
        raise BulletinsAltered(number=str(number)) from None

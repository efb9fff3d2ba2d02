"""Who saw or took people's data: one line of JSON per view in <data>/log/views.jsonl, never a personal value.

If the line cannot be written, the data are not shown: write first, show then.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass

import pandas as pd

from warehouse.clock import now
from warehouse.place import Place


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
    """One showing or taking of people's data; `question` names no person."""

    who: str
    question: str
    rows: int
    sha256: str
    purpose: Purpose


def digest(rows: pd.DataFrame) -> str:
    """Return the SHA-256 of the rows as CSV: the same list always has the same."""
    return hashlib.sha256(rows.to_csv(index=False).encode()).hexdigest()


def record(place: Place, view: View) -> None:
    """Append the view to the log and see it onto the disk. Raises OSError if that fails."""
    place.log.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = json.dumps({"at": now().isoformat(), **asdict(view)}, ensure_ascii=False) + "\n"
    handle = os.open(place.log / "views.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)

"""Whom an agency has named for tracing (đầu mối): who it is now, what is lacking, whether in time. docs/administrators.md.

541/STTTT-CNTT-BCVT asks every agency for name, position, phone and e-mail by 05/6/2021 (setting administrator_deadline).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.email import is_email
from rules.phone import national
from rules.text import fold

State = Literal["complete", "incomplete", "missing"]
STATES: tuple[State, ...] = ("complete", "incomplete", "missing")
FIELDS = ("name", "position", "phone", "email")


@dataclass(frozen=True)
class Statement:
    """What was said of one administrator on a day; empty where nothing. `ended`: no longer one. `venue_code`: of this venue
    only."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    stated: date = date.min
    ended: bool = False
    venue_code: str = ""

    def lacking(self) -> tuple[str, ...]:
        """Return the fields that were not given."""
        return tuple(field for field in FIELDS if not getattr(self, field))


@dataclass(frozen=True)
class Standing:
    """How an agency stands: what its most complete administrator lacks, since when one was complete, and whether the deadline
    passed before."""

    state: State
    lacking: tuple[str, ...]
    since: date | None
    late: bool


def standing(said: Iterable[Statement]) -> list[Statement]:
    """Return who is an administrator after these statements of one agency, in their order: of a name the newest stands."""
    newest = {(one.venue_code, fold(one.name)): one for one in said}
    return [one for one in newest.values() if not one.ended]


def judge(said: Sequence[Statement], deadline: date, today: date) -> Standing:
    """Return how an agency stands after these statements, in their order. Late: nobody complete was named by the deadline."""
    complete = [one.stated for one in said if not one.ended and not one.lacking()]
    since = min(complete, default=None)
    late = (since or today) > deadline
    now = standing(said)
    if not now:
        return Standing("missing", FIELDS, since, late)
    lacking = min((one.lacking() for one in now), key=len)
    return Standing("incomplete" if lacking else "complete", lacking, since, late)


def form_faults(said: Statement, today: date, earliest: date) -> dict[str, str]:
    """Return field → code of what is wrong with an administrator typed in; nothing: it can be loaded, complete or not."""
    found = {} if said.name.strip() else {"name": "name_missing"}
    if said.phone.strip() and national(said.phone) is None:
        found["phone"] = "phone_invalid"
    if said.email.strip() and not is_email(said.email.strip()):
        found["email"] = "email_invalid"
    if said.stated > today:
        found["stated_at"] = "time_in_future"
    elif said.stated < earliest:
        found["stated_at"] = "time_too_early"
    return found


def row(agency_code: str, said: Statement) -> dict[str, str]:
    """Return the cells of a file that say the same."""
    told = {field: getattr(said, field).strip() for field in FIELDS}
    return {
        "agency_code": agency_code, "venue_code": said.venue_code, **told, "stated_at": f"{said.stated:%d/%m/%Y}",
        "ended": "yes" if said.ended else "",
    }  # fmt: skip

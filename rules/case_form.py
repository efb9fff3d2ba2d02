"""A case typed into the form: what is wrong with it, said before it is loaded (docs/tracing.md §16)."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from rules.phone import national

_ID = re.compile(r"[0-9]{12}|[0-9]{9}|[A-Z]{1,2}[0-9]{6,8}")
OLDEST = 1900


@dataclass(frozen=True)
class CaseForm:
    """What an official typed; empty or None where nothing. `ill_in_isolation`: isolated before falling ill, as a contact."""

    case_code: str
    name: str = ""
    phone: str = ""
    id_number: str = ""
    birth_year: int | None = None
    onset: date | None = None
    sampled: date | None = None
    isolated: datetime | None = None
    status: str = ""
    ill_in_isolation: bool = False

    def row(self) -> dict[str, str]:
        """Return the cells of a file that say the same."""
        return {name: _written(value) for name, value in vars(self).items() if name != "ill_in_isolation"}


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def id_number(text: str) -> str | None:
    """Return a CCCD, CMND or passport number in its plain form, None if it is none; etl/sql/macros/person.sql says the same.

    >>> [id_number(text) for text in ("089 180 000001", "35012345", "B1234567", "12")]
    ['089180000001', '035012345', 'B1234567', None]
    """
    plain = re.sub(r"[^0-9A-Za-z*]", "", re.sub(r"\.0+$", "", text)).upper()
    if re.fullmatch(r"[0-9]{8}", plain) or (re.fullmatch(r"[0-9]{11}", plain) and "01" <= plain[:2] <= "96"):
        plain = f"0{plain}"
    return plain if _ID.fullmatch(plain) else None


def faults(form: CaseForm, now: datetime, earliest: date) -> dict[str, str]:
    """Return field → code of what is wrong with it; nothing: the case can be loaded."""
    found = {} if form.case_code.strip() else {"case_code": "case_missing"}
    if form.phone.strip() and national(form.phone) is None:
        found["phone"] = "phone_invalid"
    elif form.id_number.strip() and id_number(form.id_number) is None:
        found["id_number"] = "id_invalid"
    elif not form.phone.strip() and not form.id_number.strip():
        found["phone"] = "no_person"
    if form.birth_year is not None and not OLDEST <= form.birth_year <= now.year:
        found["birth_year"] = "year_invalid"
    for field, day in (("onset", form.onset), ("sampled", form.sampled), ("isolated", form.isolated and form.isolated.date())):
        if day and day > now.date():
            found[field] = "time_in_future"
        elif day and day < earliest:
            found[field] = "time_too_early"
    if not form.onset and not form.sampled:
        found["onset"] = "no_onset"
    began = form.onset or form.sampled
    if began and form.isolated and form.isolated.date() < began and not form.ill_in_isolation:
        found.setdefault("isolated", "isolated_before")
    return found

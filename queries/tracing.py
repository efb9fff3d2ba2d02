"""The tracing official's questions: who is meant, where were they, whom did they meet. Times are wall clock, half-open.

A contact was at the same place at the same time; how near, the data do not say.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

import pandas as pd

from rules.phone import local
from warehouse import people
from warehouse.reader import Warehouse

Band = Literal["sure", "probable", "possible"]
BANDS: tuple[Band, ...] = ("sure", "probable", "possible")
FOLDER = "queries/sql/tracing"
NAMED = 4
"""Venues named beside a contact; `venues` counts them all."""
CONTACT_COLUMNS = (
    "case_phone", "contact_phone", "contact_name", "sure_seconds", "probable_seconds", "possible_seconds",
    "first_meeting", "last_meeting", "venues", "meetings", "number_present", "venue_names",
)  # fmt: skip


@dataclass(frozen=True)
class Window:
    """A person and the days, both included, on which their meetings count."""

    person_id: int
    first: date
    last: date

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.first, time())

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time())


@dataclass(frozen=True)
class ContactQuestion:
    """Whom did these people meet for at least `min_minutes` in the band; 0 = any time at all."""

    windows: tuple[Window, ...]
    min_minutes: int
    band: Band = "probable"


def persons_by_phone(warehouse: Warehouse, national: int) -> list[int]:
    """Return who is known by this phone; if nobody by it alone, all who share it (khai hộ). Empty: nobody."""
    with warehouse.people() as con:
        own = people.pseudonym(con, national)
        found = con.execute("select person_id from people.person where phone = ?", [f"+84{national}"]).fetchall()
    ids = [int(row[0]) for row in found]
    return [own] if own in ids else ids


def cases(warehouse: Warehouse) -> pd.DataFrame:
    """Return the cases, newest first: case_code, person_id, onset, sampled, isolated, status."""
    return warehouse.query(f"{FOLDER}/cases")


def visits(warehouse: Warehouse, windows: Sequence[Window]) -> pd.DataFrame:
    """Return the visits of these people in their windows, in order of time.

    Columns: person_id, venue_id, code, name, kind, in_at, out_at (NaT: not scanned), probable_from, probable_to,
    possible_from, possible_to, elsewhere (True: surely at another venue meanwhile).
    """
    return warehouse.query(f"{FOLDER}/visits", _asked(windows))


def contacts(warehouse: Warehouse, question: ContactQuestion) -> pd.DataFrame:
    """Return one row per case and contact, without names: case_id, contact_id, sure_seconds, probable_seconds,
    possible_seconds (of the union of the times together, over all venues), first_meeting, last_meeting, venues, meetings,
    venue_ids, number_present (the fewest at one of the meetings, the case left out); all but the seconds in the band asked.
    """
    if not question.windows:
        return pd.DataFrame()
    asked = _asked(question.windows)
    asked |= {"band": BANDS.index(question.band) + 1, "min_seconds": question.min_minutes * 60}
    return warehouse.query(f"{FOLDER}/contacts", asked)


def venue_people(warehouse: Warehouse, venue_id: int, starts: datetime, ends: datetime) -> pd.DataFrame:
    """Return who was at a venue in [starts, ends): person_id, sure_seconds, probable_seconds, possible_seconds,
    first_seen, last_seen."""
    span = {"first": starts.date() - timedelta(days=1), "last": ends.date() + timedelta(days=1)}
    return warehouse.query(f"{FOLDER}/venue_people", {"venue_id": venue_id, "starts": starts, "ends": ends, **span})


def named(warehouse: Warehouse, ids: Collection[int]) -> pd.DataFrame:
    """Return who these people are: person_id, phone (0912345678), name, commune_code, address. Personal data."""
    with warehouse.people() as con:
        rows = con.execute(
            "select person_id, phone, name, commune_code, address from people.person where person_id in (select unnest($ids))",
            {"ids": list(ids)},
        ).df()
    rows["phone"] = rows["phone"].map(local, na_action="ignore")
    return rows


def contact_list(warehouse: Warehouse, question: ContactQuestion) -> pd.DataFrame:
    """Return the contacts with names and phones, longest together first; columns CONTACT_COLUMNS. Personal data."""
    found = contacts(warehouse, question)
    if found.empty:
        return pd.DataFrame(columns=list(CONTACT_COLUMNS))
    who = named(warehouse, {*found["case_id"], *found["contact_id"]})
    case = who[["person_id", "phone"]].rename(columns={"person_id": "case_id", "phone": "case_phone"})
    contact = who.rename(columns={"person_id": "contact_id", "phone": "contact_phone", "name": "contact_name"})
    listed = found.merge(case, on="case_id", how="left").merge(contact, on="contact_id", how="left")
    listed["venue_names"] = _venue_names(warehouse, listed["venue_ids"])
    order = [f"{question.band}_seconds", "contact_phone", "case_phone"]
    return listed.sort_values(order, ascending=[False, True, True], ignore_index=True)[list(CONTACT_COLUMNS)]


def _venue_names(warehouse: Warehouse, ids: pd.Series) -> pd.Series:
    names = warehouse.query(f"{FOLDER}/venue_names").set_index("venue_id")["name"]
    return ids.map(lambda found: "; ".join(names.loc[list(found[:NAMED])]) + (" …" if len(found) > NAMED else ""))


def _asked(windows: Sequence[Window]) -> dict[str, object]:
    """A visit that began the day before may reach into the window; so may one of which only the end, a day later, is known."""
    return {
        "persons": [window.person_id for window in windows],
        "starts": [window.starts for window in windows],
        "ends": [window.ends for window in windows],
        "first": min(window.first for window in windows) - timedelta(days=1),
        "last": max(window.last for window in windows) + timedelta(days=1),
    }

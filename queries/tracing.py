"""The tracing official's questions: who is meant, where were they, whom did they meet. Times are wall clock, half-open.

A contact was at the same place at the same time; how near, the data do not say.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

import pandas as pd

from rules.phone import local
from rules.text import fold
from warehouse import people
from warehouse.engine import sql
from warehouse.reader import Warehouse

Band = Literal["sure", "probable", "possible"]
BANDS: tuple[Band, ...] = ("sure", "probable", "possible")
FOLDER = "queries/sql/tracing"
FOUND = 50
NAMED_SQL = "select person_id, phone, name, birth_year, id_number, commune_code, address from people.person"


@dataclass(frozen=True)
class Window:
    """A person and the days, both included, on which their meetings count; in a second ring only from the moment `since`."""

    person_id: int
    first: date
    last: date
    since: datetime | None = None

    @property
    def starts(self) -> datetime:
        return max(self.since or datetime.min, datetime.combine(self.first, time()))

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
    venue_ids, number_present (the fewest at one of the meetings, the case left out), closest_venue (where that was); all but
    the seconds in the band asked.
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
    """Return who these people are: person_id, phone (0912345678), name, birth_year, id_number, commune_code, address.
    Personal data."""
    with warehouse.people() as con:
        rows = con.execute(f"{NAMED_SQL} where person_id in (select unnest($ids))", {"ids": list(ids)}).df()
    rows["phone"] = rows["phone"].map(local, na_action="ignore")
    return rows


def second_ring(warehouse: Warehouse, question: ContactQuestion) -> ContactQuestion:
    """Return the question about the contacts' own contacts: each from the first meeting with a case until the window's end.

    The people of the first ring and the cases are not left out here: contact_list does, by `apart`.
    """
    found = contacts(warehouse, question)
    last = {window.person_id: window.last for window in question.windows}
    met: dict[int, Window] = {}
    for row in found.sort_values("first_meeting").itertuples() if len(found) else ():
        since = row.first_meeting.to_pydatetime()
        met.setdefault(int(row.contact_id), Window(int(row.contact_id), since.date(), last[int(row.case_id)], since))
    windows = tuple(window for person, window in met.items() if person not in last)
    return ContactQuestion(windows, question.min_minutes, question.band)


def find_by_name(warehouse: Warehouse, name: str) -> pd.DataFrame:
    """Return people whose name holds every word asked, in any order, with or without marks: as `named`, at most FOUND."""
    words = fold(name).split()
    with warehouse.people() as con:
        rows = con.execute(sql(f"{FOLDER}/by_name"), {"words": words, "most": FOUND}).df() if words else pd.DataFrame()
    return _local(rows)


def find_by_id(warehouse: Warehouse, id_number: str) -> pd.DataFrame:
    """Return the people with this CCCD, CMND or passport number: as `named`."""
    plain = "".join(letter for letter in id_number if letter.isalnum()).upper()
    with warehouse.people() as con:
        rows = con.execute(f"{NAMED_SQL} where id_number = ?", [plain]).df()
    return _local(rows)


def _local(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(phone=rows["phone"].map(local, na_action="ignore")) if len(rows) else rows


def _asked(windows: Sequence[Window]) -> dict[str, object]:
    """A visit that began the day before may reach into the window; so may one of which only the end, a day later, is known."""
    return {
        "persons": [window.person_id for window in windows],
        "starts": [window.starts for window in windows],
        "ends": [window.ends for window in windows],
        "first": min(window.first for window in windows) - timedelta(days=1),
        "last": max(window.last for window in windows) + timedelta(days=1),
    }

"""The tracing official's questions: where were these people, whom did they meet. Times are wall clock, half-open.

A contact was at the same place at the same time; how near, the data do not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

import pandas as pd

from queries import traffic
from queries.persons import FOLDER, at_home, in_district, members, of_district, refuse_agency
from rules.qr import code_of
from warehouse.errors import NotAllowed
from warehouse.reader import Warehouse

Band = Literal["sure", "probable", "possible"]
BANDS: tuple[Band, ...] = ("sure", "probable", "possible")


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
    """Whom did these people meet for at least `min_minutes` in the band; 0 = any time at all; not at the venues of
    `without`; with a `district`, only whom that district is to call."""

    windows: tuple[Window, ...]
    min_minutes: int
    band: Band = "probable"
    without: tuple[int, ...] = ()
    district: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of all windows."""
        return min(window.first for window in self.windows), max(window.last for window in self.windows)


@dataclass(frozen=True)
class VenueQuestion:
    """Who was at a venue in [starts, ends) for at least `min_minutes` in the band; 0 = any time at all."""

    venue_id: int
    starts: datetime
    ends: datetime
    min_minutes: int
    band: Band = "probable"


Question = ContactQuestion | VenueQuestion


def cases(warehouse: Warehouse) -> pd.DataFrame:
    """Return the cases, newest first: case_code, person_id, onset, sampled, isolated, status; in a district, those that it
    works on."""
    refuse_agency(warehouse)
    return in_district(warehouse, warehouse.query(f"{FOLDER}/cases"))


def venues(warehouse: Warehouse) -> pd.DataFrame:
    """Return queries.traffic.venues, in a district those of it."""
    rows = traffic.venues(warehouse)
    return rows[rows["district_code"] == warehouse.district].reset_index(drop=True) if warehouse.district else rows


def hold_to_scope(warehouse: Warehouse, question: "Question | Sequence[Window]") -> None:
    """Raise NotAllowed if a question is about people or a venue that the district of whoever asks does not work on; an agency
    traces nobody."""
    refuse_agency(warehouse)
    if not warehouse.district:
        return
    if isinstance(question, VenueQuestion):
        allowed = question.venue_id in set(venues(warehouse)["venue_id"])
    else:
        windows = question.windows if isinstance(question, ContactQuestion) else question
        asked = {window.person_id for window in windows}
        allowed = of_district(warehouse, asked) == asked
    if not allowed:
        raise NotAllowed


def venue_of_code(warehouse: Warehouse, code: str) -> int | None:
    """Return the venue that a code, present or former, or what a QR code says stands for."""
    found = warehouse.query(f"{FOLDER}/venue_by_code", {"code": code_of(code, warehouse.settings.qr_payload)})
    return int(found["venue_id"].iloc[0]) if len(found) else None


def case_history(warehouse: Warehouse, case_code: str) -> pd.DataFrame:
    """Return what was said of a case, newest first: onset, sampled, isolated, status, name (of the file), loaded_at,
    loaded_by."""
    return warehouse.query(f"{FOLDER}/case_history", {"case_code": case_code})


def seen(warehouse: Warehouse, person_id: int) -> bool:
    """Return whether any scan, on whatever day, is of this person."""
    persons = [person for person, _ in members(warehouse, [person_id])]
    return bool(warehouse.query(f"{FOLDER}/seen", {"persons": persons})["first"].notna().any())


def visits(warehouse: Warehouse, windows: Sequence[Window]) -> pd.DataFrame:
    """Return the visits of these people in their windows, in order of time.

    Columns: person_id, venue_id, code, name, kind, in_at, out_at (NaT: not scanned), probable_from, probable_to,
    possible_from, possible_to, elsewhere (True: surely at another venue meanwhile). A district sees the whole way of who lives
    there; of others what they did there. Raises NotAllowed.
    """
    hold_to_scope(warehouse, windows)
    rows = warehouse.query(f"{FOLDER}/visits", window_params(warehouse, windows))
    if warehouse.district:
        own = at_home(warehouse, {human for _, human in members(warehouse, [window.person_id for window in windows])})
        rows = rows[rows["person_id"].isin(own) | rows["venue_id"].isin(venues(warehouse)["venue_id"])].reset_index(drop=True)
    return warehouse.shown("where people were", rows)


def contacts(warehouse: Warehouse, question: ContactQuestion) -> pd.DataFrame:
    """Return one row per case and contact, without names: case_id, contact_id, sure_seconds, probable_seconds,
    possible_seconds (of the union of the times together, over all venues), first_meeting, last_meeting, venues, meetings,
    venue_ids, number_present (the fewest at one of the meetings, the case left out), closest_venue (where that was); all but
    the seconds in the band asked.
    """
    return _met(warehouse, question, (question.band,), question.min_minutes)


def everybody(warehouse: Warehouse, question: ContactQuestion) -> pd.DataFrame:
    """Return the answers to this question for every threshold and band at once: as `contacts`, one row per band, with `band`
    and `seconds` in it. `chosen` takes one answer out of it. Raises NotAllowed."""
    hold_to_scope(warehouse, question)
    return _met(warehouse, question, BANDS, 0)


def chosen(met: pd.DataFrame, question: ContactQuestion) -> pd.DataFrame:
    """Return what `contacts` answers, out of `everybody`."""
    if met.empty:
        return met
    wanted = (met["band"] == question.band) & (met["seconds"] >= question.min_minutes * 60)
    return met[wanted].reset_index(drop=True)


def _met(warehouse: Warehouse, question: ContactQuestion, bands: Sequence[Band], min_minutes: int) -> pd.DataFrame:
    if not question.windows:
        return pd.DataFrame()
    asked = window_params(warehouse, question.windows)
    asked |= {"bands": [BANDS.index(band) + 1 for band in bands], "min_seconds": min_minutes * 60}
    met = warehouse.query(f"{FOLDER}/contacts", asked | {"without": list(question.without)})
    return met.assign(band=met["band"].map(dict(enumerate(BANDS, start=1))))


def venue_people(warehouse: Warehouse, question: VenueQuestion) -> pd.DataFrame:
    """Return one row per person who was there, in the columns of `contacts`: without a case (case_id is missing), the times
    are those at the venue, and number_present counts the person too."""
    span = {"first": question.starts.date() - timedelta(days=1), "last": question.ends.date() + timedelta(days=1)}
    asked = {"venue_id": question.venue_id, "starts": question.starts, "ends": question.ends, **span}
    rule = {"band": BANDS.index(question.band) + 1, "min_seconds": question.min_minutes * 60}
    return warehouse.query(f"{FOLDER}/venue_people", asked | rule)


def people_met(warehouse: Warehouse, question: Question) -> pd.DataFrame:
    """Return `contacts` or `venue_people`, as the question asks."""
    return venue_people(warehouse, question) if isinstance(question, VenueQuestion) else contacts(warehouse, question)


def second_ring(question: ContactQuestion, found: pd.DataFrame) -> ContactQuestion:
    """Return the question about the own contacts of those `found`, as `contacts` answers `question`: each from the first
    meeting with a case until the last day of the windows of the cases met.

    The people of the first ring and the cases are not left out here: contact_list does, by `apart`.
    """
    last = {window.person_id: window.last for window in question.windows}
    if found.empty:
        return replace(question, windows=())
    met = found.assign(until=found["case_id"].map(last)).groupby("contact_id")
    spans = met.agg(since=("first_meeting", "min"), until=("until", "max")).drop(index=list(last), errors="ignore")
    windows = (Window(int(row.Index), row.since.date(), row.until, row.since.to_pydatetime()) for row in spans.itertuples())
    return replace(question, windows=tuple(windows))


def of_humans(warehouse: Warehouse, question: ContactQuestion) -> ContactQuestion:
    """Return the question with every person named by the pseudonym that stands for all of theirs."""
    human = dict(members(warehouse, [window.person_id for window in question.windows]))
    return replace(question, windows=tuple(replace(window, person_id=human[window.person_id]) for window in question.windows))


def window_params(warehouse: Warehouse, windows: Sequence[Window]) -> dict[str, object]:
    """Return the parameters of the questions: all pseudonyms of everybody asked for, with their windows.

    A visit that began the day before may reach into the window; so may one of which only the end, a day later, is known.
    """
    whole = members(warehouse, [window.person_id for window in windows])
    human = dict(whole)
    of: dict[int, list[int]] = {}
    for person, one in whole:
        of.setdefault(one, []).append(person)
    each = [(person, human[window.person_id], window) for window in windows for person in of[human[window.person_id]]]
    return {
        "persons": [person for person, _, _ in each],
        "humans": [one for _, one, _ in each],
        "starts": [window.starts for _, _, window in each],
        "ends": [window.ends for _, _, window in each],
        "first": min(window.first for window in windows) - timedelta(days=1),
        "last": max(window.last for window in windows) + timedelta(days=1),
    }

"""Who came to and went from venues on a day, and who is inside: for a venue's own administrator (letter §5). Personal data.

Every question names the venues that the asker may see; there is no way to ask about all.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from queries.tracing import BANDS
from warehouse.errors import NotAllowed
from warehouse.reader import Warehouse

FOLDER = "queries/sql/visitors"


@dataclass(frozen=True)
class DayAt:
    """A day and a moment at these venues: the ones of the asker."""

    venues: tuple[int, ...]
    day: date
    moment: datetime


def venues_of(warehouse: Warehouse, agency: str) -> pd.DataFrame:
    """Return venue_id, code and name of the venues of an agency and of all below it."""
    return warehouse.query(f"{FOLDER}/venues", {"agency": agency})


def largest(warehouse: Warehouse) -> str:
    """Return the agency with the most venues of its own; '': there is none."""
    return next(iter(warehouse.query(f"{FOLDER}/largest")["agency_code"]), "")


def visits(warehouse: Warehouse, asked: DayAt) -> pd.DataFrame:
    """Return the visits that begin or end on the day or may last at the moment, newest first: venue_id, person_id (one per
    human being), in_at, out_at (NaT: not scanned), inside (sure, probable, possible; None: not there at the moment). Raises
    NotAllowed."""
    if warehouse.agency and not set(asked.venues) <= set(venues_of(warehouse, warehouse.agency)["venue_id"]):
        raise NotAllowed
    params = {"venues": list(asked.venues), "day": asked.day, "moment": asked.moment}
    rows = warehouse.query(f"{FOLDER}/visits", params)
    rows = rows.assign(inside=rows["inside"].astype(object).where(rows["inside"].notna(), None))
    return warehouse.shown("who came and went", rows)


def present(rows: pd.DataFrame) -> pd.DataFrame:
    """Return of `visits` one row per person inside at the moment, as surely as any of their visits says, surest first."""
    rank = rows["inside"].map({band: place for place, band in enumerate(BANDS)})
    known = rows.assign(rank=rank)[rank.notna()].sort_values(["rank", "in_at"], kind="stable")
    return known.drop_duplicates("person_id").drop(columns="rank").reset_index(drop=True)


def counted(rows: pd.DataFrame, day: date) -> dict[str, int]:
    """Return arrivals and departures scanned on the day, and people sure, probable (the sure with them) and possible (all)
    inside at the moment."""
    inside = present(rows)["inside"].value_counts()
    found = {"arrivals": int((rows["in_at"].dt.date == day).sum()), "departures": int((rows["out_at"].dt.date == day).sum())}
    total = 0
    for band in BANDS:
        total += int(inside.get(band, 0))
        found[band] = total
    return found


def of_people(rows: pd.DataFrame, persons: Collection[int]) -> pd.DataFrame:
    """Return the visits of these people."""
    return rows[rows["person_id"].isin(list(persons))].reset_index(drop=True)

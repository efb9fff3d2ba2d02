"""Answers that all sessions share, each kept while the warehouse stays as it is: no person is in any of them.

`asked_first` are those that the server asks ahead (ui/server.py), so that nobody waits for them.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from queries import adoption, hotspots, overview, qr, safety, traffic, zones
from queries.adoption import ALL, NOBODY, Asked
from queries.filters import Filters
from queries.hotspots import Presence, Week
from queries.safety import Sites
from queries.zones import Situation, commune_name, district_of
from ui.filters import week_until
from ui.session import for_all
from warehouse.reader import Warehouse

NO_AGENCY = "-"
"""The root of a question about the sites whose agency is not known."""
TRAFFIC = ("by_venue", "by_day", "by_hour", "by_kind", "by_district")


@for_all
def morning(store: Warehouse) -> pd.Series | None:
    """Return queries.overview.morning."""
    return overview.morning(store)


def newest(store: Warehouse) -> date | None:
    """Return the newest day with a scan; None: there is none."""
    figures = morning(store)
    return None if figures is None else figures["day"].date()


@for_all
def of_traffic(question: str, store: Warehouse, filters: Filters, *more: object) -> pd.DataFrame:
    """Return an answer of queries.traffic."""
    rows: pd.DataFrame = getattr(traffic, question)(store, filters, *more)
    return rows


@for_all
def presence(store: Warehouse, week: Week, ill: bool) -> Presence:
    """Return queries.hotspots.presence."""
    return hotspots.presence(store, week, ill=ill)


@for_all
def declared(store: Warehouse, week: Week) -> pd.DataFrame:
    """Return queries.hotspots.declared of the chosen districts with district_code and the commune's name."""
    rows = hotspots.declared(store, week)
    rows["district_code"] = rows["commune_code"].map(district_of)
    rows["name"] = rows["commune_code"].map(commune_name)
    return rows[rows["district_code"].isin(week.districts)] if week.districts else rows


@for_all
def crowds(store: Warehouse, week: Week) -> pd.DataFrame:
    """Return the crowded days of queries.hotspots.crowds."""
    return hotspots.crowded_days(hotspots.crowds(store, week))


@for_all
def sites(store: Warehouse, asked: Sites) -> pd.DataFrame:
    """Return queries.safety.sites."""
    return safety.sites(store, asked)


@for_all
def situation(store: Warehouse, on: date) -> Situation:
    """Return queries.zones.situation."""
    return zones.situation(store, on)


@for_all
def counts(store: Warehouse, asked: Asked) -> pd.DataFrame:
    """Return queries.adoption.counts."""
    return adoption.counts(store, asked)


@for_all
def tree(store: Warehouse, asked: Asked) -> pd.DataFrame:
    """Return queries.adoption.agencies, each with all below it; people are not counted."""
    return adoption.agencies(store, asked, known=counts(store, asked), counted=False)


@for_all
def branch(store: Warehouse, asked: Asked, root: str) -> tuple[pd.Series, pd.DataFrame, str] | None:
    """Return the row of `tree` that is about `root`, and what queries.adoption.below says of it, all with their people; None:
    there is no such row."""
    rows, key = tree(store, asked), {"": ALL, NO_AGENCY: NOBODY}.get(root, root)
    if key not in set(rows["key"]):
        return None
    found, at = adoption.below(rows, root)
    people = adoption.people(store, asked, "tree", [key, *found["key"]])
    here, below = (
        adoption.with_people(part.set_index("key"), people).reset_index() for part in (rows[rows["key"] == key], found)
    )
    return here.iloc[0], below, at


def top(store: Warehouse, asked: Asked) -> None:
    """Ask for the branch of all, and for the sites of the agency at its top."""
    found = branch(store, asked, "")
    if found and found[2]:
        venues(store, asked, found[2])


@for_all
def alone(store: Warehouse, asked: Asked) -> pd.DataFrame:
    """Return queries.adoption.agencies, each by itself."""
    return adoption.agencies(store, asked, "own", known=counts(store, asked))


@for_all
def ranking(store: Warehouse, asked: Asked) -> pd.DataFrame:
    """Return the agencies by themselves, ranked."""
    rows = alone(store, asked)
    return adoption.ranked(rows[~rows["key"].isin([ALL, NOBODY])])


@for_all
def groups(store: Warehouse, asked: Asked, split: str) -> pd.DataFrame:
    """Return queries.adoption.figures."""
    return adoption.figures(store, asked, split, known=counts(store, asked))


@for_all
def venues(store: Warehouse, asked: Asked, agency: str | None) -> pd.DataFrame:
    """Return queries.adoption.venues."""
    return adoption.venues(store, asked, agency, known=counts(store, asked))


@for_all
def of_qr(question: str, store: Warehouse, *more: object) -> Any:
    """Return an answer of queries.qr."""
    return getattr(qr, question)(store, *more)


def asked_first(store: Warehouse) -> list[Callable[[], object]]:
    """Return what screens ask when nothing is chosen yet, question by question."""
    day = newest(store)
    if day is None:
        return []
    asked, flows, week = Asked(day), week_until(day), Week(hotspots.newest(store) or day)
    return [
        lambda: top(store, asked),
        lambda: ranking(store, asked),
        *(partial(groups, store, asked, split) for split in ("district", "kind")),
        lambda: venues(store, asked, None),
        *(partial(of_traffic, question, store, flows) for question in TRAFFIC),
        lambda: of_traffic("on_map", store, flows, None),
        lambda: sites(store, Sites(safety.newest(store) or day)),
        *(partial(presence, store, week, ill) for ill in (False, True)),
        lambda: declared(store, week),
        lambda: situation(store, zones.newest(store)),
    ]

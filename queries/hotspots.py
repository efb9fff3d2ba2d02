"""Where people are, where those live who declare symptoms and where these go, in a week, for the health department.

Figures are exact here; ui.hotspots shows them as rules.disclosure allows.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from queries.filters import newest_day, params
from rules.crowds import COMPARED
from rules.disclosure import SMALL
from rules.surprise import surprise
from rules.unusual import clear_change, crowd_surprise, unusual
from warehouse.reader import Warehouse

FOLDER = "queries/sql/hotspots"
DAYS = 7
BACK = timedelta(days=28)
"""How far before the week its usual crowds are taken from."""
ELSEWHERE = 20
"""Arrivals in an hour at other venues of a kind from which on they say what kind of day it was."""


@dataclass(frozen=True)
class Week:
    """The seven days to `on`; no district, no kind: all."""

    on: date
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def first(self) -> date:
        """The first of the seven days."""
        return self.on - timedelta(days=DAYS - 1)

    def before(self) -> "Week":
        """Return the week before."""
        return replace(self, on=self.on - timedelta(days=DAYS))

    def params(self) -> dict[str, object]:
        """Return the parameters of the `.sql` files."""
        chosen = params(self)
        return {"first": self.first, "last": chosen.pop("on"), **chosen}


@dataclass(frozen=True)
class Presence:
    """Different people and their time at the chosen venues in a week: in all; venue_id, people, seconds; venue_id, hour (of
    the day), people, seconds; day, hour, people, seconds. The longest time comes first."""

    people: int
    seconds: int
    venues: pd.DataFrame
    hours: pd.DataFrame
    days: pd.DataFrame


def newest(warehouse: Warehouse) -> date | None:
    """Return the newest day known to its end: the last with scans but one, or the only one; None: there is none."""
    return newest_day(warehouse, f"{FOLDER}/newest")


def days_known(warehouse: Warehouse, week: Week) -> int:
    """Return on how many days of the week anybody was scanned."""
    return int(warehouse.query(f"{FOLDER}/days_known", {"first": week.first, "last": week.on})["days"].iloc[0])


def places(warehouse: Warehouse, week: Week) -> pd.DataFrame:
    """Return venue_id, code, name, kind, district_code, commune_code, latitude, longitude of the chosen venues."""
    return warehouse.query(f"{FOLDER}/places", {"districts": list(week.districts), "kinds": list(week.kinds)})


def presence(warehouse: Warehouse, week: Week, *, ill: bool = False) -> Presence:
    """Return who was where, from probable ends of visits; `ill`: only people who declared a symptom in the week, anywhere."""
    found = warehouse.query(f"{FOLDER}/presence", {**week.params(), "ill": ill})
    parts = dict(list(found.groupby("grain")))
    empty = found.head(0)
    total, venues, hours, days = (parts.get(grain, empty) for grain in (7, 3, 2, 4))
    figures = ["people", "seconds"]
    return Presence(
        int(total["people"].sum()),
        int(total["seconds"].sum()),
        venues[["venue_id", *figures]].reset_index(drop=True),
        hours[["venue_id", "hour", *figures]].reset_index(drop=True),
        days[["day", "hour", *figures]].reset_index(drop=True),
    )


def declared(warehouse: Warehouse, week: Week) -> pd.DataFrame:
    """Return commune_code ('' = not known), people (who declared in the week), ill (of them, with a symptom); all communes."""
    return warehouse.query(f"{FOLDER}/declared", {"first": week.first, "last": week.on})


def centres(warehouse: Warehouse) -> pd.DataFrame:
    """Return commune_code, latitude, longitude: the middle (median) of a commune's registered venues."""
    return warehouse.query(f"{FOLDER}/centres")


def by_district(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return two weeks' `declared`, with district_code, by district: people, ill, people_before, ill_before, change
    (rules.unusual.clear_change)."""
    both = now.groupby("district_code")[["people", "ill"]].sum()
    both = both.join(before.groupby("district_code")[["people", "ill"]].sum(), how="outer", suffixes=("", "_before"))
    both = both.fillna(0).astype(int).reset_index()
    counts = both[["ill", "people", "ill_before", "people_before"]].itertuples(index=False)
    return both.assign(change=[clear_change(*row) for row in counts])


def crowds(warehouse: Warehouse, week: Week) -> pd.DataFrame:
    """Return the hours of the week in which more people came to a venue than the hour, the kind of day, the venue and the day's
    traffic elsewhere explain (docs/hotspots.md §4), the most surprising first: venue_id, day, hour, arrivals, days (compared
    with), expected, surprise."""
    asked = {**week.params(), "back": week.first - BACK, "small": SMALL, "compared": COMPARED, "elsewhere": ELSEWHERE}
    rows = warehouse.query(f"{FOLDER}/unusual", asked)
    known = zip(rows["arrivals"], rows["expected"], rows["spread"], strict=True)
    rows["surprise"] = [crowd_surprise(int(came), float(usual), float(spread)) for came, usual, spread in known]
    return _outstanding(rows, int(rows["tested"].max()) if len(rows) else 0).drop(columns=["spread", "tested"])


def crowded_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `crowds` by venue and day, the most surprising first: venue_id, day, from_hour, to_hour, arrivals, expected (of
    its unusual hours), surprise (of the strongest hour)."""
    sums = {"from_hour": ("hour", "min"), "to_hour": ("hour", "max"), "arrivals": ("arrivals", "sum")}
    sums |= {"expected": ("expected", "sum"), "surprise": ("surprise", "max")}
    each = rows.groupby(["venue_id", "day"], as_index=False).agg(**sums)
    each = each.assign(to_hour=each["to_hour"] + 1)
    return each.sort_values(["surprise", "venue_id", "day"], ascending=[False, True, True], ignore_index=True)


def ill_places(everybody: pd.DataFrame, ill: pd.DataFrame, people: int, ill_people: int, key: str) -> pd.DataFrame:
    """Return the places at which more people with symptoms are found than their share of all people explains, the most
    surprising first: key, people, ill, expected, surprise (docs/hotspots.md §5).

    `everybody` and `ill` have the columns `key` and people; `people` and `ill_people` count them in all, each once.
    """
    rows = everybody[[key, "people"]].merge(ill[[key, "people"]].rename(columns={"people": "ill"}), on=key)
    rows = rows[rows["ill"] > SMALL]
    share = rows["people"] / max(people, 1)
    rows = rows.assign(
        expected=share * ill_people,
        surprise=[surprise(int(n), ill_people, float(s)) for n, s in zip(rows["ill"], share, strict=True)],
    )
    return _outstanding(rows, len(everybody))


def _outstanding(rows: pd.DataFrame, tested: int) -> pd.DataFrame:
    stands_out = pd.Series(unusual(rows["surprise"].tolist(), max(tested, len(rows))), rows.index, dtype=bool)
    return rows[stands_out].sort_values("surprise", ascending=False, kind="stable", ignore_index=True)

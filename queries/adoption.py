"""Who really uses the system: the questions of adoption, by the tree of agencies, district, kind and venue, on one day.

Figures are those of data/reference/metrics.toml: counts come from the lake, shares are made here from the two counts that the
dictionary names. No question needs the people store.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from queries.filters import params
from rules.adoption import change, ranks
from rules.metrics import shares
from warehouse.reader import Warehouse

FOLDER = "queries/sql/adoption"
SPLITS = ("tree", "own", "district", "kind", "venue")
ALL, NOBODY = "*", ""
"""Keys of all that is asked about, and of the sites whose agency is not in the registry."""
WEEK = 7
APPS = ("vhd", "bluezone", "ncovi", "other")
COMPARED = ("active", "scans", "people")
PEOPLE = ("people", "people_before")
DUTIES = ("agencies", "agencies_named", "agencies_complete", "owed", "owed_named", "covered", "owed_unknown")


@dataclass(frozen=True)
class Asked:
    """What is asked about: the `days` until a day; only what is below the agency `root`; '' or nothing: all.

    Districts and kinds are those of sites. What is owed is known by agency alone: with a district or a kind it is unknown.
    """

    on: date
    days: int = WEEK
    root: str = ""
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def params(self) -> dict[str, object]:
        """Return the parameters of the `.sql` files."""
        return params(self)


def counts(warehouse: Warehouse, asked: Asked) -> pd.DataFrame:
    """Return one row per group of every split: split, key ('*' is of ''), and what `figures` are made of, people aside."""
    days = warehouse.settings.declaration_days
    rows = warehouse.query(f"{FOLDER}/sites", {**asked.params(), "declaration_days": days})
    if asked.districts or asked.kinds:
        return rows
    return rows.merge(warehouse.query(f"{FOLDER}/duties", {"root": asked.root}), on=["split", "key"], how="outer")


def figures(
    warehouse: Warehouse, asked: Asked, split: str, *, known: pd.DataFrame | None = None, counted: bool = True
) -> pd.DataFrame:
    """Return one row per group of SPLITS, by its key; '*' is all that is asked about, '' what belongs to no agency known.

    Every count and share of the dictionary: NA where it is unknown or a share of nothing. `tree`: an agency with all below
    it; people are different people each time, so that those of an agency are not the sum of those below. To count them takes
    longer than all the rest: without `counted` they are NA, for `with_people`. `known`: the `counts` of the same question,
    which have all splits, for who asks for more than one.
    """
    rows = counts(warehouse, asked) if known is None else known
    rows = rows[rows["split"].isin(["", split])].set_index("key").drop(columns="split")
    rows = rows.reindex(columns=list(dict.fromkeys([*rows.columns, *DUTIES])))
    rows = rows.fillna(dict.fromkeys(rows.columns.difference(["last_day", "declared", *DUTIES]), 0))
    rows = _derived(rows.assign(**dict.fromkeys(PEOPLE)), asked.on)
    return with_people(rows, people(warehouse, asked, split, rows.index)) if counted else rows


def people(warehouse: Warehouse, asked: Asked, split: str, keys: Collection[str]) -> pd.DataFrame:
    """Return people and people_before of the groups with these keys, by key."""
    found = warehouse.query(f"{FOLDER}/people", {"split": split, **asked.params(), "keys": [*keys]})
    return found.set_index("key").reindex([*keys], fill_value=0)


def with_people(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return rows, by key, with the people found there; NA: not asked."""
    return rows.assign(**{name: found[name].reindex(rows.index).astype("Int64") for name in PEOPLE})


def _derived(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    rows = rows.astype(dict.fromkeys(rows.columns.difference(["last_day"]), "Int64"))
    rows["mean_7"] = rows["scans_7"].astype(float) / WEEK
    rows["silent_days"] = (pd.Timestamp(on) - rows["last_day"]).dt.days.astype("Int64")
    for metric in shares():
        below = rows[metric.denominator].astype("Float64")
        rows[metric.key] = rows[metric.numerator].astype("Float64") / below.where(below > 0)
    return rows


def agencies(
    warehouse: Warehouse, asked: Asked, split: str = "tree", *, known: pd.DataFrame | None = None, counted: bool = True
) -> pd.DataFrame:
    """Return one row per agency from the root down: key, name, parent_code (None: at the top), kind, district_code, depth (0 at
    the top), cut (its parent in the registry does not exist or is below itself), and its figures (`split` tree or own).

    Last come '' (if there are such sites) and '*', which have figures only. With a district or a kind asked for, only
    agencies with a site there.
    """
    tree = warehouse.query(f"{FOLDER}/agencies", {"root": asked.root})
    tree["parent_code"] = tree["parent_code"].astype(object).where(tree["parent_code"].notna(), None)
    found = figures(warehouse, asked, split, known=known, counted=counted)
    narrow = bool(asked.districts or asked.kinds)
    rows = tree.merge(found, left_on="key", right_index=True, how="inner" if narrow else "left")
    rest = found.loc[found.index.isin([ALL, NOBODY])].sort_index().reset_index()
    return pd.concat([rows, rest.assign(cut=False)], ignore_index=True)


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with their rank by the share of sites scanned in 7 days, the first first, those without a rank last."""
    place = pd.array(ranks(list(zip(rows["active_7"].tolist(), rows["registered"].tolist(), strict=True))), dtype="Int64")
    return rows.assign(rank=place).sort_values(["rank", "registered", "name"], ascending=[True, False, True], ignore_index=True)


def below(rows: pd.DataFrame, agency: str) -> tuple[pd.DataFrame, str]:
    """Return of `rows`, as `agencies` gives them, those directly below an agency, ranked, and the agency.

    Without an agency: what is below the top where there is one top, else the tops; and last what belongs to no agency known.
    """
    real = ~rows["key"].isin([ALL, NOBODY])
    tops = real & rows["parent_code"].isna()
    at = rows.loc[tops, "key"].iloc[0] if not agency and tops.sum() == 1 else agency
    found = ranked(rows[real & (rows["parent_code"] == at)] if at else rows[tops])
    return pd.concat([found, rows[(rows["key"] == NOBODY) & (not agency)]], ignore_index=True), at


def venues(warehouse: Warehouse, asked: Asked, agency: str | None, *, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return one row per venue of an agency itself ('': of none that is known; None: all that is asked about), those silent
    longest first: venue_id, code, name, kind, district_code, agency_code, agency_name, in_registry, and its own figures."""
    listed = warehouse.query(f"{FOLDER}/venues", {**_sieve(asked), "agency": agency})
    if listed.empty:
        return listed
    keys = listed["venue_id"].astype(str)
    found = figures(warehouse, asked, "venue", known=known, counted=False)
    found = with_people(found.reindex(keys), people(warehouse, asked, "venue", keys))
    rows = listed.join(found.set_axis(listed.index))
    order = ["silent_days", "name", "code"]
    return rows.sort_values(order, ascending=[False, True, True], na_position="first", ignore_index=True)


def _sieve(asked: Asked) -> dict[str, object]:
    return {name: asked.params()[name] for name in ("root", "districts", "kinds")}


def way(warehouse: Warehouse, agency: str) -> pd.DataFrame:
    """Return agency_code and name of the agencies from the top down to this one."""
    return warehouse.query(f"{FOLDER}/way", {"root": agency})


def trend(warehouse: Warehouse, asked: Asked) -> pd.DataFrame:
    """Return one row per day of the four weeks until the day: day, active, registered, scans, arrivals, complete."""
    return warehouse.query(f"{FOLDER}/trend", {"on": asked.on, **_sieve(asked)})


def comparison(row: pd.Series) -> pd.DataFrame:
    """Return one row per figure of COMPARED in antoancovid's form: key, before, now, more, more_share; `row` of `figures`."""
    pairs = [(key, int(row[f"{key}_before"]), int(row[key])) for key in COMPARED]
    rows = [(key, before, now, *change(before, now)) for key, before, now in pairs]
    return pd.DataFrame(rows, columns=["key", "before", "now", "more", "more_share"])

"""Looking backwards from cases: where several were at once, and who may have infected whom. No names here.

A meeting is the same place at the same time, as in queries/tracing; a case is named by its person.
"""

from collections.abc import Mapping

import pandas as pd

from queries.tracing import BANDS, Band, Window, hold_to_scope, window_params
from rules.chains import likely_sources
from rules.infection import Illness, verdict, weight
from rules.surprise import surprise
from rules.windows import window
from warehouse.reader import Warehouse

FOLDER = "queries/sql/backwards"
Illnesses = Mapping[int, Illness]
HOUR_COLUMNS = (
    "venue_id", "starts", "ends", "hour", "together", "cases_out", "present", "usual", "share", "surprise", "case_ids",
)  # fmt: skip
LINK_COLUMNS = (
    "source", "target", "reason", "sure_seconds", "probable_seconds", "possible_seconds", "first_meeting", "last_meeting",
    "venue_id", "venues", "weight", "rank", "likely",
)  # fmt: skip


def illnesses(known: pd.DataFrame) -> dict[int, Illness]:
    """Return person → days of illness of these cases (columns of queries.tracing.cases); without onset and sample: left out."""
    found: dict[int, Illness] = {}
    for row in known.itertuples():
        began = row.sampled if pd.isna(row.onset) else row.onset
        if not pd.isna(began):
            found.setdefault(int(row.person_id), Illness(began.date(), None if pd.isna(row.isolated) else row.isolated.date()))
    return found


def shared_hours(warehouse: Warehouse, cases: Illnesses, look_back: int, band: Band) -> pd.DataFrame:
    """Return one row per venue and run of hours in which two or more cases were there, the most surprising first.

    starts, ends and case_ids are those of the whole run; `together` (cases), `cases_out` (that day), `present` (people),
    `usual` (people at that hour of that weekday), `share` (of all out then) and `surprise` (-log10 of the chance, see
    rules/surprise) those of its most surprising `hour`.
    """
    if len(cases) < 2:
        return pd.DataFrame(columns=list(HOUR_COLUMNS))
    rows = warehouse.query(f"{FOLDER}/shared_hours", _asked(warehouse, cases, look_back, band))
    each = zip(rows["together"], rows["cases_out"], rows["share"], strict=True)
    rows["surprise"] = [surprise(int(there), int(out), float(share)) for there, out, share in each]
    rows = rows.sort_values(["surprise", "hour", "venue_id"], ascending=[False, True, True])
    rows = rows.drop_duplicates(["venue_id", "run_from"]).drop(columns="case_ids")
    rows = rows.rename(columns={"run_from": "starts", "run_to": "ends", "run_cases": "case_ids"})
    return warehouse.shown("hours cases shared", rows[list(HOUR_COLUMNS)].reset_index(drop=True))


def links(warehouse: Warehouse, cases: Illnesses, look_back: int, band: Band) -> pd.DataFrame:
    """Return one row per source and target that met, each way, the likeliest first; columns LINK_COLUMNS.

    reason: '' possible by date, else why not (rules/infection). The other figures are those of the meetings that may have
    infected, of all if none may: seconds of the union of the times together, `venue_id` where the longest was, `weight` in
    minutes of the band, each day's by how usual that incubation is. rank: among the possible sources of the target, from 1;
    likely: True for the one rules/chains chooses.
    """
    if len(cases) < 2:
        return pd.DataFrame(columns=list(LINK_COLUMNS))
    met = warehouse.query(f"{FOLDER}/meetings", _asked(warehouse, cases, look_back, band))
    both = pd.concat([met.set_axis([*names, *met.columns[2:]], axis=1) for names in (WAY, WAY[::-1])], ignore_index=True)
    days = list(zip(both["source"], both["target"], both["day"].dt.date, strict=True))
    both["reason"] = [verdict(cases[source], cases[target], day) for source, target, day in days]
    usual = [weight((cases[target].began - day).days) for _, target, day in days]
    both["weight"] = both[f"{band}_seconds"] / 60 * usual * (both["reason"] == "")
    return warehouse.shown("who may have infected whom", _ranked(_linked(both, band)))


WAY = ["source", "target"]


def _linked(both: pd.DataFrame, band: Band) -> pd.DataFrame:
    """One row per source and target, from those meetings that may have infected, or from all if none may."""
    both = both.assign(may=both["reason"] == "")
    some = both.groupby(WAY)["may"].transform("any")
    longest = both[both["may"] | ~some].sort_values(f"{band}_seconds", ascending=False, kind="stable")
    sums = {f"{one}_seconds": (f"{one}_seconds", "sum") for one in BANDS}
    return longest.groupby(WAY, as_index=False).agg(
        reason=("reason", "first"), first_meeting=("first_meeting", "min"), last_meeting=("last_meeting", "max"),
        venue_id=("venue_id", "first"), venues=("venue_id", "nunique"), weight=("weight", "sum"), **sums,
    )  # fmt: skip


def _ranked(found: pd.DataFrame) -> pd.DataFrame:
    possible = found[found["reason"] == ""]
    likely = likely_sources(zip(possible["source"], possible["target"], possible["weight"], strict=True))
    found = found.sort_values(["weight", *WAY], ascending=[False, True, True], ignore_index=True)
    rank = found[found["reason"] == ""].groupby("target").cumcount() + 1
    found["rank"] = rank.reindex(found.index).astype("Int64")
    found["likely"] = [likely.get(target) == source for source, target in zip(found["source"], found["target"], strict=True)]
    return found[list(LINK_COLUMNS)]


def look_back_windows(cases: Illnesses, days: int) -> list[Window]:
    """Return for each case the days from so many before its onset until its isolation."""
    spans = {person: window(days, case.began, None, case.isolated) for person, case in cases.items()}
    return [Window(person, *span) for person, span in spans.items() if span]


def _asked(warehouse: Warehouse, cases: Illnesses, look_back: int, band: Band) -> dict[str, object]:
    windows = look_back_windows(cases, look_back)
    hold_to_scope(warehouse, windows)
    return window_params(warehouse, windows) | {"band": BANDS.index(band) + 1}

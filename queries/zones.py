"""Levels of risk on a day: what was stated, what of a district follows from its communes, what lies inside, and the history.

Unknown is None throughout, and a district whose level is not certain has none. Units are those of data/reference/units.csv.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pandas as pd

from rules.zones import LEVELS, Derived, Judged, RuleSet, derive, in_force
from warehouse.clock import now
from warehouse.place import REFERENCE
from warehouse.reader import Warehouse

FOLDER = "queries/sql/zones"
ARRIVAL_DAYS, CASE_DAYS = 7, 14
INSIDE = ("venues", "arrivals", "unsafe", "cases")


@dataclass(frozen=True)
class Situation:
    """The province on one day.

    communes: code, name, district_code, level, valid_from, reason, decided_by, latitude, longitude and INSIDE.
    districts: code, name, level, lowest, highest (what the communes give), overridden, and of the official's word valid_from,
    reason, decided_by; very_high, high, risk, normal, unknown (communes) and INSIDE. `derived` tells why, by district.
    elsewhere: INSIDE of the venues and cases whose commune is not known.
    """

    day: date
    rules: RuleSet | None
    communes: pd.DataFrame
    districts: pd.DataFrame
    derived: dict[str, Derived]
    elsewhere: dict[str, int]


def newest(warehouse: Warehouse) -> date:
    """Return the newest day that there is something to show for; today if there is nothing."""
    today = now().date()
    day = warehouse.query(f"{FOLDER}/newest", {"today": today})["day"].iloc[0]
    return today if pd.isna(day) else pd.Timestamp(day).date()


def standing(warehouse: Warehouse, day: date) -> pd.DataFrame:
    """Return the statement that holds on each unit: unit_code, tier, level, valid_from, reason, decided_by, spread, adjoining,
    scattered, stated_at, loaded_by; missing: not said."""
    return _said(warehouse.query(f"{FOLDER}/standing", {"day": day}))


def history(warehouse: Warehouse, unit_code: str) -> pd.DataFrame:
    """Return all statements on a unit, newest first: as `standing`, with file_name and counts (False: one for the same day
    came later)."""
    return _said(warehouse.query(f"{FOLDER}/history", {"unit_code": unit_code}))


def unsafe(warehouse: Warehouse, day: date, communes: list[str]) -> pd.DataFrame:
    """Return the venues of these communes whose latest assessment is red: venue_id, code, name, kind, commune_code, score,
    assessed_at, arrivals (of the last ARRIVAL_DAYS days)."""
    return warehouse.query(f"{FOLDER}/unsafe", {**_days(day, ARRIVAL_DAYS), "communes": communes})


def situation(warehouse: Warehouse, day: date) -> Situation:
    """Return the province's levels on a day with what lies inside them; of people, only counts."""
    stated = standing(warehouse, day).set_index("unit_code")
    inside = warehouse.query(f"{FOLDER}/inside", _days(day, ARRIVAL_DAYS))
    ill = warehouse.query(f"{FOLDER}/cases", _days(day, CASE_DAYS)).set_index("commune_code")["cases"]
    communes = _communes(day).join(stated[["level", "valid_from", "reason", "decided_by"]], on="code")
    places = inside[inside["commune_code"].isin(communes["code"])].set_index("commune_code").drop(columns="district_code")
    communes = communes.join(places, on="code").assign(cases=communes["code"].map(ill))
    communes[list(INSIDE)] = communes[list(INSIDE)].fillna(0).astype(int)
    communes = _said(communes)
    totals = {**inside[["venues", "arrivals", "unsafe"]].sum(), "cases": ill.sum()}
    elsewhere = {name: int(totals[name] - communes[name].sum()) for name in INSIDE}
    rules = in_force(day)
    derived = {code: derive(rules, list(of["level"]), _judged(stated, code)) for code, of in communes.groupby("district_code")}
    return Situation(day, rules, communes, _districts(communes, inside, stated, derived), derived, elsewhere)


def _days(day: date, count: int) -> dict[str, object]:
    return {"first": day - timedelta(days=count - 1), "day": day}


def _said(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with None where nothing was said."""
    for column in rows.columns.intersection(["level", "spread", "adjoining", "scattered", "reason", "decided_by"]):
        rows[column] = rows[column].astype(object).where(rows[column].notna(), None)
    return rows


def _judged(stated: pd.DataFrame, code: str) -> Judged:
    if code not in stated.index:
        return Judged()
    row = stated.loc[code]
    return Judged(None if row["spread"] is None else int(row["spread"]), row["adjoining"], row["scattered"])


def _districts(communes: pd.DataFrame, inside: pd.DataFrame, stated: pd.DataFrame, derived: dict[str, Derived]) -> pd.DataFrame:
    by_venue = inside.groupby("district_code")[["venues", "arrivals", "unsafe"]].sum()
    ill = communes.groupby("district_code")["cases"].sum()
    rows = []
    for code, of in communes.groupby("district_code"):
        counts = Counter(level or "unknown" for level in of["level"])
        word = stated.loc[code] if code in stated.index else pd.Series(dtype=object)
        found = derived[str(code)]
        rows.append({
            "code": code, "name": _rows()[code]["name"], "level": word.get("level") or found.level,
            "lowest": found.lowest, "highest": found.highest, "overridden": word.get("level") is not None,
            **{name: word.get(name) for name in ("valid_from", "reason", "decided_by")},
            **{name: counts[name] for name in (*LEVELS, "unknown")},
            **{name: int(by_venue[name].get(code, 0)) for name in by_venue}, "cases": int(ill[code]),
        })  # fmt: skip
    return _said(pd.DataFrame(rows).sort_values("code", ignore_index=True))


def district_of(commune: str) -> str:
    """Return the GSO code of a commune's district; '' where it is not known."""
    return _rows().get(commune, {}).get("parent_code", "")


def commune_name(commune: str) -> str:
    """Return a commune's name; '' where it is not known."""
    return _rows().get(commune, {}).get("name", "")


@cache
def _rows() -> dict[str, dict[str, str]]:
    with (REFERENCE / "units.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def _communes(day: date) -> pd.DataFrame:
    """Return code, name, district_code of the communes of the day; past the last that are known, the last known."""
    rows = [row for row in _rows().values() if row["level"] == "commune"]
    last = max(row["valid_to"] for row in rows)
    at = min(day.isoformat(), (date.fromisoformat(last) - timedelta(days=1)).isoformat())
    valid = [row for row in rows if row["valid_from"] <= at < row["valid_to"]]
    return pd.DataFrame(
        {"code": [row["code"] for row in valid], "name": [row["name"] for row in valid],
         "district_code": [row["parent_code"] for row in valid]}
    )  # fmt: skip

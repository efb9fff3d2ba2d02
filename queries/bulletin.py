"""What a bulletin says of a period: the figures of the screens, by their own functions; nothing is counted anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from queries import adoption, ledger, zones
from queries.adoption import ALL, NOBODY, Asked
from queries.safety import Sites, summary
from rules.bulletin import COUNTED, PARTS
from warehouse.reader import Warehouse

FOLDER = "queries/sql/bulletin"
LISTED = 10
"""Agencies in the list of the best and in that of the worst."""
AGENCY = ("rank", "key", "name", "district_code", "registered", "active_7", "scans_7", "silent_days", "tied")
"""`tied`: how many agencies have its rank."""
COLOURS = ["sites", *PARTS["sites"]]


@dataclass(frozen=True)
class Counted:
    """What the warehouse says now: `totals` and `tables` as rules.bulletin has them; `agencies` best and worst, by AGENCY;
    `facts`: how old the data are, what is missing, and the settings that definitions name."""

    totals: Mapping[str, int]
    tables: Mapping[str, Mapping[str, Mapping[str, int]]]
    agencies: Mapping[str, list[dict[str, Any]]]
    facts: Mapping[str, Any]


def counted(warehouse: Warehouse, first: date, last: date) -> Counted | None:
    """Return what a bulletin of these days would say; None where not one scan of them is loaded."""
    asked = Asked(last, (last - first).days + 1)
    days = _days(warehouse, first, asked)
    if not days["scans"].sum():
        return None
    known = adoption.counts(warehouse, asked)
    agencies = adoption.agencies(warehouse, asked, "own", known=known)
    whole = agencies[agencies["key"] == ALL].iloc[0]
    owned = adoption.ranked(agencies[(agencies["registered"] > 0) & ~agencies["key"].isin([ALL, NOBODY])])
    owned["tied"] = owned.groupby("rank")["key"].transform("size")
    districts, risk = _districts(warehouse, asked, known), zones.situation(warehouse, last)
    ill = {**dict(zip(risk.districts["code"], risk.districts["cases"], strict=True)), "": risk.elsewhere["cases"]}
    districts = districts.join(pd.Series(ill, name="cases"), how="outer").fillna(0)
    levels = risk.communes["level"].fillna("unknown").value_counts()
    totals = {
        **_counts(whole),
        **_counts(days[["declarations", "symptoms"]].sum()),
        **_counts(districts[[*COLOURS, "cases"]].sum()),
        "communes": len(risk.communes),
        **{level: int(levels.get(level.removeprefix("communes_"), 0)) for level in PARTS["communes"]},
        "agencies_silent": int((owned["active_7"] == 0).sum()),
    }
    kinds = adoption.figures(warehouse, asked, "kind", known=known).drop(index=ALL)
    tables = {"district": _rows(districts), "kind": _rows(kinds), "day": _rows(days)}
    worst = owned.sort_values(["active_7_share", "registered", "name"], ascending=[True, False, True])
    return Counted(totals, tables, {"best": _listed(owned), "worst": _listed(worst)}, _facts(warehouse, days))


def _days(warehouse: Warehouse, first: date, asked: Asked) -> pd.DataFrame:
    days = warehouse.query(f"{FOLDER}/days", {"first": first, "last": asked.on}).set_index("day")
    days = days.join(adoption.trend(warehouse, asked).set_index("day")[["active", "arrivals", "complete"]])
    return days.set_axis(days.index.strftime("%Y-%m-%d"))


def _districts(warehouse: Warehouse, asked: Asked, known: pd.DataFrame) -> pd.DataFrame:
    found = adoption.figures(warehouse, asked, "district", known=known).drop(index=ALL)
    safe = summary(warehouse, Sites(asked.on), "district").set_index("key")
    names = [name for name in COUNTED if name in found and found[name].notna().any()]
    return found[names].join(safe[COLOURS], how="outer")


def _rows(table: pd.DataFrame) -> dict[str, dict[str, int]]:
    return {str(key): _counts(row) for key, row in table.iterrows()}


def _counts(row: pd.Series) -> dict[str, int]:
    return {str(name): int(value) for name, value in row.items() if name in COUNTED and pd.notna(value)}


def _listed(rows: pd.DataFrame) -> list[dict[str, Any]]:
    listed = rows.head(LISTED)[list(AGENCY)]
    return [
        {name: None if pd.isna(value) else value if isinstance(value, str) else int(value) for name, value in row.items()}
        for row in listed.to_dict("records")
    ]


def _facts(warehouse: Warehouse, days: pd.DataFrame) -> dict[str, Any]:
    files = ledger.files(warehouse)
    return {
        "last_scan": files.loc[files["source"].isin(["scan", "visit"]), "last_at"].max().isoformat(),
        "last_load": files["loaded_at"].max().isoformat(),
        "snapshot": warehouse.snapshot(),
        "declaration_days": warehouse.settings.declaration_days,
        "rejected": int(files["rows_rejected"].sum()),
        "silent": [day for day, scans in days["scans"].items() if not scans],
    }

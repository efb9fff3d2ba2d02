"""Why a contact list is so long: what each venue adds to it, and whether the crowd there says anything. No personal data."""

from datetime import timedelta
from typing import Any

import pandas as pd

from queries.persons import FOLDER
from queries.tracing import ContactQuestion, window_params
from rules.crowds import Crowd, Limits, beside_usual, entrance
from warehouse.reader import Warehouse

MOST = 5
"""Venues looked at: those that add the most people."""
BACK = timedelta(days=31)


def shares(found: pd.DataFrame) -> pd.DataFrame:
    """Return what each venue adds to a list, as queries.tracing.contacts gives it, most first: index venue_id; people, alone
    (of them, met only there)."""
    each = found[["contact_id", "venue_ids"]].explode("venue_ids").drop_duplicates()
    each = each.assign(alone=~each["contact_id"].duplicated(keep=False)).rename(columns={"venue_ids": "venue_id"})
    counts = each.astype({"venue_id": int}).groupby("venue_id").agg(people=("contact_id", "size"), alone=("alone", "sum"))
    return counts.sort_values(["people", "alone"], ascending=False, kind="stable")


def crowds(warehouse: Warehouse, question: ContactQuestion, found: pd.DataFrame) -> pd.DataFrame:
    """Return the venues that add most to the list `found`, most first: venue_id, name, kind, people, alone, present (at once in
    the fullest stay), from_hour, to_hour (in which they came), arrivals, usual, days, crowd (rules.crowds.beside_usual) and
    signs (rules.crowds.entrance)."""
    most = shares(found).head(MOST)
    met = warehouse.query(f"{FOLDER}/crowds", {**window_params(warehouse, question.windows), "venues": most.index.tolist()})
    came = met["seen_from"] - pd.to_timedelta(met["stay_minutes"], unit="min")
    met = met.assign(from_hour=came.dt.floor("h"), to_hour=met["seen_to"].dt.floor("h"))
    spans = {
        "venues": met["venue_id"].tolist(),
        "from_hours": met["from_hour"].dt.to_pydatetime().tolist(),
        "to_hours": met["to_hour"].dt.to_pydatetime().tolist(),
        "first": min(window.first for window in question.windows) - BACK,
        "last": max(window.last for window in question.windows),
    }
    table = met.rename(columns={"people": "met"}).merge(warehouse.query(f"{FOLDER}/usual_crowds", spans), on="venue_id")
    table = most.reset_index().merge(table, on="venue_id")
    judged = [_judge(row, _limits(warehouse)) for row in table.itertuples()]
    return table.assign(crowd=[crowd for crowd, _ in judged], signs=[signs for _, signs in judged])


def _judge(row: object, limits: Limits) -> tuple[str, tuple[str, ...]]:
    numbers = ("present", "peak", "others_peak", "stay_minutes", "met", "unproven", "arrivals", "usual", "days")
    known: list[Any] = [None if pd.isna(getattr(row, name)) else getattr(row, name) for name in numbers]
    crowd = Crowd(*known)
    return beside_usual(crowd, limits), entrance(crowd, limits)


def _limits(warehouse: Warehouse) -> Limits:
    return Limits(**{name: getattr(warehouse.settings, name) for name in Limits.__dataclass_fields__})

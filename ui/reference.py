"""Names of kinds of venue and of districts in the page's language, from data/reference."""

import csv
from functools import cache

from ui.texts import language, say
from warehouse.place import REFERENCE


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kinds() -> dict[str, str]:
    """Return kind → name."""
    return {row["kind"]: row[f"name_{language()}"] for row in _table("venue_kinds.csv")}


@cache
def districts() -> dict[str, str]:
    """Return GSO code → name."""
    return {row["code"]: row["name"] for row in _table("units.csv") if row["level"] == "district"}


def case_statuses() -> dict[str, str]:
    """Return the choices for a case's status: as written in the data → name."""
    return {row["name_vi"]: row[f"name_{language()}"] for row in _table("case_status.csv")}


def district_name(code: str) -> str:
    return districts().get(code) or say("app.unknown")


def seats() -> list[tuple[str, str, float, float]]:
    """Return (GSO code of the district, name, latitude, longitude) of the district seats."""
    return [(row["code"], row["seat_vi"], float(row["latitude"]), float(row["longitude"])) for row in _table("districts.csv")]


def communes(district: str = "") -> dict[str, str]:
    """Return GSO code → name of the communes of a district that are valid today or were last; '': of all."""
    rows = [row for row in _table("units.csv") if row["level"] == "commune" and district in ("", row["parent_code"])]
    return {row["code"]: row["name"] for row in sorted(rows, key=lambda row: (row["valid_from"], row["code"]))}

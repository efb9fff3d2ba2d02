"""What each role may open and what of people's data it sees there: data/reference/roles.toml, read once."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from warehouse.place import REFERENCE
from warehouse.stores import STORES, Store


class Level(IntEnum):
    """How much of people's data a screen shows: each level shows what the one before does."""

    SHUT = 0
    FIGURES = 1
    MASKED = 2
    WHOLE = 3


NEWCOMER = "newcomer"
"""Opens everything; only over invented data."""


@dataclass(frozen=True)
class Role:
    """A role; `scope`: 'province' (all of it), 'district' (all of it, or the cases, contacts and venues of one district) or
    'agency' (venues of one agency and those below it)."""

    key: str
    names: Mapping[str, str]
    scope: str
    screens: Mapping[str, Level]

    def level(self, screen: str) -> Level:
        """Return what this role sees of a screen; one that is not named is shut."""
        return self.screens.get(screen, Level.SHUT)

    def opens(self, screen: str) -> tuple[Store, ...]:
        """Return the stores of persons that open to this role on a screen: none where it sees figures only."""
        names = persons()[screen] if self.level(screen) >= Level.MASKED else ()
        return tuple(store for store in STORES if store.name in names)


@cache
def persons() -> Mapping[str, tuple[str, ...]]:
    """Return screen → the stores of those persons whom it speaks of."""
    given = _given()
    return {screen: tuple(given["persons"].get(screen, ())) for screen in given["screen"]}


@cache
def roles() -> Mapping[str, Role]:
    """Return the roles by key, in the file's order."""
    given = _given()
    screens: dict[str, dict[str, Level]] = {key: {} for key in given["role"]}
    for screen, levels in given["screen"].items():
        for key, level in levels.items():
            screens[key][screen] = Level[level.upper()]
    return {
        key: Role(key, {"vi": one["name_vi"], "en": one["name_en"]}, one["scope"], screens[key])
        for key, one in given["role"].items()
    }


@cache
def districts() -> frozenset[str]:
    """Return the GSO codes of the province's districts."""
    with (REFERENCE / "districts.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file))


def _given() -> dict[str, Any]:
    return tomllib.loads((REFERENCE / "roles.toml").read_text("utf-8"))

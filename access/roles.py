"""What each role may open and what of people's data it sees there: data/reference/roles.toml, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from warehouse.place import REFERENCE


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
    """A role; `scope`: 'province' (all of it) or 'agency' (venues of one agency and those below it)."""

    key: str
    names: Mapping[str, str]
    scope: str
    screens: Mapping[str, Level]

    def level(self, screen: str) -> Level:
        """Return what this role sees of a screen; one that is not named is shut."""
        return self.screens.get(screen, Level.SHUT)

    @property
    def opens_people(self) -> bool:
        """Whether any screen of this role shows persons: for others the people store stays shut."""
        return any(level >= Level.MASKED for level in self.screens.values())


@cache
def roles() -> Mapping[str, Role]:
    """Return the roles by key, in the file's order."""
    given = tomllib.loads((REFERENCE / "roles.toml").read_text("utf-8"))
    screens: dict[str, dict[str, Level]] = {key: {} for key in given["role"]}
    for screen, levels in given["screen"].items():
        for key, level in levels.items():
            screens[key][screen] = Level[level.upper()]
    return {
        key: Role(key, {"vi": one["name_vi"], "en": one["name_en"]}, one["scope"], screens[key])
        for key, one in given["role"].items()
    }

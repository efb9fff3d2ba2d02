"""Which days of a case count: dated presets by decision, from data/reference/windows.toml; and how far to look back."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "reference" / "windows.toml"
UNTIL_ISOLATION_UNKNOWN = 14
LOOK_BACKS = (14, 21)
"""Days before onset in which to look for where a case caught it, the usual one first."""
Days = tuple[date, date]


@dataclass(frozen=True)
class Preset:
    """What one decision says: in force from `valid_from` until the next one."""

    decision: str
    valid_from: date
    days_before: int
    minutes: int
    note_vi: str = ""
    note_en: str = ""

    def window(self, onset: date | None, sampled: date | None, isolated: date | None) -> Days | None:
        """Return the first and last day that count; None without onset and sample. Not yet isolated: 14 days on.

        >>> preset("5053/QĐ-BYT").window(date(2021, 6, 5), None, date(2021, 6, 8))
        (datetime.date(2021, 6, 2), datetime.date(2021, 6, 8))
        """
        return window(self.days_before, onset, sampled, isolated)


def window(days_before: int, onset: date | None, sampled: date | None, isolated: date | None) -> Days | None:
    """Return the days from `days_before` onset (or, without one, the sample) until isolation, as Preset.window."""
    began = onset or sampled
    if began is None:
        return None
    return since(days_before, began, isolated)


def since(days_before: int, began: date, isolated: date | None) -> Days:
    """Return the days from `days_before` the illness began until isolation."""
    return began - timedelta(days_before), isolated or began + timedelta(UNTIL_ISOLATION_UNKNOWN)


@cache
def presets() -> tuple[Preset, ...]:
    """Return the presets, the newest first."""
    found = [Preset(**one) for one in tomllib.loads(FILE.read_text("utf-8"))["window"]]
    return tuple(sorted(found, key=lambda one: one.valid_from, reverse=True))


def preset(decision: str) -> Preset:
    """Return the preset of a decision."""
    return next(one for one in presets() if one.decision == decision)


def in_force(day: date) -> Preset:
    """Return the preset in force on a day; before all of them, the oldest."""
    return next((one for one in presets() if one.valid_from <= day), presets()[-1])

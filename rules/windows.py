"""Which days of a case count: dated presets by decision, from data/reference/windows.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "reference" / "windows.toml"
UNTIL_ISOLATION_UNKNOWN = 14


@dataclass(frozen=True)
class Preset:
    """What one decision says: in force from `valid_from` until the next one."""

    decision: str
    valid_from: date
    days_before: int
    minutes: int
    note_vi: str = ""
    note_en: str = ""

    def window(self, onset: date | None, sampled: date | None, isolated: date | None) -> tuple[date, date] | None:
        """Return the first and last day that count; None without onset and sample. Not yet isolated: 14 days on.

        >>> preset("5053/QĐ-BYT").window(date(2021, 6, 5), None, date(2021, 6, 8))
        (datetime.date(2021, 6, 2), datetime.date(2021, 6, 8))
        """
        began = onset or sampled
        if began is None:
            return None
        return began - timedelta(self.days_before), isolated or began + timedelta(UNTIL_ISOLATION_UNKNOWN)


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

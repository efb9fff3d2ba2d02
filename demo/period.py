"""Seconds since the first midnight, told as exports tell them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from demo.draw import Ints, Texts, texts
from demo.movement import DAY

VIETNAMESE, ISO = "%d/%m/%Y", "%Y-%m-%d"
MINUTES, SECONDS = 5, 8
"""Letters of a time of day."""


@cache
def _clocks(length: int) -> Texts:
    """Return the text of each second of the day, cut to `length` letters (5 = HH:MM, 8 = HH:MM:SS)."""
    return texts(f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"[:length] for s in range(DAY))


@dataclass(frozen=True)
class Period:
    """The period: `days` days whose first is `first`; data stop at `until` seconds."""

    first: date
    days: int
    until: int

    def dates(self, at: Ints, form: str = VIETNAMESE) -> Texts:
        """Return the days as text."""
        day = at // DAY
        low = int(day.min(initial=0))
        known = [(self.first + timedelta(days=n)).strftime(form) for n in range(low, int(day.max(initial=0)) + 1)]
        return texts(known)[day - low]

    def times(self, at: Ints, form: str = VIETNAMESE, clock: int = SECONDS, between: str = " ") -> Texts:
        """Return the moments as text."""
        joined: Texts = self.dates(at, form) + between + self.clocks(at, clock)
        return joined

    def clocks(self, at: Ints, clock: int = SECONDS) -> Texts:
        """Return the times of day as text."""
        return _clocks(clock)[at % DAY]

    def moments(self, at: Ints) -> NDArray[np.datetime64]:
        """Return the moments as datetime64[s]."""
        return np.datetime64(self.first.isoformat(), "s") + at.astype("timedelta64[s]")

    def day_text(self, day: int, form: str = "%Y%m%d") -> str:
        """Return the day of that number."""
        return (self.first + timedelta(days=day)).strftime(form)

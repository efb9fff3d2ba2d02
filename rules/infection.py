"""May one case have infected another when they met? By dates, and by how usual the days until onset are (docs/tracing.md)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from math import erf, log, sqrt

from rules.windows import in_force, since

INCUBATION = (1, 14)
"""Days from infection to onset, both included."""
MEDIAN, BELOW_97_5 = 5.1, 11.5
"""Days until onset: half of the infected fall ill within 5.1, 97.5 % within 11.5 (Lauer and others, Annals of Internal
Medicine, March 2020: a log-normal distribution)."""
REASONS = ("not_yet", "isolated", "already_ill", "too_soon", "too_long")


@dataclass(frozen=True)
class Illness:
    """The days of one case: onset (or, without one, the positive sample) and isolation; None: not isolated yet."""

    began: date
    isolated: date | None = None


def verdict(source: Illness, target: Illness, met: date) -> str:
    """Return '' if the source may have infected the target on the day they met, else the reason why not, one of REASONS.

    The source infects in the days of the decision in force at its onset (rules/windows); the target falls ill INCUBATION later.

    >>> verdict(Illness(date(2021, 6, 5), date(2021, 6, 8)), Illness(date(2021, 6, 9)), date(2021, 6, 4))
    ''
    """
    first, last = since(in_force(source.began).days_before, source.began, source.isolated)
    days = (target.began - met).days
    least, most = INCUBATION
    reasons = {
        "not_yet": met < first,
        "isolated": met > last,
        "already_ill": days < 0,
        "too_soon": 0 <= days < least,
        "too_long": days > most,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


@cache
def weight(days: int) -> float:
    """Return how usual it is to fall ill so many days after infection; 1 for the most usual day, 0 outside INCUBATION.

    >>> weight(4), round(weight(10), 2)
    (1.0, 0.13)
    """
    least, most = INCUBATION
    return _share(days) / max(map(_share, range(least, most + 1))) if least <= days <= most else 0.0


def _share(days: int) -> float:
    """The part of the infected who fall ill on that day."""
    return _until(days + 0.5) - _until(days - 0.5)


def _until(days: float) -> float:
    spread = (log(BELOW_97_5) - log(MEDIAN)) / 1.959964
    return (1 + erf((log(days) - log(MEDIAN)) / spread / sqrt(2))) / 2

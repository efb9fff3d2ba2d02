"""Which days of an officer's views the head of department should ask about; limits by judgement (docs/access.md)."""

from collections.abc import Sequence
from datetime import datetime

NIGHT, MORNING = 22, 5
MOST_ROWS, MOST_CASES, MOST_SEARCHES = 5_000, 20, 50


def odd(views: Sequence[tuple[datetime, int, str]]) -> tuple[str, ...]:
    """Return why one officer's views of one day (moment, rows, case number) are odd: night, rows, cases, searches; none: they
    are not. A view without a case number was a search, whose answer was covered."""
    found = {
        "night": any(not MORNING <= moment.hour < NIGHT for moment, _, _ in views),
        "rows": sum(rows for _, rows, _ in views) > MOST_ROWS,
        "cases": len({case for _, _, case in views if case}) > MOST_CASES,
        "searches": sum(not case for _, _, case in views) > MOST_SEARCHES,
    }
    return tuple(why for why, is_so in found.items() if is_so)

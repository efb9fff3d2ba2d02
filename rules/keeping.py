"""How long data are kept: the first day that a period still keeps. The rule is table 1 of docs/keeping.md."""

from datetime import date, timedelta


def first_kept(today: date, days: int) -> date:
    """Return the first day kept by a period of so many days; 0: everything is kept until it is erased."""
    return today - timedelta(days=days) if days else date.min

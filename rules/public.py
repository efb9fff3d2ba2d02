"""A bulletin as the public may see it: no small count of people, and none that the other figures tell."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.bulletin import COUNTED, PARTS, SHARES, Counts, Figures, dictionary
from rules.disclosure import SMALL, disclosed

OF_PEOPLE = frozenset(
    key for key in COUNTED if dictionary()[key].unit in ("people", "scans", "visits", "declarations", "cases")
)
"""Figures that count people or what they did; sites and agencies are no secret."""
Shown = Mapping[str, int | None]


@dataclass(frozen=True)
class PublicFigures:
    """Figures as rules.bulletin has them; None: not shown."""

    totals: Shown
    tables: Mapping[str, Mapping[str, Shown]]
    before: Shown
    changes: Shown
    rates: Mapping[str, float | None]
    shares: Mapping[str, float | None]


def public(figures: Figures) -> PublicFigures:
    """Return the public form; changes, rates and shares are those of the figures shown."""
    totals, before = _shown(figures.totals), _shown(figures.before)
    changes = {name: _less(totals[name], before[name]) for name in figures.changes}
    rates = {name: _share(changes[name], before[name]) for name in figures.rates}
    shares = {name: _share(*(totals[part] for part in SHARES[name])) for name in figures.shares}
    return PublicFigures(totals, {name: _table(rows) for name, rows in figures.tables.items()}, before, changes, rates, shares)


def _shown(counts: Counts) -> dict[str, int | None]:
    shown = {name: disclosed(count) if name in OF_PEOPLE else count for name, count in counts.items()}
    return shown | protected({name: counts[name] for name in PARTS["scans"] if name in counts})


def _less(count: int | None, other: int | None) -> int | None:
    return None if count is None or other is None else count - other


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else part / whole


def _table(rows: Mapping[str, Counts]) -> dict[str, dict[str, int | None]]:
    """Return a table without its parts by application, of which a hidden one could be had across and down."""
    found: dict[str, dict[str, int | None]] = {
        row: {name: count for name, count in counts.items() if name not in PARTS["scans"]} for row, counts in rows.items()
    }
    for name in OF_PEOPLE.difference(PARTS["scans"]):
        for row, count in protected({row: counts[name] for row, counts in rows.items() if name in counts}).items():
            found[row][name] = count
    return found


def protected(column: Mapping[str, int]) -> dict[str, int | None]:
    """Return a column, whose total is shown too, as it may be shown: where total and rows would tell a hidden count, or that
    it is less than SMALL, the next larger ones are hidden as well.

    >>> protected({"a": 3, "b": 21, "c": 48})
    {'a': None, 'b': None, 'c': 50}
    """
    shown = {row: disclosed(count) for row, count in column.items()}
    hidden = [row for row in column if shown[row] is None]
    rest = sorted((row for row in column if shown[row]), key=lambda row: (column[row], row))
    while hidden and rest and (len(hidden) < 2 or sum(column[row] - 1 for row in hidden) < SMALL - 1):
        hidden.append(rest.pop(0))
        shown[hidden[-1]] = None
    return shown

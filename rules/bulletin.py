"""The figures of a bulletin and the cross-checks without which it is not issued: pure, of one bulletin at a time.

docs/bulletin.md has the checks as tables, which the tests run.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Counts = Mapping[str, int]
PROVINCE = "province"
AT_MOST = (
    ("people", "scans"),
    ("active", "scans"),
    ("active", "registered"),
    ("active", "active_7"),
    ("active_7", "registered"),
    ("arrivals", "scans"),
    ("complete", "arrivals"),
    ("declared", "arrivals"),
    ("charged", "registered"),
    ("assessed", "registered"),
    ("covered", "owed"),
    ("agencies_named", "agencies"),
    ("agencies_complete", "agencies_named"),
    ("symptoms", "declarations"),
)
"""Figures of which the first can never be above the second, in the whole province and in every row."""
PARTS = {"scans": ("vhd", "bluezone", "ncovi", "other"), "sites": ("green", "yellow", "red", "unknown")}
"""Figures that are the sum of others beside them."""
SHARES = {
    "active_share": ("active", "registered"),
    "charged_share": ("charged", "registered"),
    "pair_share": ("complete", "arrivals"),
    "declared_share": ("declared", "arrivals"),
    "assessed_share": ("assessed", "registered"),
    "safe_share": ("green", "sites"),
}
OF_SITES = (
    "registered", "charged", "assessed", "active", "active_7", "strangers", "scans", "arrivals", "complete", "declared",
    *PARTS["scans"],
)  # fmt: skip
ADDED = {
    "district": (*OF_SITES, "sites", *PARTS["sites"]),
    "kind": OF_SITES,
    "day": ("scans", "arrivals", "complete", "declarations", "symptoms"),
}
"""Figures whose rows add up to the total."""
DISTINCT = {"district": ("people",), "kind": ("people",), "day": ("people", "active")}
"""Figures that count one person or site in several rows: no row is above the total, and the rows together are not below it."""
PRINTED = 0.0005 + 1e-9
"""Half of the last digit in which a share is printed: 0,1 %."""


@dataclass(frozen=True)
class Figures:
    """What a bulletin prints of its period: `totals` of the province and `tables` (split → row → counts); `before`, the totals
    of the period before (absent: nobody knows), `changes` since and `rates` of growth (absent where `before` is 0); `shares`
    from 0 to 1 (absent: nothing to share)."""

    totals: Counts
    tables: Mapping[str, Mapping[str, Counts]]
    before: Counts
    changes: Counts
    rates: Mapping[str, float]
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Fault:
    """Why a bulletin contradicts itself: `found` where, by the check, there should be something else beside `other`."""

    check: str
    table: str
    row: str
    figure: str
    found: float
    other: float


def completed(totals: Counts, tables: Mapping[str, Mapping[str, Counts]], before: Counts) -> Figures:
    """Return the figures with all that follows from the counts: changes, rates and shares."""
    known = {name: count for name, count in before.items() if name in totals}
    changes = {name: totals[name] - count for name, count in known.items()}
    rates = {name: changes[name] / count for name, count in known.items() if count}
    shares = {
        name: totals[part] / totals[whole] for name, (part, whole) in SHARES.items() if part in totals and totals.get(whole)
    }
    return Figures(totals, tables, known, changes, rates, shares)


def checked(figures: Figures, frozen: Counts) -> dict[str, tuple[Fault, ...]]:
    """Return check → its faults; none is a pass. `frozen`: totals of the period before as its bulletin, if any, has them."""
    return {name: tuple(check(figures, frozen)) for name, check in CHECKS.items()}


def _rows(figures: Figures) -> Iterator[tuple[str, str, Counts]]:
    yield PROVINCE, "", figures.totals
    for table, rows in figures.tables.items():
        for row, counts in rows.items():
            yield table, row, counts


def _whole(figures: Figures, _: Counts) -> Iterator[Fault]:
    for table, row, counts in (*_rows(figures), ("before", "", figures.before)):
        for name, count in counts.items():
            if not isinstance(count, int) or count < 0:
                yield Fault("whole", table, row, name, count, 0)


def _at_most(part: str, whole: str) -> Callable[[Figures, Counts], Iterator[Fault]]:
    def check(figures: Figures, _: Counts) -> Iterator[Fault]:
        for table, row, counts in _rows(figures):
            if part in counts and whole in counts and counts[part] > counts[whole]:
                yield Fault(f"{part}_{whole}", table, row, part, counts[part], counts[whole])

    return check


def _parts(figures: Figures, _: Counts) -> Iterator[Fault]:
    for table, row, counts in _rows(figures):
        for name, parts in PARTS.items():
            total = sum(counts.get(part, 0) for part in parts)
            if name in counts and parts[0] in counts and total != counts[name]:
                yield Fault("parts", table, row, name, total, counts[name])


def _sums(figures: Figures, _: Counts) -> Iterator[Fault]:
    for table, names in ADDED.items():
        rows = figures.tables.get(table, {}).values()
        for name in names:
            total = sum(counts.get(name, 0) for counts in rows)
            if name in figures.totals and total != figures.totals[name]:
                yield Fault("sums", table, "", name, total, figures.totals[name])


def _overlaps(figures: Figures, _: Counts) -> Iterator[Fault]:
    for table, names in DISTINCT.items():
        for name in names:
            counts = [row.get(name, 0) for row in figures.tables.get(table, {}).values()]
            total, most = figures.totals.get(name, 0), max(counts, default=0)
            if not most <= total <= sum(counts):
                yield Fault("overlaps", table, "", name, most if most > total else sum(counts), total)


def _change(figures: Figures, _: Counts) -> Iterator[Fault]:
    for name in figures.before.keys() | figures.changes.keys():
        printed, due = figures.changes.get(name), figures.totals.get(name, 0) - figures.before.get(name, 0)
        if printed != due:
            yield Fault("change", PROVINCE, "", name, math.nan if printed is None else printed, due)


def _rate(figures: Figures, _: Counts) -> Iterator[Fault]:
    for name, rate in figures.rates.items():
        change, count = figures.changes.get(name, 0), figures.before.get(name, 0)
        if not count or not abs(rate - change / count) <= PRINTED:
            yield Fault("rate", PROVINCE, "", name, rate, change / count if count else math.nan)


def _before(figures: Figures, frozen: Counts) -> Iterator[Fault]:
    for name, count in frozen.items():
        if name in figures.totals and figures.before.get(name) != count:
            yield Fault("before", PROVINCE, "", name, figures.before.get(name, math.nan), count)


def _share_range(figures: Figures, _: Counts) -> Iterator[Fault]:
    for name, share in figures.shares.items():
        if not 0 <= share <= 1:
            yield Fault("share_range", PROVINCE, "", name, share, 1)


def _share_counts(figures: Figures, _: Counts) -> Iterator[Fault]:
    for name, share in figures.shares.items():
        part, whole = (figures.totals.get(each, 0) for each in SHARES[name])
        if not whole or not abs(share - part / whole) <= PRINTED:
            yield Fault("share_counts", PROVINCE, "", name, share, part / whole if whole else math.nan)


CHECKS: Mapping[str, Callable[[Figures, Counts], Iterator[Fault]]] = {
    "whole": _whole,
    **{f"{part}_{whole}": _at_most(part, whole) for part, whole in AT_MOST},
    "parts": _parts,
    "sums": _sums,
    "overlaps": _overlaps,
    "change": _change,
    "rate": _rate,
    "before": _before,
    "share_range": _share_range,
    "share_counts": _share_counts,
}

"""The figures of a bulletin and the cross-checks without which it is not issued: pure, of one bulletin at a time.

docs/bulletin.md has the checks as tables, which the tests run.
"""

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rules.adoption import change, share
from rules.metrics import FILE, Metric, metrics

Counts = Mapping[str, int]
Frozen = Mapping[str, Counts]
"""Totals as they were issued: of the period before (BEFORE) and of days (2021-06-02)."""
PROVINCE, BEFORE = "province", "before"
PARTS = {
    "scans": ("vhd", "bluezone", "ncovi", "other"),
    "sites": ("green", "yellow", "red", "unknown"),
    "communes": ("communes_very_high", "communes_high", "communes_risk", "communes_normal", "communes_unknown"),
}
"""Figures that are the sum of others beside them."""
OF_SITES = (
    "registered", "charged", "assessed", "active", "active_7", "strangers", "scans", *PARTS["scans"], "scans_7", "arrivals",
    "complete", "declared",
)  # fmt: skip
ADDED = {
    "district": (*OF_SITES, "cases", "sites", *PARTS["sites"]),
    "kind": OF_SITES,
    "day": ("scans", "arrivals", "complete", "declarations", "symptoms"),
}
"""Figures whose rows add up to the total."""
DISTINCT = {"district": ("people",), "kind": ("people",), "day": ("people", "active")}
"""Figures that count one person or site in several rows: no row is above the total, and the rows together are not below it."""
OF_AGENCIES = ("agencies", "agencies_named", "agencies_complete", "owed", "owed_named", "covered")
COUNTED = (
    *OF_SITES, "people", "declarations", "symptoms", "cases", *OF_AGENCIES, "agencies_silent", "sites", *PARTS["sites"],
    "communes", *PARTS["communes"],
)  # fmt: skip
"""All that a bulletin counts."""


@cache
def dictionary() -> dict[str, Metric]:
    """Return what every figure of a bulletin is called and means: the metric dictionary, and what comes from other screens."""
    own = tomllib.loads((FILE.parent / "bulletin.toml").read_text("utf-8"))
    return metrics() | {key: Metric(key, **told) for key, told in own.items()}


STATES = frozenset(key for key in COUNTED if dictionary()[key].period == "state")
"""Figures of what there is when the bulletin is made: registries have no history, so they cannot be had for a day gone by."""
OWN = frozenset(key for key in COUNTED if dictionary()[key].period in ("period", "day"))
"""Figures of the period itself; the others are states, or of the days before too."""
AT_MOST = (
    ("people", "scans"),
    ("active", "scans"),
    ("active", "registered"),
    ("active", "active_7"),
    ("active_7", "registered"),
    ("scans", "scans_7"),
    ("arrivals", "scans"),
    ("complete", "arrivals"),
    ("declared", "arrivals"),
    ("charged", "registered"),
    ("assessed", "registered"),
    ("covered", "owed"),
    ("owed_named", "owed"),
    ("agencies_named", "agencies"),
    ("agencies_complete", "agencies_named"),
    ("agencies_silent", "agencies"),
    ("symptoms", "declarations"),
)
"""Figures of which the first can never be above the second, in the whole province and in every row."""
SHARES = {
    key: (metric.numerator, metric.denominator)
    for key, metric in dictionary().items()
    if metric.unit == "share" and {metric.numerator, metric.denominator} <= {*COUNTED}
}
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
    grown = {name: change(count, totals[name]) for name, count in known.items()}
    shares = {name: share(totals.get(part), totals.get(whole)) for name, (part, whole) in SHARES.items()}
    return Figures(
        totals, tables, known, {name: more for name, (more, _) in grown.items()},
        {name: rate for name, (_, rate) in grown.items() if rate is not None},
        {name: value for name, value in shares.items() if value is not None},
    )  # fmt: skip


def checked(figures: Figures, frozen: Frozen) -> dict[str, tuple[Fault, ...]]:
    """Return check → its faults; none is a pass."""
    return {name: tuple(check(figures, frozen)) for name, check in CHECKS.items()}


def _rows(figures: Figures) -> Iterator[tuple[str, str, Counts]]:
    yield PROVINCE, "", figures.totals
    for table, rows in figures.tables.items():
        for row, counts in rows.items():
            yield table, row, counts


def _whole(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for table, row, counts in (*_rows(figures), (BEFORE, "", figures.before)):
        for name, count in counts.items():
            if not isinstance(count, int) or count < 0:
                yield Fault("whole", table, row, name, count, 0)


def _at_most(part: str, whole: str) -> Callable[[Figures, Frozen], Iterator[Fault]]:
    def check(figures: Figures, _: Frozen) -> Iterator[Fault]:
        for table, row, counts in _rows(figures):
            if part in counts and whole in counts and counts[part] > counts[whole]:
                yield Fault(f"{part}_{whole}", table, row, part, counts[part], counts[whole])

    return check


def _parts(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for table, row, counts in _rows(figures):
        for name, parts in PARTS.items():
            total = sum(counts.get(part, 0) for part in parts)
            if name in counts and parts[0] in counts and total != counts[name]:
                yield Fault("parts", table, row, name, total, counts[name])


def _sums(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for table, names in ADDED.items():
        rows = figures.tables.get(table, {}).values()
        for name in names:
            total = sum(counts.get(name, 0) for counts in rows)
            if name in figures.totals and total != figures.totals[name]:
                yield Fault("sums", table, "", name, total, figures.totals[name])


def _overlaps(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for table, names in DISTINCT.items():
        for name in names:
            counts = [row.get(name, 0) for row in figures.tables.get(table, {}).values()]
            total, most = figures.totals.get(name, 0), max(counts, default=0)
            if not most <= total <= sum(counts):
                yield Fault("overlaps", table, "", name, most if most > total else sum(counts), total)


def _change(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for name in figures.before.keys() | figures.changes.keys():
        printed, due = figures.changes.get(name), figures.totals.get(name, 0) - figures.before.get(name, 0)
        if printed != due:
            yield Fault("change", PROVINCE, "", name, math.nan if printed is None else printed, due)


def _rate(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for name, rate in figures.rates.items():
        due = share(figures.changes.get(name), figures.before.get(name))
        if due is None or not abs(rate - due) <= PRINTED:
            yield Fault("rate", PROVINCE, "", name, rate, math.nan if due is None else due)


def _before(figures: Figures, frozen: Frozen) -> Iterator[Fault]:
    issued = {name: count for name, count in frozen.get(BEFORE, {}).items() if name in figures.totals}
    yield from _otherwise("before", PROVINCE, "", figures.before, issued)


def _days(figures: Figures, frozen: Frozen) -> Iterator[Fault]:
    for day, counts in figures.tables.get("day", {}).items():
        issued = {name: count for name, count in frozen.get(day, {}).items() if name in counts}
        yield from _otherwise("days", "day", day, counts, issued)


def _otherwise(check: str, table: str, row: str, printed: Counts, issued: Counts) -> Iterator[Fault]:
    for name, count in issued.items():
        if printed.get(name) != count:
            yield Fault(check, table, row, name, printed.get(name, math.nan), count)


def _share_range(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for name, printed in figures.shares.items():
        if not 0 <= printed <= 1:
            yield Fault("share_range", PROVINCE, "", name, printed, 1)


def _share_counts(figures: Figures, _: Frozen) -> Iterator[Fault]:
    for name, printed in figures.shares.items():
        due = share(*(figures.totals.get(each) for each in SHARES[name]))
        if due is None or not abs(printed - due) <= PRINTED:
            yield Fault("share_counts", PROVINCE, "", name, printed, math.nan if due is None else due)


CHECKS: Mapping[str, Callable[[Figures, Frozen], Iterator[Fault]]] = {
    "whole": _whole,
    **{f"{part}_{whole}": _at_most(part, whole) for part, whole in AT_MOST},
    "parts": _parts,
    "sums": _sums,
    "overlaps": _overlaps,
    "change": _change,
    "rate": _rate,
    "before": _before,
    "days": _days,
    "share_range": _share_range,
    "share_counts": _share_counts,
}

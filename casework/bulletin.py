"""Bulletins: what one would say now, whether it may be issued, and issuing it, after which its figures are frozen.

Late data never change a bulletin: they make a new version of it, with the reason, before the next one is issued.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from queries import bulletin, ledger
from rules.bulletin import OWN, STATES, Counts, Fault, Figures, checked, completed
from rules.bulletin_words import fault_words
from warehouse.bulletins import Issue, append, newest, read
from warehouse.clock import now
from warehouse.errors import BulletinBlocked, NothingToReport
from warehouse.lock import only_loader
from warehouse.reader import Warehouse

DAYS = {"day": 1, "week": 7}
LOOK_BACK = {"day": 7, "week": 1}
"""How many bulletins before one are looked at again when it is issued."""
EVENTS = ("scan", "visit", "declaration", "assessment", "case", "zone")
"""Sources whose rows belong to a day; of the others, only the newest state is known."""


@dataclass(frozen=True)
class Span:
    """The period of a bulletin: a day, or a week from Monday to Sunday."""

    kind: str
    first: date

    @classmethod
    def of(cls, kind: str, day: date) -> "Span":
        """Return the day, or the week it lies in."""
        return cls(kind, day - timedelta(days=day.weekday()) if kind == "week" else day)

    @property
    def last(self) -> date:
        return self.first + timedelta(days=DAYS[self.kind] - 1)

    def earlier(self, steps: int = 1) -> "Span":
        """Return the period so many before."""
        return Span(self.kind, self.first - timedelta(days=DAYS[self.kind] * steps))

    def words(self) -> str:
        """Return the period in figures: 02/06/2021, or 31/05–06/06/2021."""
        return f"{self.first:%d/%m}–{self.last:%d/%m/%Y}" if self.kind == "week" else f"{self.first:%d/%m/%Y}"


@dataclass(frozen=True)
class Draft:
    """What the bulletin of a period would say now: its content, the checks with their faults, and the version there is (None:
    not issued), with the reason why this one differs from it (None: it does not)."""

    span: Span
    content: Mapping[str, Any]
    checks: Mapping[str, tuple[Fault, ...]]
    issued: Issue | None
    reason: Mapping[str, Any] | None

    @property
    def faults(self) -> list[Fault]:
        return [fault for faults in self.checks.values() for fault in faults]

    def as_issue(self, by: str, note: str = "") -> Issue:
        """Return it as it would be issued now."""
        reason = {**self.reason, "note": note} if self.reason is not None else {}
        return Issue(self.span.kind, self.span.first, self.span.last, self.content, reason, now(), by)


def figures_of(content: Mapping[str, Any]) -> Figures:
    """Return the figures of a bulletin's content."""
    return Figures(**content["figures"])


def issue(warehouse: Warehouse, span: Span, by: str, note: str = "") -> list[Issue]:
    """Issue the bulletin; return it last, after those issued earlier that late data have changed and that are restated with it.

    It stays as it stands if its figures are what they were; else there is a new version with the reason, to which `note` is an
    official's word. Raises BulletinBlocked if a check fails, NothingToReport, LoaderBusy, BulletinsAltered.
    """
    with only_loader(warehouse.place, warehouse.settings.loader_wait_seconds):
        known = read(warehouse.place)
        made = {}
        for one in _in_order(known, span):
            try:
                made[one] = _issued(warehouse, one, by, note)
            except NothingToReport:  # its scans are gone: it stays as it was issued
                if one == span:
                    raise
        asked = made.pop(span)
        return [*(one for one in made.values() if one not in known), asked]


def _in_order(known: Sequence[Issue], span: Span) -> list[Span]:
    """Return the period asked for and those issued that late data may have changed, a week with all its issued days: days
    before weeks, because a week must agree with its days as they were issued last."""
    since = span.earlier(LOOK_BACK[span.kind]).first
    issued = {Span(one.span, one.first) for one in known}
    near = {one for one in issued if since <= one.last and one.first <= span.last}
    again = near | {one for one in issued if Span.of("week", one.first) in near}
    return sorted(again | {span}, key=lambda one: (one.kind, one.first))


def _issued(warehouse: Warehouse, span: Span, by: str, note: str) -> Issue:
    standing = newest(read(warehouse.place), span.kind, span.first)
    if standing and standing.content["facts"]["snapshot"] == warehouse.snapshot():
        return standing
    found = draft(warehouse, span)
    if found.issued and found.reason is None:
        return found.issued
    if found.faults:
        said = {lang: " ".join(fault_words(fault, lang) for fault in found.faults) for lang in ("vi", "en")}
        raise BulletinBlocked(period=span.words(), **said)
    return append(warehouse.place, found.as_issue(by, note))


def draft(warehouse: Warehouse, span: Span) -> Draft:
    """Return what the bulletin would say now. Raises NothingToReport, BulletinsAltered."""
    issues = read(warehouse.place)
    found = bulletin.counted(warehouse, span.first, span.last)
    if found is None:
        raise NothingToReport(period=span.words())
    issued = newest(issues, span.kind, span.first)
    frozen = _frozen(issues, span)
    before = frozen.get("before") or _not_issued(warehouse, span.earlier())
    figures = completed(found.totals, found.tables, before)
    if issued:
        figures = _with_its_states(figures, figures_of(issued.content), frozen)
    content = _plain({
        "figures": asdict(figures),
        "agencies": found.agencies,
        "facts": found.facts,
        "compared_with": "issue" if "before" in frozen else "",
        "restates": _restates(issued, figures),
        "restated": _restated(issues, span),
    })  # fmt: skip
    reason = None
    if issued and _differ(figures_of(issued.content), figures):
        reason = _reason(warehouse, issued, figures)
    return Draft(span, content, checked(figures, frozen), issued, reason)


def _plain(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the content as it will come back from the register."""
    told: Mapping[str, Any] = json.loads(json.dumps(content, default=str))
    return told


def _frozen(issues: Sequence[Issue], span: Span) -> dict[str, Counts]:
    """Return the totals that were issued of the period before (`before`), and of each day of a week."""
    found = {"before": newest(issues, span.kind, span.earlier().first)}
    if span.kind == "week":
        days = [span.first + timedelta(days=place) for place in range(DAYS["week"])]
        found |= {day.isoformat(): newest(issues, "day", day) for day in days}
    return {name: figures_of(one.content).totals for name, one in found.items() if one}


def _not_issued(warehouse: Warehouse, span: Span) -> Counts:
    """Return the totals of a period without a bulletin, counted now; states of a day gone by are not known."""
    found = bulletin.counted(warehouse, span.first, span.last)
    return {name: count for name, count in found.totals.items() if name not in STATES} if found else {}


def _with_its_states(figures: Figures, old: Figures, frozen: Mapping[str, Counts]) -> Figures:
    """Return the figures with the states that were issued: a registry that grew is no late data. Where more sites were active
    than were registered then, the states are taken anew."""
    tables = {
        name: {row: _stated(counts, old.tables[name].get(row, {})) for row, counts in rows.items()}
        for name, rows in figures.tables.items()
    }
    kept = completed(_stated(figures.totals, old.totals), tables, figures.before)
    return figures if any(checked(kept, frozen).values()) else kept


def _stated(counts: Counts, old: Counts) -> Counts:
    return {name: count for name, count in counts.items() if name not in STATES} | {
        name: count for name, count in old.items() if name in STATES
    }


def _differ(old: Figures, figures: Figures) -> bool:
    """Return whether figures of the period itself are other than they were; those of seven days restate nothing alone."""
    return any(_own(old, table) != _own(figures, table) for table in ("before", "totals", *figures.tables))


def _own(figures: Figures, part: str) -> dict[str, Counts]:
    rows = figures.tables.get(part, {"": figures.before if part == "before" else figures.totals})
    return {row: {name: count for name, count in counts.items() if name in OWN} for row, counts in rows.items()}


def _restates(issued: Issue | None, figures: Figures) -> dict[str, Any]:
    """Return the version that this one takes the place of and its totals that were other: figure → then, now."""
    if issued is None:
        return {}
    old = figures_of(issued.content).totals
    other = {name: [old.get(name), count] for name, count in figures.totals.items() if old.get(name) != count}
    return {"version": issued.version, "made_at": issued.made_at, "totals": other}


def _restated(issues: Sequence[Issue], span: Span) -> list[dict[str, Any]]:
    """Return the bulletins of the same kind that were restated since the first version of the one before this."""
    same = [one for one in issues if one.span == span.kind]
    start = next((place for place, one in enumerate(same) if one.first == span.earlier().first), len(same))
    later = {one.first: one for one in same[start:] if one.version > 1 and one.first < span.first}
    told = ("first", "last", "version", "reason")
    return [
        {**{part: getattr(one, part) for part in told}, "totals": one.content["restates"]["totals"]} for one in later.values()
    ]


def _reason(warehouse: Warehouse, issued: Issue, figures: Figures) -> dict[str, Any]:
    """Return why figures are other than when they were issued: what was loaded since of those days (`late`) or of registries
    (`registry`), loads `undone`, the bulletin `before` restated; {}: neither, so that settings or the product changed."""
    known = ledger.files(warehouse)
    since = known[known["loaded_at"] >= issued.made_at]
    event, ends = since["source"].isin(EVENTS), pd.Timestamp(issued.last) + pd.Timedelta(days=1)
    counts_for = pd.Timedelta(days=warehouse.settings.declaration_days) * since["source"].eq("declaration").astype(int)
    outside = (since["first_at"] >= ends) | (since["last_at"] + counts_for < pd.Timestamp(issued.first))
    found = {
        "late": _loaded(since[event & ~outside]),
        "registry": _loaded(since[~event]),
        "undone": pd.Timestamp(issued.content["facts"]["last_load"]) not in set(known["loaded_at"]),
        "before": _own(figures, "before") != _own(figures_of(issued.content), "before"),
    }
    return {name: value for name, value in found.items() if value}


def _loaded(files: pd.DataFrame) -> dict[str, Any]:
    if files.empty:
        return {}
    return {"files": len(files), "rows": int(files["rows_loaded"].sum()), "last": files["loaded_at"].max().isoformat()}

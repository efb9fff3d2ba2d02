"""Levels of risk: what a district's level is when its communes' levels are known, or only some of them.

The rules are data (data/reference/zones/*.toml), one set per decision; docs/zones.md has them as tables. Communes are never
judged here: their levels are an official's word. What nobody knows is never counted as normal.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rules.messages import explain

FOLDER = Path(__file__).parents[1] / "data" / "reference" / "zones"
LEVELS = ("normal", "risk", "high", "very_high")
"""From the mildest to the gravest."""


@dataclass(frozen=True)
class Level:
    """One level: its names, the colour of the national map, and what it adds to the measures of the levels below."""

    code: str
    name_vi: str
    name_en: str
    colour: str
    measures_vi: tuple[str, ...]
    measures_en: tuple[str, ...]

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_vi

    def measures(self, language: str) -> tuple[str, ...]:
        return self.measures_en if language == "en" else self.measures_vi


@dataclass(frozen=True)
class Rule:
    """One way in which a district gets `level`; the kinds are explained in the rule set's file."""

    level: str
    kind: str
    at: str = ""
    percent: int = 0
    scattered: bool = False


@dataclass(frozen=True)
class RuleSet:
    """What one decision says, as far as its text was found; `silent`: levels for which no rule was found."""

    decision: str
    valid_from: date
    replaced_on: date
    replaced_by: str
    checked_against_text: bool
    source: str
    silent: tuple[str, ...]
    levels: Mapping[str, Level]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Judged:
    """What an official says of a district; None where nobody has said anything.

    spread: communes over which a source that is hard to control is likely to spread fast; adjoining: an important plant
    adjoins an area that is hard to control; scattered: its communes at risk lie scattered, not together.
    """

    spread: int | None = None
    adjoining: bool | None = None
    scattered: bool | None = None


@dataclass(frozen=True)
class Reason:
    """A code of data/reference/messages/zones.toml with its figures; `level` is the level it speaks of."""

    code: str
    level: str = ""
    count: int = 0
    total: int = 0
    percent: int = 0


@dataclass(frozen=True)
class Derived:
    """The mildest and the gravest level the district may have; why it has at least the mildest, and what is missing."""

    lowest: str
    highest: str
    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]

    @property
    def level(self) -> str | None:
        """The level, if it is certain."""
        return self.lowest if self.lowest == self.highest else None


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return the rule sets, the newest first."""
    found = [_rule_set(tomllib.loads(path.read_text("utf-8"))) for path in FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda one: one.valid_from, reverse=True))


def _rule_set(given: dict[str, Any]) -> RuleSet:
    levels = {one["code"]: Level(**_frozen(one)) for one in given.pop("level")}
    rules = tuple(Rule(**one) for one in given.pop("district"))
    return RuleSet(**_frozen(given), levels=levels, rules=rules)


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def in_force(day: date) -> RuleSet | None:
    """Return the rule set in force on a day; None before the first."""
    return next((one for one in rule_sets() if one.valid_from <= day), None)


def derive(rules: RuleSet | None, communes: Sequence[str | None], judged: Judged) -> Derived:
    """Return what is certain of a district's level whatever the communes without a level (None) are.

    >>> derive(in_force(date(2021, 6, 2)), ["very_high"] + ["normal"] * 13, Judged()).level
    'high'
    >>> derive(in_force(date(2021, 6, 2)), ["normal"] * 14, Judged()).highest
    'risk'
    """
    if rules is None or not communes:
        return Derived(LEVELS[0], LEVELS[-1], (), (Reason("zone_no_communes" if rules else "zone_no_rules"),))
    unknown = sum(level is None for level in communes)
    lowest, reasons = _reached(rules, [level or LEVELS[0] for level in communes], judged)
    worst, _ = _reached(rules, [level or LEVELS[-1] for level in communes], judged)
    silent = [level for level in rules.silent if LEVELS.index(level) > LEVELS.index(lowest)]
    highest = max([worst, *silent], key=LEVELS.index)
    missing = [Reason("zone_unknown", worst, unknown, len(communes))] if worst != lowest else []
    missing += [Reason("zone_silent", level) for level in silent]
    return Derived(lowest, highest, reasons or (Reason("zone_none"),), tuple(missing))


def _reached(rules: RuleSet, levels: Sequence[str], judged: Judged) -> tuple[str, tuple[Reason, ...]]:
    """Return the gravest level that a rule gives, with all its rules that hold; the mildest level if none does."""
    said = [(rule, _reason(rule, levels, judged)) for rule in rules.rules]
    held = [(rule, reason) for rule, reason in said if reason and not _together(rule, judged)]
    level = max([LEVELS[0], *(rule.level for rule, _ in held)], key=LEVELS.index)
    reasons = [_judged(rule, reason, judged) for rule, reason in held if rule.level == level]
    reasons += [
        replace(reason, code="zone_together") for rule, reason in said
        if reason and _together(rule, judged) and LEVELS.index(rule.level) > LEVELS.index(level)
    ]  # fmt: skip
    return level, tuple(reasons)


def _together(rule: Rule, judged: Judged) -> bool:
    return rule.scattered and judged.scattered is False


def _judged(rule: Rule, reason: Reason, judged: Judged) -> Reason:
    if not rule.scattered:
        return reason
    return replace(reason, code="zone_share_scattered" if judged.scattered else "zone_share_assumed")


def _reason(rule: Rule, levels: Sequence[str], judged: Judged) -> Reason | None:
    """Return why the rule's figures are met; None if they are not."""
    total = len(levels)
    if rule.kind == "adjoining":
        return Reason("zone_adjoining", rule.level) if judged.adjoining else None
    if rule.kind == "spread":
        met = judged.spread is not None and judged.spread * 100 > rule.percent * total
        return Reason("zone_spread", rule.level, judged.spread or 0, total, rule.percent) if met else None
    count = sum(LEVELS.index(level) >= LEVELS.index(rule.at) for level in levels)
    met = count > 0 and count * 100 >= rule.percent * total
    return Reason(f"zone_{rule.kind}", rule.at, count, total, rule.percent) if met else None


def words(reason: Reason, rules: RuleSet | None, language: str) -> str:
    """Return a reason as a phrase with its figures."""
    level = rules.levels[reason.level].name(language) if rules and reason.level else ""
    share = f"{reason.count / reason.total * 100:.1f}" if reason.total else ""
    values = {
        "level": level + (explain("zone_or_graver", {}, language) if reason.level not in ("", LEVELS[-1]) else ""),
        "only": level,
        "count": str(reason.count),
        "total": str(reason.total),
        "percent": str(reason.percent),
        "share": share.replace(".", ",") if language == "vi" else share,
        "decision": rules.decision if rules else "",
    }
    return explain(reason.code, values, language)

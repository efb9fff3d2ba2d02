"""Safety rubrics: what one decision asks of a site, and what its answers, or its total alone, come to (docs/safety.md).

A rubric is data (data/reference/rubrics/*.toml, read by warehouse/rubrics.py). High points are danger in some, safety in
others; a value that the text puts into no level goes to the worse neighbour; what is not known is no level, never the best.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from rules.text import fold

Colour = Literal["green", "yellow", "red"]
COLOURS: tuple[Colour, ...] = ("green", "yellow", "red")
"""The colours of antoancovid.vn, the best first. Which level has which colour is the product's choice, kept in the rubric."""
YES, NO = ("dat", "co", "yes", "x"), ("khong dat", "khong", "no")
_ANSWER = re.compile(r"[^\d;=:]*(\d+)\s*[=:]\s*(.+)")
ROUNDING = 0.5
"""How far a total written in whole numbers may be from the one computed."""


@dataclass(frozen=True)
class Option:
    """One answer of a criterion; `people_below`: choosing it says that fewer people than this work here."""

    points: float
    vi: str
    en: str
    people_below: int = 0


@dataclass(frozen=True)
class Criterion:
    """One question. `mandatory`: the fewest points here put the site into the worst level whatever the rest."""

    number: int
    vi: str
    en: str
    least: float
    most: float
    mandatory: bool = False
    options: tuple[Option, ...] = ()

    def allows(self, points: float) -> bool:
        """Return whether this many points can be given here."""
        if self.options:
            return any(option.points == points for option in self.options)
        return self.least <= points <= self.most and points == int(points)


@dataclass(frozen=True)
class Band:
    """One level. It holds up to `limit` (danger) or from it on (safety), itself included or not; `none_from`: only if no
    criterion has so many points, else the next worse level holds."""

    code: str
    vi: str
    en: str
    colour: Colour
    limit: float
    inclusive: bool
    printed: str
    action_vi: str
    action_en: str
    none_from: float | None = None


@dataclass(frozen=True)
class Rubric:
    """One decision's set of criteria. `version`: the first 8 hexadecimal digits of the SHA-256 of its file."""

    id: str
    version: str
    decision: str
    vi: str
    en: str
    source: str
    checked_against_text: bool
    valid_from: date
    valid_to: date
    provinces: tuple[str, ...]
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    danger: bool
    percent: bool
    maximum: float
    all_mandatory: bool
    period_days: int
    note_vi: str
    note_en: str
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and highest value that a total can have, in the unit of the bands."""
        if not self.criteria:
            return 0, 100 if self.percent else self.maximum
        return self._value(sum(c.least for c in self.criteria)), self._value(sum(c.most for c in self.criteria))

    def _value(self, points: float) -> float:
        return round(points * 100 / self.maximum, 9) if self.percent else points

    def value(self, answers: Mapping[int, float]) -> float:
        """Return what answers come to, in the unit of the bands: percent of `maximum`, or points."""
        return self._value(sum(answers.values()))


@dataclass(frozen=True)
class Outcome:
    """What an assessment comes to. `certain` False: a total alone cannot show that what is mandatory is kept. `remarks`:
    codes, with criteria after a colon, that say why and what is odd."""

    value: float | None = None
    band: Band | None = None
    colour: Colour | None = None
    certain: bool = True
    remarks: tuple[str, ...] = ()


def parse(text: str) -> Rubric:
    """Return the rubric of a file's text, which rules.rubric_faults has found sound."""
    table = tomllib.loads(text)
    least, most = table.get("least", 0), table.get("most", 1)
    names = ("id", "decision", "source", "checked_against_text", "valid_from", "period_days")
    lists = {name: tuple(table.get(name, ())) for name in ("provinces", "kinds", "words")}
    kept: dict[str, Any] = {**{name: table[name] for name in names}, **lists}
    return Rubric(
        **kept,
        version=sha256(text.encode()).hexdigest()[:8],
        vi=table["title_vi"],
        en=table["title_en"],
        valid_to=table.get("valid_to", date.max),
        danger=table["direction"] == "danger",
        percent=table["unit"] == "percent",
        maximum=table["maximum"],
        all_mandatory=table.get("all_mandatory", False),
        note_vi=table.get("note_vi", ""),
        note_en=table.get("note_en", ""),
        criteria=tuple(_criterion(one, least, most) for one in table.get("criteria", ())),
        bands=tuple(_band(one) for one in table.get("bands", ())),
    )


def _criterion(table: Mapping[str, Any], least: float, most: float) -> Criterion:
    options = tuple(Option(**one) for one in table.get("options", ()))
    points = [option.points for option in options]
    low, high = (min(points), max(points)) if points else (table.get("least", least), table.get("most", most))
    return Criterion(table["number"], table["vi"], table["en"], low, high, table.get("mandatory", False), options)


def _band(table: Mapping[str, Any]) -> Band:
    (edge,) = (name for name in ("up_to", "below", "from", "above") if name in table)
    texts = {name: table[name] for name in ("code", "vi", "en", "colour", "printed", "action_vi", "action_en")}
    return Band(**texts, limit=table[edge], inclusive=edge in ("up_to", "from"), none_from=table.get("none_from"))


def read_answers(text: str) -> dict[int, float]:
    """Return criterion → points of '1=5; TP2=2; 3=Đạt'; raise ValueError where it is no such text.

    >>> read_answers("TP1=5; 2: 0,5; 3=Không đạt")
    {1: 5.0, 2: 0.5, 3: 0.0}
    """
    found: dict[int, float] = {}
    for part in filter(str.strip, re.split(r"[;\n|]", text)):
        match = _ANSWER.fullmatch(part.strip())
        if match is None or int(match[1]) in found:
            raise ValueError
        found[int(match[1])] = _points(match[2])
    return found


def _points(text: str) -> float:
    word = fold(text)
    return 1.0 if word in YES else 0.0 if word in NO else float(text.replace(",", "."))


def in_force(rubrics: Collection[Rubric], word: str, kind: str, province: str, day: date) -> Rubric | None:
    """Return the rubric of a site on a day: the one its file names; else of its kind, the province's own before the country's,
    the newest first. None: no rubric is known."""
    held = [one for one in rubrics if one.valid_from <= day <= one.valid_to]
    named = [one for one in held if word and fold(word) in map(fold, one.words)]
    usual = [one for one in held if kind in one.kinds and (not one.provinces or province in one.provinces)]
    ordered = sorted(named or usual, key=lambda one: (bool(one.provinces), one.valid_from, one.id))
    return ordered[-1] if ordered else None


def judge(rubric: Rubric, answers: Mapping[int, float] | None, total: float | None) -> Outcome:
    """Return what the answers come to or, where there are none, the total in the unit of the bands.

    Answers that are not complete, or a total that cannot be, come to nothing.
    """
    if answers:
        return _judge_answers(rubric, answers, total)
    if total is None:
        return Outcome(remarks=("nothing_handed_in",))
    least, most = rubric.range
    if not least <= total <= most:
        return Outcome(remarks=("score_outside",))
    band = _band_of(rubric, total)
    if band is None:
        return Outcome(total, certain=False, remarks=("no_bands",))
    conditional = rubric.all_mandatory or any(one.mandatory for one in rubric.criteria) or band.none_from is not None
    certain = band is rubric.bands[-1] or not conditional
    return Outcome(total, band, band.colour, certain, (*_best(rubric, total), *(() if certain else ("mandatory_unknown",))))


def _judge_answers(rubric: Rubric, answers: Mapping[int, float], total: float | None) -> Outcome:
    known = {one.number: one for one in rubric.criteria}
    for remark, wrong in (
        ("answers_unknown", answers.keys() - known.keys()),
        ("answers_missing", known.keys() - answers.keys()),
        ("answers_outside", {n for n, points in answers.items() if n in known and not known[n].allows(points)}),
    ):
        if wrong:
            return Outcome(remarks=(f"{remark}:{_listed(wrong)}",))
    value = rubric.value(answers)
    remarks = _best(rubric, value)
    if total is not None and abs(total - value) > ROUNDING:
        remarks += ("score_differs",)
    failed = [n for n, one in known.items() if (one.mandatory or rubric.all_mandatory) and answers[n] <= one.least]
    if failed:
        worst = rubric.bands[-1] if rubric.bands else None
        return Outcome(value, worst, worst.colour if worst else "red", True, (*remarks, f"mandatory_failed:{_listed(failed)}"))
    band = _band_of(rubric, value)
    if band is None:
        return Outcome(value, certain=False, remarks=(*remarks, "no_bands"))
    high = [n for n, points in answers.items() if band.none_from is not None and points >= band.none_from]
    if high:
        band = rubric.bands[rubric.bands.index(band) + 1]
        remarks += (f"component_high:{_listed(high)}",)
    return Outcome(value, band, band.colour, True, remarks)


def _band_of(rubric: Rubric, value: float) -> Band | None:
    """The best level whose limit the value keeps: between two printed levels that is the worse."""
    for band in rubric.bands:
        beyond = value - band.limit if rubric.danger else band.limit - value
        if beyond < 0 or (beyond == 0 and band.inclusive):
            return band
    return None


def _best(rubric: Rubric, value: float) -> tuple[str, ...]:
    return ("perfect",) if value == rubric.range[0 if rubric.danger else 1] else ()


def _listed(numbers: Collection[int]) -> str:
    return ",".join(map(str, sorted(numbers)))

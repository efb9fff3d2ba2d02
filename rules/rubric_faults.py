"""What can be wrong in a rubric file, each fault as (key, what is wrong). Called by warehouse/rubrics.py."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from math import isfinite
from typing import Any

from rules.rubric import COLOURS

_NEEDED = {
    "id": str, "decision": str, "title_vi": str, "title_en": str, "source": str, "checked_against_text": bool,
    "valid_from": date, "direction": str, "unit": str, "maximum": (int, float), "period_days": int,
}  # fmt: skip
_OPTIONAL = {
    "valid_to": date, "provinces": list, "kinds": list, "words": list, "all_mandatory": bool, "note_vi": str, "note_en": str,
    "criteria": list, "bands": list, "least": (int, float), "most": (int, float),
}  # fmt: skip
_CRITERION = {"number": int, "vi": str, "en": str}
_CRITERION_OPTIONAL = {"least": (int, float), "most": (int, float), "mandatory": bool, "options": list}
_OPTION = {"points": (int, float), "vi": str, "en": str}
_BAND = dict.fromkeys(("code", "vi", "en", "colour", "printed", "action_vi", "action_en"), str)
_EDGES = {"danger": ("up_to", "below"), "safe": ("from", "above")}


def faults(table: Mapping[str, Any], kinds: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong) for every fault of one rubric file; `kinds` are the kinds of venue there are."""
    yield from _keys("", table, _NEEDED, _OPTIONAL)
    if str(table.get("direction")) not in _EDGES:
        yield "direction", "must be danger (many points are dangerous) or safe (many points are safe)"
    if table.get("unit") not in ("percent", "points"):
        yield "unit", "must be percent or points"
    if _number(table.get("maximum")) and table["maximum"] <= 0:
        yield "maximum", "must be more than 0"
    for key in ("provinces", "kinds", "words"):
        if not all(isinstance(one, str) for one in _listed(table, key)):
            yield key, "must be a list of texts"
    for kind in _listed(table, "kinds"):
        if isinstance(kind, str) and kind not in kinds:
            yield "kinds", f"{kind!r} is no kind of venue; known: {', '.join(sorted(kinds))}"
    first, last = table.get("valid_from"), table.get("valid_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield "valid_to", "is before valid_from"
    yield from _criteria(table)
    yield from _bands(table)


def _keys(where: str, table: object, needed: Mapping[str, Any], optional: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not isinstance(table, Mapping):
        yield where.rstrip("."), "must be a table"
        return
    for key in sorted(table.keys() - needed.keys() - optional.keys()):
        yield f"{where}{key}", f"unknown key; known: {', '.join(sorted({*needed, *optional}))}"
    for key, kind in {**needed, **optional}.items():
        if key not in table and key in needed:
            yield f"{where}{key}", "is missing"
        elif key in table and not _is(table[key], kind):
            yield f"{where}{key}", f"{table[key]!r} is of the wrong kind"
        elif key in needed and isinstance(table[key], str) and not table[key].strip():
            yield f"{where}{key}", "must be a non-empty text"


def _is(value: object, kind: Any) -> bool:
    if isinstance(value, bool | datetime):
        return kind is bool and isinstance(value, bool)
    return isinstance(value, kind) and (not isinstance(value, float) or isfinite(value))


def _number(value: object) -> bool:
    return _is(value, (int, float))


def _listed(table: Mapping[str, Any], key: str) -> list[Any]:
    return table[key] if isinstance(table.get(key), list) else []


def _criteria(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for place, one in enumerate(_listed(table, "criteria"), start=1):
        where = f"criteria[{place}]."
        yield from _keys(where, one, _CRITERION, _CRITERION_OPTIONAL)
        if not isinstance(one, Mapping):
            continue
        if "number" in one and str(one["number"]) in seen:
            yield f"{where}number", f"{one['number']} stands twice"
        seen.add(str(one.get("number")))
        options = _listed(one, "options")
        for option in options:
            yield from _keys(f"{where}options.", option, _OPTION, {"people_below": int})
        least, most = one.get("least", table.get("least", 0)), one.get("most", table.get("most", 1))
        if not options and _number(least) and _number(most) and least >= most:
            yield f"{where}most", "must be more than least"
        if one.get("mandatory") and table.get("direction") == "danger":
            yield f"{where}mandatory", "only where many points are safe; use none_from in [[bands]]"
    if table.get("all_mandatory") and table.get("direction") == "danger":
        yield "all_mandatory", "only where many points are safe; use none_from in [[bands]]"


def _bands(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    edges = _EDGES.get(str(table.get("direction")), ())
    bands = [one for one in _listed(table, "bands") if isinstance(one, Mapping)]
    limits: list[tuple[float, bool]] = []
    for place, one in enumerate(_listed(table, "bands"), start=1):
        where = f"bands[{place}]."
        yield from _keys(where, one, _BAND, dict.fromkeys((*edges, "none_from"), (int, float)))
        if not isinstance(one, Mapping):
            continue
        if str(one.get("colour")) not in COLOURS:
            yield f"{where}colour", f"must be one of {', '.join(COLOURS)}"
        given = [edge for edge in edges if _number(one.get(edge))]
        if len(given) == 1:
            limits.append((one[given[0]], given[0] in ("up_to", "from")))
        elif edges:
            yield where.rstrip("."), f"exactly one of {' and '.join(edges)} must stand here"
        if "none_from" in one and place == len(bands):
            yield f"{where}none_from", "the worst level has no worse one to fall to"
    codes = [one.get("code") for one in bands]
    if len(set(map(str, codes))) < len(codes):
        yield "bands", "a code stands twice"
    if bands and len(limits) == len(bands) and _number(table.get("maximum")):
        yield from _order(table, bands, limits)


def _order(
    table: Mapping[str, Any], bands: list[Mapping[str, Any]], limits: list[tuple[float, bool]]
) -> Iterator[tuple[str, str]]:
    """Levels stand from the best to the worst, their colours never get better, and the last one holds all that is left."""
    sign = 1 if table["direction"] == "danger" else -1
    keys = [(sign * limit, inclusive) for limit, inclusive in limits]
    if any(one >= other for one, other in pairwise(keys)):
        yield "bands", "must stand from the best level to the worst, each with a limit of its own"
    ranks = [COLOURS.index(one["colour"]) for one in bands if str(one.get("colour")) in COLOURS]
    if ranks != sorted(ranks):
        yield "bands", "colours must not get better from one level to the next worse"
    whole = 100 if table.get("unit") == "percent" else table["maximum"]
    end, inclusive = limits[-1]
    if not inclusive or (end < whole if sign == 1 else end > 0):
        yield "bands", f"the last level must hold all that is left: {'up_to = ' + str(whole) if sign == 1 else 'from = 0'}"

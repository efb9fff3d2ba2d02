"""What can be wrong in a rubric file. Called by warehouse/rubrics.py."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise
from math import isfinite
from typing import Any

from rules.messages import KINDS, Fault
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


def faults(table: Mapping[str, Any], kinds: frozenset[str]) -> Iterator[Fault]:
    """Yield every fault of one rubric file, each where its key stands; `kinds` are the kinds of venue there are."""
    yield from _keys("", table, _NEEDED, _OPTIONAL)
    if str(table.get("direction", "safe")) not in _EDGES:
        yield Fault("direction", "fault_direction")
    if table.get("unit", "points") not in ("percent", "points"):
        yield Fault("unit", "fault_one_of", {"known": "percent, points"})
    if _number(table.get("maximum")) and table["maximum"] <= 0:
        yield Fault("maximum", "fault_not_positive")
    for key in ("provinces", "kinds", "words"):
        if not all(isinstance(one, str) for one in _listed(table, key)):
            yield Fault(key, "fault_texts")
    for kind in _listed(table, "kinds"):
        if isinstance(kind, str) and kind not in kinds:
            yield Fault("kinds", "fault_venue_kind", {"value": kind, "known": ", ".join(sorted(kinds))})
    first, last = table.get("valid_from"), table.get("valid_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield Fault("valid_to", "fault_ends_first")
    yield from _criteria(table)
    yield from _bands(table)


def _keys(where: str, table: object, needed: Mapping[str, Any], optional: Mapping[str, Any]) -> Iterator[Fault]:
    if not isinstance(table, Mapping):
        yield Fault(where.rstrip("."), "fault_table")
        return
    for key in sorted(table.keys() - needed.keys() - optional.keys()):
        yield Fault(f"{where}{key}", "fault_unknown", {"known": ", ".join(sorted({*needed, *optional}))})
    for key, kind in {**needed, **optional}.items():
        if key not in table and key in needed:
            yield Fault(f"{where}{key}", "fault_missing")
        elif key in table and not _is(table[key], kind):
            yield Fault(f"{where}{key}", KINDS[kind], {"value": str(table[key])})
        elif key in needed and isinstance(table[key], str) and not table[key].strip():
            yield Fault(f"{where}{key}", "fault_empty")


def _is(value: object, kind: Any) -> bool:
    if isinstance(value, bool | datetime):
        return kind is bool and isinstance(value, bool)
    return isinstance(value, kind) and (not isinstance(value, float) or isfinite(value))


def _number(value: object) -> bool:
    return _is(value, (int, float))


def _listed(table: Mapping[str, Any], key: str) -> list[Any]:
    return table[key] if isinstance(table.get(key), list) else []


def _criteria(table: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, one in enumerate(_listed(table, "criteria"), start=1):
        where = f"criteria[{place}]."
        yield from _keys(where, one, _CRITERION, _CRITERION_OPTIONAL)
        if not isinstance(one, Mapping):
            continue
        if "number" in one and str(one["number"]) in seen:
            yield Fault(f"{where}number", "fault_twice", {"value": str(one["number"])})
        seen.add(str(one.get("number")))
        options = _listed(one, "options")
        for option in options:
            yield from _keys(f"{where}options.", option, _OPTION, {"people_below": int})
        least, most = one.get("least", table.get("least", 0)), one.get("most", table.get("most", 1))
        if not options and _number(least) and _number(most) and least >= most:
            yield Fault(f"{where}most", "fault_most")
        if one.get("mandatory") and table.get("direction") == "danger":
            yield Fault(f"{where}mandatory", "fault_mandatory")
    if table.get("all_mandatory") and table.get("direction") == "danger":
        yield Fault("all_mandatory", "fault_mandatory")


def _bands(table: Mapping[str, Any]) -> Iterator[Fault]:
    edges = _EDGES.get(str(table.get("direction")), ())
    bands = [one for one in _listed(table, "bands") if isinstance(one, Mapping)]
    limits: list[tuple[float, bool]] = []
    for place, one in enumerate(_listed(table, "bands"), start=1):
        where = f"bands[{place}]."
        yield from _keys(where, one, _BAND, dict.fromkeys((*edges, "none_from"), (int, float)))
        if not isinstance(one, Mapping):
            continue
        if str(one.get("colour")) not in COLOURS:
            yield Fault(f"{where}colour", "fault_one_of", {"known": ", ".join(COLOURS)})
        given = [edge for edge in edges if _number(one.get(edge))]
        if len(given) == 1:
            limits.append((one[given[0]], given[0] in ("up_to", "from")))
        elif edges:
            yield Fault(where.rstrip("."), "fault_edge", {"known": ", ".join(edges)})
        if "none_from" in one and place == len(bands):
            yield Fault(f"{where}none_from", "fault_no_worse")
    codes = [one.get("code") for one in bands]
    if len(set(map(str, codes))) < len(codes):
        yield Fault("bands", "fault_code_twice")
    if bands and len(limits) == len(bands) and _number(table.get("maximum")):
        yield from _order(table, bands, limits)


def _order(table: Mapping[str, Any], bands: list[Mapping[str, Any]], limits: list[tuple[float, bool]]) -> Iterator[Fault]:
    """Levels stand from the best to the worst, their colours never get better, and the last one holds all that is left."""
    sign = 1 if table["direction"] == "danger" else -1
    keys = [(sign * limit, inclusive) for limit, inclusive in limits]
    if any(one >= other for one, other in pairwise(keys)):
        yield Fault("bands", "fault_order")
    ranks = [COLOURS.index(one["colour"]) for one in bands if str(one.get("colour")) in COLOURS]
    if ranks != sorted(ranks):
        yield Fault("bands", "fault_colours")
    whole = 100 if table.get("unit") == "percent" else table["maximum"]
    end, inclusive = limits[-1]
    if not inclusive or (end < whole if sign == 1 else end > 0):
        yield Fault("bands", "fault_last", {"needed": f"up_to = {whole}" if sign == 1 else "from = 0"})

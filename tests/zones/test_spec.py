"""The tables of docs/zones.md, row by row."""

from datetime import date, datetime

import pytest

from queries.zones import standing
from rules.disclosure import SMALL, disclosed
from rules.zones import Judged, derive, in_force, words
from tests.spec import tables_of
from warehouse.reader import Warehouse

table = tables_of("zones")
RULES = in_force(date(2021, 6, 2))
ORDER = ("very_high", "high", "risk", "normal", None)
KNOWN = {"yes": True, "no": False, "": None}


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date()


def communes(counts):
    return [level for level, count in zip(ORDER, counts, strict=True) for _ in range(int(count or 0))]


@pytest.mark.parametrize("row", table(1), ids=" ".join)
def test_the_levels(row):
    level = RULES.levels[row[0]]
    assert (level.name("vi"), level.colour) == row[1:]


def test_the_levels_are_all_there_and_each_has_its_measures():
    assert list(RULES.levels) == [code for code, *_ in table(1)]
    for level in RULES.levels.values():
        assert level.measures("vi") and len(level.measures("vi")) == len(level.measures("en"))
    assert RULES.source and RULES.checked_against_text is False


@pytest.mark.parametrize("row", table(2) + table(3), ids=" ".join)
def test_a_district_from_its_communes(row):
    *counts, scattered, spread, adjoining, lowest, highest, why, missing = row
    found = derive(RULES, communes(counts), Judged(int(spread) if spread else None, KNOWN[adjoining], KNOWN[scattered]))
    assert (found.lowest, found.highest) == (lowest, highest)
    assert found.level == (lowest if lowest == highest else None)
    codes = [code for code in f"{why}, {missing}".split(", ") if code]
    assert [reason.code.removeprefix("zone_") for reason in found.reasons + found.missing] == codes


@pytest.mark.parametrize("row", table(4), ids=" ".join)
def test_which_rules_hold(row):
    rules = in_force(day(row[0]))
    assert (rules.decision if rules else "") == row[1]
    assert (rules.replaced_by if rules and day(row[0]) >= rules.replaced_on else "") == row[2]


def test_without_rules_nothing_is_derived():
    found = derive(in_force(date(2021, 5, 30)), ["very_high"] * 3, Judged())
    assert (found.level, [reason.code for reason in found.missing]) == (None, ["zone_no_rules"])


@pytest.mark.parametrize("row", table(5), ids=" ".join)
def test_which_statement_holds(row, into, levels, place):
    stated, on, level = row
    said = {"high": "Nguy cơ cao", "risk": "Nguy cơ", "unknown": "Chưa rõ"}
    for number, statement in enumerate(stated.split(", ")):
        since, word = statement.split()
        into(levels(f"{number}.csv", f"Long Xuyên | Mỹ Bình | {since} | {said[word]} | Lần {number}"))
    warehouse = Warehouse(place)
    found = standing(warehouse, day(on)).set_index("unit_code")["level"].to_dict()
    warehouse.close()
    assert (found.get("30280") or "") == level


@pytest.mark.parametrize("row", table(6), ids=" ".join)
def test_how_a_level_is_written(row, cleaned):
    written, level = row
    fields = {"unit_code": "30280", "date": "02/06/2021", "reason": "x", "risk_level": written}
    (found,) = cleaned("zone_level", [fields])
    assert (found["reasons"] is not None) == (level == "not loaded")
    if level != "not loaded":
        assert (found["level"] or "unknown") == level


@pytest.mark.parametrize("row", table(7), ids=" ".join)
def test_the_derivation_in_words(row):
    *counts, expected = row
    found = derive(RULES, communes(counts), Judged())
    assert expected in [words(reason, RULES, "vi") for reason in found.reasons + found.missing]


@pytest.mark.parametrize("row", table(8), ids=" ".join)
def test_small_numbers(row):
    count, shown = row
    found = disclosed(int(count))
    assert (f"≤ {SMALL}" if found is None else str(found)) == shown

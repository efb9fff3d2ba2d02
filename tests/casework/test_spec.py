"""The tables of docs/tracing.md, row by row."""

from datetime import date, datetime

import pytest

from rules.case_form import CaseForm, faults
from rules.clusters import clusters
from rules.crowds import Crowd, Limits, beside_usual, entrance
from rules.priority import Circumstances, priority
from rules.same_person import Entry, judge
from rules.windows import in_force, preset
from tests.spec import tables_of

table = tables_of("tracing")


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


@pytest.mark.parametrize("row", table(1), ids=" ".join)
def test_days_that_count(row):
    decision, *days = row
    onset, sampled, isolated, first, last = map(day, days)
    assert preset(decision).window(onset, sampled, isolated) == ((first, last) if first else None)


@pytest.mark.parametrize("row", table(2), ids=" ".join)
def test_the_preset_offered(row):
    assert in_force(day(row[0])).decision == row[1]


@pytest.mark.parametrize("row", table(3), ids=" ".join)
def test_whom_to_call_first(row):
    symptoms, household, cases, sure, probable, fewest, indoor, level, reasons = row
    known = {"yes": True, "no": False, "?": None}
    of = Circumstances(
        known[symptoms], known[household], int(cases), int(sure) * 60, int(probable) * 60, int(fewest), known[indoor]
    )
    assert priority(of, 15 * 60) == (int(level), tuple(filter(None, reasons.split(", "))))


def test_worse_circumstances_never_come_later():
    import itertools

    values = itertools.product((None, False, True), (False, True), (1, 2), (0, 900, 3600), (0, 900), (3, 40), (None, True))
    for case in values:
        base = priority(Circumstances(*case), 900)[0]
        assert priority(Circumstances(True, *case[1:]), 900)[0] <= base
        assert priority(Circumstances(case[0], True, *case[2:]), 900)[0] <= base
        assert priority(Circumstances(*case[:2], 2, *case[3:]), 900)[0] <= base
        assert priority(Circumstances(*case[:3], 3600, *case[4:]), 900)[0] <= base


@pytest.mark.parametrize("row", table(15), ids=" ".join)
def test_a_list_too_large_to_use(row):
    *numbers, signs, beside = row
    present, peak, others, stay, met, unproven, arrivals, usual, days = (int(text) if text else None for text in numbers)
    crowd, limits = Crowd(present, peak, others, stay, met, unproven, arrivals, usual, days), Limits(200, 5.0, 30, 50, 1.5)
    assert entrance(crowd, limits) == tuple(filter(None, signs.split(", ")))
    assert beside_usual(crowd, limits) == beside


@pytest.mark.parametrize("row", table(16), ids=" ".join)
def test_a_case_entered_by_a_form(row):
    code, phone, number, born, onset, sampled, isolated, ill, expected = row
    apart = datetime.strptime(isolated, "%d/%m/%Y") if isolated else None
    form = CaseForm(code, "", phone, number, int(born) if born else None, day(onset), day(sampled), apart, "", ill == "yes")
    found = faults(form, datetime(2021, 6, 10, 9), date(2000, 1, 1))
    assert ", ".join(f"{field} {fault}" for field, fault in found.items()) == expected


def entry(number, text):
    phone, name, *rest = [part.strip() for part in text.split(",")]
    told = {}
    for part in rest:
        if "*" in part:
            told["id_tail"] = part.lstrip("*")
        elif part.isdigit():
            told[{4: "birth_year", 5: "commune"}.get(len(part), "id_number")] = int(part) if len(part) == 4 else part
        else:
            told["address"] = part
    return Entry(number, phone, name, (name,), **told)


@pytest.mark.parametrize("row", table(8), ids=" ".join)
def test_one_person_under_several_numbers(row):
    one, other, verdict = entry(1, row[0]), entry(2, row[1]), row[2]
    for found in (judge(one, other), judge(other, one)):
        assert ("" if found is None else found.rule + ("" if found.sure else ", likely")) == verdict


def test_links_never_join_what_contradicts():
    names = {1: "Nguyễn Văn An", 2: "Nguyễn Thị An", 3: "Nguyễn An"}
    entries = {number: Entry(number, "0912345678", name, (name,)) for number, name in names.items()}
    assert clusters(entries, [(1, 3, "phone"), (2, 3, "phone")], frozenset()) == []
    assert clusters({1: entries[1], 3: entries[3]}, [(1, 3, "phone")], frozenset()) == [{1, 3}]
    assert clusters(entries, [(1, 3, "phone")], frozenset({(1, 3)})) == []
    assert clusters(entries, [(1, 2, "decided")], frozenset()) == [{1, 2}]
    born = {n: Entry(n, str(n), "Lê Văn An", ("Lê Văn An",), year) for n, year in ((1, 1980), (2, None), (3, 1990))}
    assert clusters(born, [(1, 2, "id"), (2, 3, "home")], frozenset()) == [{1, 2}]

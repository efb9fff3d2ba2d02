"""The tables of docs/tracing.md, row by row."""

from datetime import datetime

import pytest

from rules.priority import Circumstances, priority
from rules.windows import in_force, preset
from warehouse.place import REPOSITORY

DOC = (REPOSITORY / "docs" / "tracing.md").read_text("utf-8")


def table(section):
    text = DOC[DOC.index(f"## {section}.") :].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


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

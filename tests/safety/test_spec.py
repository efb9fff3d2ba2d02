"""The tables of docs/safety.md, row by row."""

from datetime import datetime

import pytest

from rules.rubric import in_force, judge, read_answers
from warehouse.place import REPOSITORY
from warehouse.rubrics import load_rubrics

DOC = (REPOSITORY / "docs" / "safety.md").read_text("utf-8")
RUBRICS = {name: rubric for name, (rubric, _) in load_rubrics().items()}


def table(section):
    text = DOC[DOC.index(f"## {section}.") :].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def remarks(text):
    return tuple(filter(None, text.split(", ")))


def test_the_levels_written_down_are_all_the_levels_there_are():
    found = []
    for rubric in RUBRICS.values():
        for band in rubric.bands:
            edge = {(True, True): "up to", (True, False): "below", (False, True): "from", (False, False): "above"}
            limit = f"{edge[rubric.danger, band.inclusive]} {band.limit}"
            guard = f", none from {band.none_from}" if band.none_from else ""
            found.append((rubric.id, band.vi, band.printed, band.colour, limit + guard))
    assert sorted(found) == sorted(table(1))


@pytest.mark.parametrize("row", table(2), ids=" ".join)
def test_a_total_alone(row):
    rubric, total, level, certain, said = row
    found = judge(RUBRICS[rubric], None, float(total))
    assert (found.band.code if found.band else "", found.certain, found.remarks) == (level, certain == "yes", remarks(said))


@pytest.mark.parametrize("row", table(3), ids=" ".join)
def test_answers(row):
    rubric, text, total, value, level, colour, said = row
    first, _, rest = text.partition(";")
    given = read_answers(rest if first.startswith("all") else text)
    if first.startswith("all"):
        given = {one.number: float(first.split()[1]) for one in RUBRICS[rubric].criteria} | given
    found = judge(RUBRICS[rubric], given, float(total) if total else None)
    assert (found.band.code if found.band else "", found.colour or "") == (level, colour)
    assert (found.value, found.remarks) == (float(value) if value else None, tuple(filter(None, said.split(", "))))


@pytest.mark.parametrize("row", table(4), ids=" ".join)
def test_which_rubric(row):
    word, kind, province, day, rubric = row
    found = in_force(RUBRICS.values(), word, kind, province, datetime.strptime(day, "%d/%m/%Y").date())
    assert (found.id if found else "") == rubric

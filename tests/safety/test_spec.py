"""The tables of docs/safety.md, row by row."""

from datetime import date, datetime, timedelta

import pytest

from rules.credibility import Assessed, doubts, group_colour
from rules.rubric import in_force, judge, read_answers
from tests.spec import tables_of
from warehouse.reader import Warehouse
from warehouse.rubrics import load_rubrics

table = tables_of("safety")
RUBRICS = {name: rubric for name, (rubric, _) in load_rubrics().items()}


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


def test_every_rubric_has_its_rows():
    assert {row[0] for row in table(2)} == RUBRICS.keys()
    assert {row[0] for row in table(3)} >= {name for name, rubric in RUBRICS.items() if rubric.criteria}
    assert {row[4] for row in table(4)} == {*RUBRICS, ""}


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


def test_the_colour_of_a_site(place, scans, into):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    warehouse = Warehouse(place)
    query = (
        "with assessment as (select $level::varchar as level, $computed::varchar as computed, $certain::boolean as certain)"
        + warehouse._con.execute("select sql from duckdb_views() where view_name = 'assessed'")
        .fetchone()[0]
        .partition(" AS ")[2]
    ).replace("lake.assessment", "assessment")
    for level, computed, certain, colour, contradicts in table(5):
        given = {"level": level or None, "computed": computed or None, "certain": {"yes": True, "no": False}.get(certain)}
        row = warehouse._con.execute(query.rstrip(";"), given).df().iloc[0]
        assert (row["colour"] or "", bool(row["contradicts"])) == (colour, contradicts == "yes"), (level, computed, certain)
    warehouse.close()


@pytest.mark.parametrize("row", table(6), ids=" ".join)
def test_the_colour_of_several_sites(row):
    assert (group_colour(*map(int, row[:4])) or "") == row[4]


@pytest.mark.parametrize("row", table(7), ids=" ".join)
def test_what_is_odd(row):
    _, age, same_days, times, said, contradicts, later, arrivals, busiest, share, colour, expected = row
    on = date(2021, 6, 30)
    at = datetime(2021, 6, 30, 8) - timedelta(days=int(age))
    site = Assessed(at, at + timedelta(days=later == "yes"), colour, contradicts == "yes", remarks(said), {1: 1.0},
                    datetime(2021, 6, 30, 8) - timedelta(days=int(same_days)), int(times), int(arrivals), int(busiest), float(share))  # fmt: skip
    assert doubts(site, RUBRICS["1203"], on, 7, 14) == remarks(expected)

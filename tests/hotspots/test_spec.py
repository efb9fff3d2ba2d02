"""The tables of docs/hotspots.md, row by row."""

import itertools
import math
import re
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from queries.hotspots import Week, crowds, declared, ill_places, presence
from rules.unusual import clear_change, crowd_surprise, unusual
from tests.tracing.test_contacts import START, Store, fill
from warehouse.place import REPOSITORY

DOC = (REPOSITORY / "docs" / "hotspots.md").read_text("utf-8")
ON = date(2021, 6, 2)
PERSON = {"A": 1, "B": 2, "a": 3}
LINK = [(1, 1), (3, 1)]


def tables(section):
    """Return the tables of a section: lists of rows."""
    text = DOC[DOC.index(f"## {section}.") :].split("\n## ")[0]
    found = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            found[-1].append(tuple(cell.strip() for cell in line.strip("|").split("|")))
        elif found[-1]:
            found.append([])
    return [rows[2:] for rows in found if rows]


def value(text):
    return float(text.replace(",", "."))


def grouped(rows):
    """Put rows with an empty first cell under the one above."""
    found = {}
    for first, *rest in rows:
        said = first or said  # noqa: F821
        found.setdefault(said, []).append(tuple(rest))
    return list(found.items())


def seconds(text):
    if not text:
        return None
    hour, minute = map(int, text.split(":"))
    return ((ON - START.date()).days * 24 + hour) * 3600 + minute * 60


@pytest.mark.parametrize(("visits", "hours"), grouped(tables(2)[0]), ids=str)
def test_presence(health, visits, hours):
    people = {}
    for who, came, went in re.findall(r"(\w) ([\d:]*)–([\d:]*)", visits):
        at, left = seconds(came), seconds(went)
        people.setdefault(PERSON[who], []).append((1, (at, left + 86400 if at and left and left < at else left, None, None)))
    fill(health, people, LINK)
    found = presence(Store(health), Week(ON))
    told = found.hours[found.hours["venue_id"] == 1].sort_values("hour")
    told = [(row.hour, row.people, row.seconds / 60) for row in told.itertuples()]
    night = [row for row in told if row[0] == 0]  # the half hour after midnight is another hour of the same venue
    assert [row for row in told if row not in night or "23:30" not in visits] == [tuple(map(int, row)) for row in hours]


@pytest.mark.parametrize("row", tables(3)[0], ids=str)
def test_declared(health, row):
    health.execute("delete from lake.declaration; delete from lake.person_link")
    for link in LINK:
        health.execute("insert into lake.person_link values (?, ?)", link)
    for number, (who, commune, word) in enumerate(re.findall(r"(\w) (\S+) (yes|no|–)", row[0])):
        at = datetime(2021, 6, 1, 8) + timedelta(minutes=number)
        health.execute(
            "insert into lake.declaration (day, declared_at, person_id, commune_code, symptoms) values (?, ?, ?, ?, ?)",
            [at.date(), at, PERSON[who], None if commune == "–" else commune, {"yes": True, "no": False, "–": None}[word]],
        )
    (found,) = declared(Store(health), Week(ON)).itertuples()
    assert (found.commune_code or "–", found.people, found.ill) == (row[1], int(row[2]), int(row[3]))


def arrivals(con, before, now, others=(), others_now=0):
    """Fill hour 10 of venue 1 and, by others of its kind, of venue 5 on working days before ON, which is a Wednesday."""
    con.execute("delete from lake.venue_hour; delete from lake.day_total; delete from lake.venue where venue_id = 5")
    con.execute("insert into lake.venue (venue_id, code, name, kind) values (5, '5', '5', 'quan_ca_phe')")
    days, day = [], ON - timedelta(days=6)
    while len(days) < len(before):
        day -= timedelta(days=1)
        if day.isoweekday() < 6:
            days.append(day)
    for day in [ON, *days]:
        con.execute("insert into lake.day_total (day, people) values (?, 100)", [day])
    rows = [(ON, 1, now), *((day, 1, came) for day, came in zip(days, before, strict=True))]
    rows += [(day, 5, came) for day, came in zip([ON, *days], [others_now, *others], strict=bool(others))]
    for day, venue, came in rows:
        con.execute("insert into lake.venue_hour values (?, 10, ?, ?, 0)", [day, venue, came])
    # A scan at another hour of every day: the venue stands there since the first of them.
    for day in days:
        con.execute("insert into lake.venue_hour values (?, 5, 1, 1, 0)", [day])


def judged(con):
    week = Week(ON)
    asked = {"back": week.first - timedelta(days=28), "small": 7, "compared": 3, "elsewhere": 20}
    return Store(con).query("queries/sql/hotspots/unusual", {**week.params(), **asked})


@pytest.mark.parametrize("row", tables(4)[0], ids=str)
def test_what_is_expected(health, row):
    before, now, others, others_now, expected = row
    numbers = lambda text: [int(word) for word in text.split()]  # noqa: E731
    arrivals(health, numbers(before), int(now), numbers(others), int(others_now or 0))
    found = judged(health)
    found = found[found["venue_id"] == 1].set_index("hour")["expected"].to_dict()
    if expected == "not judged" or int(now) <= value(expected):
        assert 10 not in found
    else:
        assert found[10] == pytest.approx(value(expected))


def test_the_crowd_is_told_with_its_surprise(health):
    arrivals(health, [8, 12, 8, 12, 10], 60)
    (found,) = crowds(Store(health), Week(ON)).itertuples()
    assert (found.venue_id, found.day.date(), found.hour, found.arrivals, found.days) == (1, ON, 10, 60, 5)
    # The days before vary less than chance does; five days make the mean uncertain: variance ÷ mean is 1 + 1/5.
    assert found.surprise == pytest.approx(crowd_surprise(60, 10, 1.2))


@pytest.mark.parametrize("row", tables(4)[1], ids=str)
def test_surprise(row):
    count, expected, spread, surprise = map(value, row)
    assert crowd_surprise(int(count), expected, spread) == pytest.approx(surprise, abs=0.05 if surprise > 50 else 0.005)


@pytest.mark.parametrize("row", tables(4)[2], ids=str)
def test_what_stands_out(row):
    surprises = [value(word) for word in row[0].split()]
    kept = [one for one, out in zip(surprises, unusual(surprises, int(row[1])), strict=True) if out]
    assert kept == [value(word) for word in row[2].split()]


@pytest.mark.parametrize("row", tables(5)[0], ids=str)
def test_ill_places(row):
    ill, here, ill_all, people, places = map(int, row[:5])
    everybody = pd.DataFrame({"place": range(places), "people": [here] + [1] * (places - 1)})
    found = ill_places(everybody, pd.DataFrame({"place": [0], "people": [ill]}), people, ill_all, "place")
    assert found["place"].tolist() == ([0] if row[5] == "yes" else [])
    if len(found):
        assert found["expected"].iloc[0] == ill_all * here / people


@pytest.mark.parametrize("row", tables(6)[0], ids=str)
def test_change(row):
    assert clear_change(*map(int, row[:4])) == row[4]


@pytest.mark.parametrize(("mean", "spread"), [(0.3, 1), (4, 1), (4, 1.5), (60, 3), (900, 1.1)])
def test_the_tail_is_a_whole_distribution(mean, spread):
    """Chances of single counts, from differences of tails, add to 1 and have the mean and the spread asked for."""
    top = int(mean + 40 * math.sqrt(mean * spread) + 40)
    tail = [1.0] + [10 ** -crowd_surprise(count, mean, spread) for count in range(1, top)]
    chance = [here - beyond for here, beyond in itertools.pairwise(tail)]
    average = sum(count * share for count, share in enumerate(chance))
    assert sum(chance) == pytest.approx(1)
    assert average == pytest.approx(mean)
    assert sum((count - average) ** 2 * share for count, share in enumerate(chance)) == pytest.approx(mean * spread, rel=1e-4)

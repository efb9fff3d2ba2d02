"""Contacts: the rules as a table, and the SQL against sets of seconds on random visits."""

from datetime import datetime, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.tracing import BANDS, ContactQuestion, VenueQuestion, Window, contacts, second_ring, venue_people
from tests import oracle
from warehouse.engine import sql
from warehouse.lake import tables
from warehouse.place import REFERENCE

START = datetime(2021, 6, 1)
TICK = 600
DAY = 86_400
# venue → kind, cap, typical, opens, closes in seconds; kinds are those of venue_kinds.csv
VENUES = {
    1: ("quan_ca_phe", 300 * 60, 60 * 60, None, None),
    2: ("cho", 360 * 60, 40 * 60, 6 * 3600, 18 * 3600),
    3: ("sieu_thi", 360 * 60, 50 * 60, None, None),
    4: ("benh_vien", 1440 * 60, 120 * 60, None, None),
}
RULES = {venue: rule[1:] for venue, rule in VENUES.items()}


@pytest.fixture(scope="module")
def lake():
    """A lake in memory with three venues; its `fill` replaces all visits."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as lake")
    for name in ("venue", "typical_stay", "person_link", "visit_by_venue", "visit_by_person", "assessment"):
        columns = ", ".join(f"{column} {kind}" for column, (kind, _) in tables()[name]["columns"].items())
        con.execute(f"create table lake.{name} ({columns})")
    clock = lambda s: None if s is None else f"{s // 3600:02d}:00"  # noqa: E731
    for venue, (kind, _, typical, opens, closes) in VENUES.items():
        con.execute(
            "insert into lake.venue (venue_id, code, name, kind, opens, closes) values (?, ?, ?, ?, ?, ?)",
            [venue, str(venue), str(venue), kind, clock(opens), clock(closes)],
        )
        con.execute("insert into lake.typical_stay (kind, minutes) values (?, ?)", [kind, typical // 60])
    for statement in con.extract_statements(sql("warehouse/schema/reader")):
        con.execute(statement, {"kinds": str(REFERENCE / "venue_kinds.csv")} if statement.named_parameters else None)
    return con


class Store:
    """A warehouse as far as the questions need one."""

    agency = district = ""

    def __init__(self, con):
        self.con = con

    def query(self, name, params=None):
        return self.con.execute(sql(name), params).df()

    def shown(self, question, rows, search=""):
        return rows


def fill(con, people, links=()):
    con.execute("delete from lake.visit_by_venue; delete from lake.visit_by_person; delete from lake.person_link")
    for link in links:
        con.execute("insert into lake.person_link values (?, ?)", link)
    at = lambda t: None if t is None else START + timedelta(seconds=t)  # noqa: E731
    rows = []
    for person, visits in people.items():
        for venue, times in visits:
            came, went = at(times[0]), at(times[1])
            rows.append([(came or went).date(), person, venue, *map(at, times)])
    for table in ("visit_by_venue", "visit_by_person"):
        if rows:
            con.executemany(f"insert into lake.{table} values (?, ?, ?, ?, ?, ?, ?)", rows)


def by_sql(con, case, first, last, band, min_minutes=0):
    window = Window(case, (START + timedelta(days=first)).date(), (START + timedelta(days=last)).date())
    question = ContactQuestion((window,), min_minutes, band)
    return contacts(Store(con), question).set_index("contact_id")


tick = st.integers(0, 3 * DAY // TICK).map(lambda n: n * TICK)


@st.composite
def a_visit(draw):
    came, length = draw(tick), draw(st.integers(0, 60)) * TICK
    went = came + length
    other = draw(st.one_of(st.none(), st.integers(1, 30).map(lambda n: n * TICK)))
    match draw(st.sampled_from(["whole", "whole", "in", "out"])):
        case "whole":
            times = (
                came,
                went,
                came + other if other and other < length else None,
                went - other if other and other < length else None,
            )
        case "in":
            times = (came, None, came + other if other else None, None)
        case _:
            times = (None, went, None, went - other if other else None)
    return draw(st.sampled_from(sorted(VENUES))), times


visits_of_people = st.dictionaries(st.integers(1, 4), st.lists(a_visit(), min_size=1, max_size=5), min_size=2, max_size=4)


@given(visits_of_people, st.sampled_from(BANDS), st.integers(0, 2), st.integers(0, 2))
def test_the_oracle_agrees(lake, people, band, first, length):
    fill(lake, people)
    case, last = min(people), first + length
    expected = oracle.contacts(people, case, (first * DAY, (last + 1) * DAY), band, RULES, TICK)
    found = by_sql(lake, case, first, last, band)
    assert found[f"{band}_seconds"].to_dict() == expected
    assert (found["sure_seconds"] <= found["probable_seconds"]).all()
    assert (found["probable_seconds"] <= found["possible_seconds"]).all()


@given(visits_of_people, st.sampled_from(BANDS), st.integers(0, 40))
def test_the_second_ring_agrees_with_the_oracle(lake, people, band, least):
    fill(lake, people)
    case, window = min(people), (0, 3 * DAY)
    question = ContactQuestion((Window(case, START.date(), (START + timedelta(days=2)).date()),), least, band)
    found = contacts(Store(lake), second_ring(question, contacts(Store(lake), question)))
    told = {(row.case_id, row.contact_id): getattr(row, f"{band}_seconds") for row in found.itertuples()}
    expected = oracle.second_ring(people, case, window, band, least * 60, RULES, TICK)
    assert {pair: seconds for pair, seconds in told.items() if pair[1] != case} == expected


@given(visits_of_people, st.sampled_from(sorted(VENUES)), st.sampled_from(BANDS), tick, st.integers(1, 200), st.integers(0, 40))
def test_who_was_at_a_venue_agrees_with_the_oracle(lake, people, venue, band, begins, length, least):
    fill(lake, people)
    span = (begins, begins + length * TICK)
    question = VenueQuestion(venue, *(START + timedelta(seconds=at) for at in span), least, band)
    found = venue_people(Store(lake), question).set_index("contact_id")
    expected = oracle.at_venue(people, venue, span, band, RULES, TICK)
    assert found[f"{band}_seconds"].to_dict() == {who: s for who, s in expected.items() if s >= least * 60}
    assert found["case_id"].isna().all() and (found["number_present"] >= 1).all()


@given(visits_of_people, st.sampled_from(BANDS), st.lists(st.integers(1, 3), min_size=2, max_size=3, unique=True))
def test_linked_people_are_one(lake, people, band, linked):
    """What links say is what the data would say had every row carried the same pseudonym."""
    links, human = [(person, linked[0]) for person in linked], dict.fromkeys(linked, linked[0])
    one: dict = {}
    for person, visits in people.items():
        one.setdefault(human.get(person, person), []).extend(visits)
    case = human.get(min(people), min(people))
    expected = oracle.contacts(one, case, (0, 3 * DAY), band, RULES, TICK)
    fill(lake, people, links)
    for asked in [person for person in people if human.get(person, person) == case]:
        assert by_sql(lake, asked, 0, 2, band)[f"{band}_seconds"].to_dict() == expected


@given(visits_of_people, st.integers(1, 3))
@pytest.mark.slow
def test_a_shift_by_days_shifts_the_answer(lake, people, days):
    fill(lake, people)
    before = by_sql(lake, min(people), 0, 3, "probable")
    moved = {
        p: [(v, tuple(t and t + days * DAY if t != 0 else days * DAY for t in times)) for v, times in visits]
        for p, visits in people.items()
    }
    fill(lake, moved)
    after = by_sql(lake, min(people), days, 3 + days, "probable")
    assert after["probable_seconds"].to_dict() == before["probable_seconds"].to_dict()
    assert ((after["first_meeting"] - before["first_meeting"]) == timedelta(days=days)).all()


def test_meetings_venues_times_and_crowd(lake):
    hour = 3600
    people = {
        1: [(1, (8 * hour, 10 * hour, None, None)), (3, (11 * hour, 12 * hour, None, None))],
        2: [(1, (9 * hour, 9 * hour + 600, None, None)), (1, (9 * hour + 1200, 11 * hour, None, None)), (3, (11 * hour, 11 * hour + 600, None, None))],
        3: [(1, (8 * hour, 8 * hour + 600, None, None))],
        4: [(3, (12 * hour, 13 * hour, None, None))],
    }  # fmt: skip
    fill(lake, people)
    found = by_sql(lake, 1, 0, 0, "probable")
    assert sorted(found.index) == [2, 3]  # who came at the very moment the case left is no contact
    both = found.loc[2]
    assert (both.sure_seconds, both.meetings, both.venues, both.number_present) == (600 + 2400 + 600, 3, 2, 1)
    assert (both.first_meeting, both.last_meeting) == (START + timedelta(hours=9), START + timedelta(hours=11, minutes=10))
    assert by_sql(lake, 1, 0, 0, "probable", 60).index.tolist() == [2]
    assert by_sql(lake, 1, 0, 0, "probable", 61).empty


def test_a_visit_past_its_cap_is_met_at_its_end_the_day_after(lake):
    hour = 3600
    fill(lake, {1: [(2, (30 * hour, 31 * hour, None, None))], 2: [(2, (20 * hour, 30 * hour + 600, None, None))]})
    found = by_sql(lake, 1, 1, 1, "probable")
    assert found["probable_seconds"].to_dict() == {2: 600}


def test_missing_ends(lake):
    hour = 3600
    fill(
        lake,
        {
            1: [(1, (8 * hour, None, None, None))],
            2: [(1, (8 * hour, 14 * hour, None, None))],
            3: [(1, (10 * hour, 11 * hour, None, None))],
        },
    )
    found = by_sql(lake, 1, 0, 0, "possible")
    assert found.loc[2, ["sure_seconds", "probable_seconds", "possible_seconds"]].tolist() == [0, 2 * hour // 2, 5 * hour]
    assert found.loc[3, ["sure_seconds", "probable_seconds", "possible_seconds"]].tolist() == [0, 0, hour]


def test_overlapping_stays_are_united_before_they_are_summed(lake, shared):
    folder = shared / "data" / "overlap"
    edges, expected = pd.read_csv(folder / "edge_cases.csv"), pd.read_csv(folder / "expected.csv").set_index("case")
    assert len(expected) == 20
    for case, row in expected.iterrows():
        people: dict[int, list] = {1: [], 2: []}
        for stay in edges[edges["case"] == case].itertuples():
            people["AB".index(stay.person) + 1].append((4, (stay.t_in, stay.t_out, None, None)))
        fill(lake, people)
        assert by_sql(lake, 1, 0, 40, "sure")["sure_seconds"].sum() == row["overlap_seconds"], case
        assert len(by_sql(lake, 1, 0, 40, "sure", 15)) == row["at_least_15min"], case

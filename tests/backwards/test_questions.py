"""Shared venue-hours and meetings of cases: the SQL against slow, obvious Python on random visits; links built on them."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.backwards import HOUR_COLUMNS, LINK_COLUMNS, illnesses, links, shared_hours
from queries.tracing import BANDS, ContactQuestion, Window, contacts, window_params
from rules.infection import Illness
from tests import oracle
from tests.tracing.test_contacts import DAY, RULES, START, TICK, Store, fill
from tests.tracing.test_contacts import visits_of_people as recent_visits

HOUR = 3600
DATE = START.date()


@pytest.fixture(scope="module")
def past(lake):
    lake.execute("create table lake.day_total (day date, people integer)")
    return lake


def people_out(con, out):
    con.execute("delete from lake.day_total")
    for day, people in out.items():
        con.execute("insert into lake.day_total values (?, ?)", [DATE + timedelta(days=day), people])


@st.composite
def a_visit_of_some_week(draw):
    """Two venues and two days, by half hours, so that people do meet; or the same in a week before."""
    came, length = draw(st.integers(0, 96)) * TICK * 3, draw(st.integers(0, 12)) * TICK * 3
    back = draw(st.sampled_from([0, 0, 0, 1, 2, 3, 4])) * 7 * DAY
    ends = {"whole": (came, came + length), "in": (came, None), "out": (None, came)}[
        draw(st.sampled_from(["whole", "whole", "in", "out"]))
    ]
    return draw(st.integers(1, 2)), (*(None if t is None else t - back for t in ends), None, None)


visits_of_people = st.dictionaries(
    st.integers(1, 6), st.lists(a_visit_of_some_week(), min_size=1, max_size=8), min_size=4, max_size=6
)
outs = st.dictionaries(st.sampled_from([day - 7 * back for day in range(5) for back in range(4)]), st.integers(1, 9))
spans = st.tuples(st.integers(0, 2), st.integers(0, 3)).map(lambda span: (span[0], span[0] + span[1]))


def windows_of(people, drawn):
    """Some of the people are cases, each with days of their own."""
    return dict(zip(sorted(people)[: len(drawn)], drawn, strict=False))


def asked(con, windows, band):
    day = lambda n: DATE + timedelta(days=n)  # noqa: E731
    of = [Window(case, day(first), day(last)) for case, (first, last) in windows.items()]
    return window_params(Store(con), of) | {"band": BANDS.index(band) + 1}


def seconds(windows):
    return {case: (first * DAY, (last + 1) * DAY) for case, (first, last) in windows.items()}


@given(visits_of_people, outs, st.lists(spans, min_size=2, max_size=4), st.sampled_from(BANDS))
def test_shared_hours_agree_with_the_oracle(past, people, out, drawn, band):
    fill(past, people)
    people_out(past, out)
    windows = windows_of(people, drawn)
    expected = oracle.shared_hours(people, seconds(windows), band, RULES, out, TICK)
    rows = Store(past).query("queries/sql/backwards/shared_hours", asked(past, windows, band))
    found = {
        (row.venue_id, int((row.hour - START).total_seconds()) // HOUR):
        (list(row.case_ids), row.cases_out, row.present, pytest.approx(row.usual), pytest.approx(row.share))
        for row in rows.itertuples()
    }  # fmt: skip
    assert found == expected
    for row in rows.itertuples():  # a run is just the shared hours side by side, with all who were there
        hours = [int((at - START).total_seconds()) // HOUR for at in pd.date_range(row.run_from, row.run_to, freq="h")][:-1]
        assert all((row.venue_id, hour) in expected for hour in hours)
        assert (row.venue_id, hours[0] - 1) not in expected and (row.venue_id, hours[-1] + 1) not in expected
        assert list(row.run_cases) == sorted({case for hour in hours for case in expected[row.venue_id, hour][0]})


@given(visits_of_people, st.lists(spans, min_size=2, max_size=4), st.sampled_from(BANDS))
def test_meetings_agree_with_the_oracle(past, people, drawn, band):
    fill(past, people)
    windows = windows_of(people, drawn)
    expected = oracle.meetings(people, seconds(windows), band, RULES, TICK)
    rows = Store(past).query("queries/sql/backwards/meetings", asked(past, windows, band))
    found = {}
    for (one, other), part in rows.groupby(["one_id", "other_id"]):
        first, last = part["first_meeting"].min() - START, part["last_meeting"].max() - START
        moments = int(first.total_seconds()), int(last.total_seconds())
        found[one, other] = (part[f"{band}_seconds"].sum(), set(part["venue_id"]), *moments)
    assert found == expected


@given(visits_of_people, st.lists(st.integers(1, 3), min_size=2, max_size=2, unique=True), st.sampled_from(BANDS))
def test_linked_people_are_one(past, people, linked, band):
    human = dict.fromkeys(linked, linked[0])
    one: dict = {}
    for person, visits in people.items():
        one.setdefault(human.get(person, person), []).extend(visits)
    windows = dict.fromkeys(sorted(one)[:3], (0, 4))
    fill(past, people, [(person, linked[0]) for person in linked])
    people_out(past, {})
    answers = []
    for name in ("shared_hours", "meetings"):
        answers.append(Store(past).query(f"queries/sql/backwards/{name}", asked(past, windows, band)))
    hours, met = answers
    expected = oracle.shared_hours(one, seconds(windows), band, RULES, {}, TICK)
    assert [(list(r.case_ids), r.present) for r in hours.itertuples()] == [expected[k][0:3:2] for k in sorted(expected)]
    expected = oracle.meetings(one, seconds(windows), band, RULES, TICK)
    assert met.groupby(["one_id", "other_id"])[f"{band}_seconds"].sum().to_dict() == {k: v[0] for k, v in expected.items()}


def test_a_visit_longer_than_its_venue_s_limit_is_found_the_day_after(past):
    """Nobody stays 23 hours in a café: who is scanned out there in the morning may have come late, whenever the scan in was."""
    late = (1, (11 * HOUR, 34 * HOUR, None, None))
    fill(past, {1: [(1, (33 * HOUR, 34 * HOUR, None, None))], 2: [(1, (33 * HOUR, 34 * HOUR, None, None))], 3: [late]})
    people_out(past, {0: 10, 1: 10})
    rows = Store(past).query("queries/sql/backwards/shared_hours", asked(past, {1: (1, 1), 2: (1, 1)}, "possible"))
    assert rows["present"].tolist() == [3]


MORNING = (8 * HOUR, 11 * HOUR, None, None)


def small_town(past, crowd=40):
    """Three cases meet in a big hall (venue 4) and two of them in a small café (venue 1)."""
    people = {n: [(4, MORNING)] for n in range(1, crowd)}
    for case in (1, 2):
        people[case].append((1, (14 * HOUR, 15 * HOUR, None, None)))
    people[99] = [(1, (14 * HOUR, 15 * HOUR, None, None))]
    fill(past, people)
    people_out(past, {0: 400})


def test_the_hour_in_the_small_café_goes_before_the_hours_in_the_big_hall(past):
    small_town(past)
    cases = {n: Illness(DATE + timedelta(days=3)) for n in (1, 2, 3)}
    rows = shared_hours(Store(past), cases, 14, "sure")
    told = rows[["venue_id", "starts", "ends", "together", "cases_out", "present"]].values.tolist()
    at = lambda hour: pd.Timestamp(START + timedelta(hours=hour))  # noqa: E731
    assert told == [[1, at(14), at(15), 2, 3, 3], [4, at(8), at(11), 3, 3, 39]]
    assert rows["surprise"].round(2).tolist() == [3.77, 3.03]
    assert [sorted(ids) for ids in rows["case_ids"]] == [[1, 2], [1, 2, 3]]


def test_a_link_s_figures_are_those_of_the_meetings_that_may_have_infected(past):
    """Case 1 (onset day 6) met case 2 (onset day 10) on day 1, too early, and on day 5."""
    days = (1, 5)
    visits = [(1, tuple(t and t + day * DAY for t in MORNING)) for day in days]
    fill(past, {1: visits, 2: visits, 3: [(2, MORNING)]})
    at = lambda n: DATE + timedelta(days=n)  # noqa: E731
    cases = {1: Illness(at(6), at(7)), 2: Illness(at(10)), 3: Illness(at(9))}
    rows = links(Store(past), cases, 14, "probable").set_index(["source", "target"])
    assert rows.loc[(1, 2), ["reason", "probable_seconds", "rank", "likely", "weight"]].tolist() == [
        "",
        3 * HOUR,
        1,
        True,
        pytest.approx(172.2, abs=0.1),
    ]
    assert rows.loc[(1, 2), "first_meeting"] == START + timedelta(days=5, hours=8)
    back = rows.loc[(2, 1)]
    assert (back["reason"], back["probable_seconds"], back["likely"]) == ("not_yet", 6 * HOUR, False)
    assert len(rows) == 2 and pd.isna(back["rank"])


@given(recent_visits, st.sampled_from(BANDS))
def test_links_and_contact_lists_say_the_same_minutes(past, people, band):
    fill(past, people)
    one, other = sorted(people)[:2]
    ill = Illness(DATE - timedelta(days=2))  # before they met: no link is possible, so all meetings count
    rows = links(Store(past), {one: ill, other: ill}, 14, band)
    met = contacts(Store(past), ContactQuestion((Window(one, DATE - timedelta(days=16), DATE + timedelta(days=12)),), 0, band))
    met = met[met["contact_id"] == other]
    told = [f"{band}_seconds", "first_meeting", "last_meeting", "venues"]
    assert set(rows["reason"]) <= {"already_ill"}
    assert rows[told].values.tolist() == 2 * met[told].values.tolist()


def test_one_case_alone_or_without_days_has_nothing_to_share(past):
    known = pd.DataFrame(
        {"person_id": [1, 2], "onset": [pd.Timestamp(DATE), pd.NaT], "sampled": [pd.NaT] * 2, "isolated": [pd.NaT] * 2}
    )
    cases = illnesses(known)
    assert cases == {1: Illness(DATE)}
    assert shared_hours(Store(past), cases, 14, "sure").columns.tolist() == list(HOUR_COLUMNS)
    assert links(Store(past), cases, 14, "sure").columns.tolist() == list(LINK_COLUMNS)


def test_cases_that_never_met_have_no_links(past):
    fill(past, {1: [(1, MORNING)], 2: [(2, MORNING)]})
    people_out(past, {0: 2})
    cases = {1: Illness(date(2021, 6, 4)), 2: Illness(date(2021, 6, 5), date(2021, 6, 6))}
    assert links(Store(past), cases, 14, "possible").empty and shared_hours(Store(past), cases, 14, "possible").empty
    assert datetime.combine(DATE, datetime.min.time()) == START

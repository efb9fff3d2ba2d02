"""Who came, went and is inside: the question against sets of moments on random visits, and against the traffic screen's."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from queries import traffic
from queries.filters import Filters
from queries.visitors import DayAt, counted, of_people, present, visits
from tests import oracle
from tests.tracing.test_contacts import BANDS, DAY, RULES, START, TICK, VENUES, Store, fill, lake, visits_of_people  # noqa: F401


def asked(venues, day, tick):
    on = START + timedelta(days=day)
    return DayAt(tuple(venues), on.date(), on + timedelta(seconds=tick * TICK))


def there(people, venues, moment):
    """Returns {person: surest band} of those inside at the moment, by the rules spelt out one visit after another."""
    found = {}
    for person, seen in people.items():
        stays = [stay for venue, visit in seen if venue in venues for stay in oracle.stays(visit, *RULES[venue])]
        bands = [band for band in BANDS if any(stay[band][0] <= moment < stay[band][1] for stay in stays)]
        if bands:
            found[person] = bands[0]
    return found


@given(
    visits_of_people, st.sets(st.sampled_from(sorted(VENUES)), min_size=1), st.integers(0, 2), st.integers(0, DAY // TICK - 1)
)
def test_the_oracle_agrees(lake, people, venues, day, tick):  # noqa: F811
    fill(lake, people)
    rows = visits(Store(lake), asked(venues, day, tick))
    inside = present(rows)
    assert dict(zip(inside["person_id"], inside["inside"], strict=True)) == there(people, venues, day * DAY + tick * TICK)
    mine = [visit for seen in people.values() for venue, visit in seen if venue in venues]
    on = range(day * DAY, (day + 1) * DAY)
    found = counted(rows, asked(venues, day, tick).day)
    assert found["arrivals"] == sum(came in on for came, *_ in mine if came is not None)
    assert found["departures"] == sum(went in on for _, went, *_ in mine if went is not None)
    assert set(rows["venue_id"]) <= venues
    assert found["sure"] <= found["probable"] <= found["possible"] == len(inside)


@given(visits_of_people, st.sampled_from(sorted(VENUES)), st.integers(0, 2), st.integers(0, DAY // TICK - 1))
def test_it_says_what_the_traffic_screen_says(lake, people, venue, day, tick):  # noqa: F811
    fill(lake, people)
    question = asked([venue], day, tick)
    found = counted(visits(Store(lake), question), question.day)
    rows = traffic.present(Store(lake), Filters(question.day, question.day, venue=venue), question.moment)
    shown = {band: int(rows[band].sum()) for band in BANDS}
    assert {band: found[band] for band in BANDS} == shown


def test_two_entries_of_one_human_are_one_person_inside(lake):  # noqa: F811
    fill(lake, {1: [(1, (0, None, None, None))], 2: [(1, (600, 6000, None, None))]}, links=[(1, 1), (2, 1)])
    rows = visits(Store(lake), asked([1], 0, 2))
    inside = present(rows)
    assert inside[["person_id", "inside"]].values.tolist() == [[1, "sure"]]
    assert counted(rows, START.date()) == {"arrivals": 2, "departures": 1, "sure": 1, "probable": 1, "possible": 1}
    assert len(of_people(rows, [1])) == 2 and of_people(rows, [2]).empty


def test_nobody_is_shown_of_a_venue_that_was_not_asked_for(lake):  # noqa: F811
    fill(lake, {1: [(1, (0, 6000, None, None))], 2: [(2, (0, 6000, None, None))]})
    assert visits(Store(lake), asked([2], 0, 2))["person_id"].tolist() == [2]
    assert visits(Store(lake), asked([], 0, 2)).empty

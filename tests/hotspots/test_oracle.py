"""Presence and unusual crowds: the SQL against slow, obvious Python on random visits and arrivals."""

import random
from collections import defaultdict
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.hotspots import Week, crowds, presence
from tests import oracle
from tests.hotspots.test_spec import ON, judged
from tests.tracing.test_contacts import RULES, START, TICK, VENUES, Store, fill
from tests.tracing.test_contacts import visits_of_people as people_and_visits

HOUR = 3600


@given(people_and_visits, st.integers(0, 2), st.sets(st.integers(1, 6)), st.booleans())
def test_presence_agrees_with_the_oracle(health, people, day, ill, only_ill):
    """A set of ticks per person and venue; those of the week's days are counted by hour."""
    fill(health, people)
    health.execute("delete from lake.declaration")
    on = START.date() + timedelta(days=day)
    for person in ill:
        health.execute(
            "insert into lake.declaration (day, declared_at, person_id, symptoms) values (?, ?, ?, true)", [on, on, person]
        )
    found = presence(Store(health), Week(on), ill=only_ill)
    who, spent = defaultdict(set), defaultdict(int)
    for person, visits in people.items():
        if only_ill and person not in ill:
            continue
        for venue, tick in oracle._there(visits, "probable", RULES, TICK):
            if (day - 6) * 24 * HOUR <= tick < (day + 1) * 24 * HOUR:
                hour = tick // HOUR
                for key in ("all", venue, (venue, hour % 24), ("day", hour)):
                    who[key].add(person)
                    spent[key] += TICK
    assert (found.people, found.seconds) == (len(who["all"]), spent["all"])
    told = {row.venue_id: (row.people, row.seconds) for row in found.venues.itertuples()}
    told |= {(row.venue_id, row.hour): (row.people, row.seconds) for row in found.hours.itertuples()}
    for row in found.days.itertuples():
        hour = int((row.day - pd.Timestamp(START)).total_seconds()) // HOUR + row.hour
        told["day", hour] = (row.people, row.seconds)
    assert told == {key: (len(who[key]), spent[key]) for key in who if key != "all"}


def a_province(rng, days=35):
    """Arrivals by (day back from ON, venue, hour); a venue may begin late or never come at an hour."""
    came = {}
    for venue in VENUES:
        since, usual = rng.choice([days, days, 20, 8]), {hour: rng.choice([0, 3, 12, 40]) for hour in (8, 9, 20)}
        for back in range(since):
            for hour, mean in usual.items():
                count = rng.randint(0, 2 * mean) * (3 if rng.random() < 0.1 else 1)
                if count:
                    came[back, venue, hour] = count
    return came


def expected_of(came):
    """Return (back, venue, hour) → (days, expected) of what is judged, all venues of one kind: docs/hotspots.md §4, written out."""
    weekend = lambda back: (ON - timedelta(days=back)).isoweekday() > 5  # noqa: E731
    open_days = {back for back, _, _ in came}

    def usual(venue, back, hour):
        since = max((b for b, v, _ in came if v == venue), default=-1)
        days = [b for b in range(7, 35) if b <= since and b in open_days and weekend(b) == weekend(back)]
        return len(days), sum(came.get((b, venue, hour), 0) for b in days)

    found = {}
    for (back, venue, hour), count in came.items():
        days, before = usual(venue, back, hour)
        if back > 6 or count <= 7 or days < 3:
            continue
        others = [v for v in VENUES if v != venue]
        means = [total / known for known, total in (usual(v, back, hour) for v in others) if known >= 3]
        now = sum(came.get((back, v, hour), 0) for v in others)
        factor = now / sum(means) if sum(means) >= 20 else 1
        expected = max(before, 0.5) / days * max(factor, 0.1)
        if count > expected:
            found[back, venue, hour] = (days, pytest.approx(expected))
    return found


@pytest.fixture
def one_kind(health):
    health.execute("update lake.venue set kind = 'cho'")
    yield health
    for venue, (kind, *_) in VENUES.items():
        health.execute("update lake.venue set kind = ? where venue_id = ?", [kind, venue])


@pytest.mark.parametrize("seed", range(25))
def test_what_is_expected_agrees_with_the_oracle(one_kind, seed):
    rng = random.Random(seed)
    closed = set(rng.sample(range(7, 35), 4))
    came = {key: count for key, count in a_province(rng).items() if key[0] not in closed}
    one_kind.execute("delete from lake.venue_hour; delete from lake.day_total; delete from lake.venue where venue_id = 5")
    for back in {key[0] for key in came}:
        one_kind.execute("insert into lake.day_total (day, people) values (?, 100)", [ON - timedelta(days=back)])
    for (back, venue, hour), count in came.items():
        one_kind.execute("insert into lake.venue_hour values (?, ?, ?, ?, 0)", [ON - timedelta(days=back), hour, venue, count])
    rows = judged(one_kind)
    found = {((ON - row.day.date()).days, row.venue_id, row.hour): (row.days, row.expected) for row in rows.itertuples()}
    assert found == expected_of(came) and found


def test_nothing_stands_out_where_arrivals_are_chance(health):
    """40 venues whose arrivals are Poisson draws: 5 % of what is found is chance, so mostly nothing is found."""
    rng = random.Random(7)
    found = 0
    for _ in range(5):
        health.execute("delete from lake.venue_hour; delete from lake.day_total")
        for back in range(35):
            health.execute("insert into lake.day_total (day, people) values (?, 100)", [ON - timedelta(days=back)])
            rows = [
                [ON - timedelta(days=back), hour, venue, count, 0]
                for venue in VENUES
                for hour in range(7, 21)
                if (count := sum(rng.random() < 0.02 for _ in range(500 * venue)))
            ]
            health.executemany("insert into lake.venue_hour values (?, ?, ?, ?, ?)", rows)
        found += len(crowds(Store(health), Week(ON)))
    assert found <= 1

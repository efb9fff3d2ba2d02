"""Scans into visits: the rules as tables, and the SQL against the slow oracle on random logs."""

from datetime import datetime, timedelta

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import oracle
from warehouse.engine import sql

MIDNIGHT = datetime(2021, 6, 2)
RULES = """
what                                       | scans                                        | visits
an in and an out are a visit               | in A 8:00, out A 9:00                        | A 8:00-9:00
two visits on one day                      | in A 8:00, out A 9:00, in A 10:00, out A 11:00 | A 8:00-9:00, A 10:00-11:00
a scan repeated within a minute counts once | in A 8:00, in A 8:01, out A 9:00            | A 8:00-9:00
an out repeated within a minute counts once | in A 8:00, out A 9:00, out A 9:01           | A 8:00-9:00
two minutes later it is another scan       | in A 8:00, in A 8:02, out A 9:00             | A 8:00-, A 8:02-9:00
an opposite scan between keeps both        | in A 8:00, out A 8:01, in A 8:01, out A 9:00 | A 8:00-8:01, A 8:01-9:00
no out                                     | in A 8:00                                    | A 8:00-
no in                                      | out A 9:00                                   | A -9:00
out before in                              | out A 8:00, in A 9:00                        | A -8:00, A 9:00-
a scan elsewhere does not part a pair      | in A 8:00, in B 8:30, out A 9:00, out B 9:30 | A 8:00-9:00, B 8:30-9:30
a day later is no pair any more            | in A 8:00, out A 32:01                       | A 8:00-, A -32:01
24 hours later still is                    | in A 8:00, out A 32:00                       | A 8:00-32:00
past midnight                              | in A 23:00, out A 25:00                      | A 23:00-25:00
in and out in one second, not inside       | in A 8:00, out A 8:00                        | A 8:00-8:00
in and out in one second, inside           | in A 7:00, out A 8:00, in A 8:00, out A 9:00 | A 7:00-8:00, A 8:00-9:00
"""
CASES = [[part.strip() for part in line.split("|")] for line in RULES.strip().splitlines()[1:]]


def seconds(clock):
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


def by_sql(scans):
    with duckdb.connect() as con:
        con.execute("create table event (person_id bigint, venue_id integer, scanned_at timestamp, is_in boolean)")
        rows = [(p, v, MIDNIGHT + timedelta(seconds=t), is_in) for p, v, t, is_in in scans]
        con.executemany("insert into event values (?, ?, ?, ?)", rows)
        found = con.execute(sql("etl/sql/pair/visit"), {"fold_us": 60_000_000, "cap_us": 86_400_000_000}).fetchall()
    as_seconds = lambda at: None if at is None else int((at - MIDNIGHT).total_seconds())  # noqa: E731
    return {(p, v, *map(as_seconds, times)) for _, p, v, *times in found}


@pytest.mark.parametrize(("what", "scans", "expected"), CASES, ids=[case[0] for case in CASES])
def test_rules(what, scans, expected):
    told = [part.split() for part in scans.split(", ")]
    log = [(1, ord(venue) - 64, seconds(at), way == "in") for way, venue, at in told]
    clock = lambda t: "" if t is None else f"{t // 3600}:{t // 60 % 60:02d}"  # noqa: E731
    found = sorted(by_sql(log), key=lambda v: (min(t for t in v[2:4] if t is not None), v))
    assert ", ".join(f"{chr(64 + v)} {clock(i)}-{clock(o)}" for _, v, i, o, *_ in found) == expected


scan = st.tuples(
    st.integers(1, 3), st.integers(1, 3),
    st.one_of(st.integers(0, 600), st.integers(0, 3 * 86_400), st.sampled_from([0, 30, 60, 61, 86_400, 86_401, 172_800])), st.booleans(),
)  # fmt: skip


@given(st.lists(scan, min_size=1, max_size=40))
def test_the_oracle_agrees(scans):
    assert by_sql(scans) == oracle.visits(scans)


@given(st.lists(scan, min_size=1, max_size=25), st.integers(1, 10**6))
def test_a_shift_in_time_shifts_the_visits(scans, shift):
    moved = [(p, v, t + shift, way) for p, v, t, way in scans]
    back = lambda t: None if t is None else t - shift  # noqa: E731
    assert {(p, v, *map(back, times)) for p, v, *times in by_sql(moved)} == by_sql(scans)

"""Lists by band against other systems' rules: the rules on few visits, the counting on a few people, the claim on a province."""

import duckdb
import pandas as pd
import pytest

from bench.curve import COLOURS, ENDS, Province, by_peer, invented, measure
from queries.tracing import BANDS

VISITS = """
person | venue | in    | out
1      | 1     | 08:00 | 09:00
2      | 1     | 08:30 |
2      | 2     | 08:40 | 10:00
3      | 1     | 07:00 |
4      | 1     | 08:50 | 09:30
5      | 1     |       | 08:45
6      | 1     | 06:15 |
"""
CONTACTS = {
    "24 hours (luca)": {2: 30, 3: 60, 6: 60},
    "next check-in or midnight (NHS)": {3: 60, 6: 60},
    "120 minutes (CWA)": {2: 30, 3: 60, 6: 15},
    "check-in within the case's stay (NZ)": {2: 10, 4: 10},
}


@pytest.mark.parametrize("rule", ENDS)
def test_the_rules_of_other_systems(rule):
    rows = [[cell.strip() for cell in line.split("|")] for line in VISITS.split("\n")[2:-1]]
    at = lambda text: pd.Timestamp(f"2021-06-02 {text}") if text else pd.NaT  # noqa: E731
    told = [(int(person), int(venue), at(came), at(went)) for person, venue, came, went in rows]
    days = pd.Timestamp("2021-06-01"), pd.Timestamp("2021-06-04")
    con = duckdb.connect()
    con.register("visit", pd.DataFrame(told, columns=["person_id", "venue_id", "in_at", "out_at"]))
    con.register("asked", pd.DataFrame([(1, *days)], columns=["case_id", "window_from", "window_to"]))
    found = by_peer(con, rule)
    assert dict(zip(found["contact_id"], found["weight"] // 60, strict=True)) == CONTACTS[rule]


def test_a_person_counts_where_first_found():
    one = Province(
        asked=pd.DataFrame({"case_id": [1]}),
        true=pd.DataFrame({"case_id": 1, "person": [10, 11, 12], "scanned": True, "infected": [False, True, False]}),
        who=pd.DataFrame([(21, 10), (22, 99), (23, 10), (23, 11)], columns=["contact_id", "person"]),
        lists={"x": pd.DataFrame({"case_id": 1, "contact_id": [24, 23, 22, 21], "weight": [1, 2, 4, 3]})},
    )
    curve = measure([one], "x")
    assert curve.rows.tolist() == [0, 1, 2, 3, 4]
    assert curve.found.tolist() == pytest.approx([0, 0, 1 / 3, 2 / 3, 2 / 3])
    assert curve.infected.tolist() == [0, 0, 0, 1, 1]
    assert (curve.precision, curve.at(2.5), curve.at(9)) == (0.5, pytest.approx(0.5), pytest.approx(2 / 3))


def test_every_band_finds_more_than_other_rules_in_a_list_as_long():
    """But for the sure ones against the first of the 120-minute rule: scanned out, both, and nothing can be surer."""
    province = invented(3, people=3_000, venues=120, days=14)
    curves = {rule: measure([province], rule) for rule in COLOURS}
    for band in BANDS:
        whole, found = curves[band].rows[-1], curves[band].found[-1]
        assert found > 0.5
        for rule in ENDS:
            if (band, rule) != ("sure", "120 minutes (CWA)"):
                assert found > curves[rule].at(whole), (band, rule)
            assert all(curves[band].at(part * whole) > curves[rule].at(part * whole) - 0.02 for part in (0.25, 0.5, 0.75, 1))
    assert curves["sure"].precision > curves["probable"].precision > curves["possible"].precision

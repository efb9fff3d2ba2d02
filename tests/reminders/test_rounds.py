"""Rounds of reminders: who is due, what was recorded stays, a mistake is withdrawn, three rounds lead to the proposal."""

from datetime import date, timedelta

import pytest

from casework.reminders import due, record, rounds, withdraw
from tests.reminders.conftest import ON


@pytest.fixture
def asked(store, figures):
    """asked(day) returns key → (reasons, step, due_on, done)."""

    def told(on=ON):
        rows = due(store, on, figures(on)).set_index("key")
        return {
            key: (" ".join(row.reasons), row.step, None if row.due_on != row.due_on else row.due_on.date(), row.done)
            for key, row in zip(rows.index, rows.itertuples(), strict=True)
        }

    return told


def test_everybody_with_a_reason_is_due_and_nobody_else(asked):
    assert asked() == {
        "SCT": ("no_code no_scan", 1, ON, 0), "DN": ("no_administrator no_scan", 1, ON, 0), "UB": ("no_scan", 1, ON, 0),
    }  # fmt: skip
    assert asked(date(2021, 6, 5)) == {"SCT": ("no_code", 1, date(2021, 6, 5), 0), "DN": ("no_scan", 1, date(2021, 6, 5), 0),
                                       "UB": ("no_scan", 1, date(2021, 6, 5), 0), "SYT": ("no_scan", 1, date(2021, 6, 5), 0)}  # fmt: skip


def test_three_rounds_then_the_proposal_and_then_nothing(store, figures, asked):
    for number in range(1, 5):
        on = ON + timedelta(3 * (number - 1))
        rows = due(store, on, figures(on))
        assert asked(on)["DN"][1:] == (number, on, number - 1)
        assert record(store, on, on, rows[rows["key"] == "DN"], f"số {number}", "an") == 1
        assert asked(on)["DN"][1:] == ((number + 1, on + timedelta(3), number) if number < 4 else (0, None, 4))
    assert asked(ON)["DN"][1:] == (2, ON + timedelta(3), 1)
    assert asked(on)["UB"][1] == 1
    told = rounds(store, "DN")
    assert told["round"].tolist() == [1, 2, 3, 4] and told["note"].tolist() == [f"số {n}" for n in range(1, 5)]
    assert set(told["made_by"]) == {"an"} and set(told["reasons"]) == {"no_administrator no_scan"}
    days = due(store, on, figures(on)).set_index("key").loc["DN", "reminded"]
    assert days == tuple(ON + timedelta(3 * n) for n in range(4))


@pytest.mark.parametrize(("changed", "left"), [
    ({"name": "Sở Thông tin và Truyền thông"}, False), ({"name": "Ủy ban nhân dân tỉnh"}, False), ({"name": "UBND tỉnh An Giang"}, False),
    ({"name": "Ủy ban Mặt trận Tổ quốc tỉnh"}, True), ({"owed": 0, "registered": 0}, True),
])  # fmt: skip
def test_nobody_writes_to_itself_or_to_who_stands_above(store, figures, changed, left):
    rows = figures()
    for name, value in changed.items():
        rows.loc[rows["key"] == "DN", name] = value
    assert ("DN" in set(due(store, ON, rows)["key"])) == left


def test_what_only_groups_others_is_not_reminded(store, figures):
    rows = figures()
    rows.loc[rows["key"] == "DN", ["owed", "registered"]] = 0
    rows.loc[rows["key"] == "SCT", "parent_code"] = "DN"
    assert "DN" not in set(due(store, ON, rows)["key"])
    rows.loc[rows["key"] == "DN", "owed"] = 1
    assert "DN" in set(due(store, ON, rows)["key"])


def test_the_gap_runs_from_the_day_of_the_letter(store, figures, asked):
    written = ON + timedelta(2)
    record(store, ON, written, due(store, ON, figures()), "", "an")
    assert asked(written)["DN"][1:] == (2, written + timedelta(3), 1)
    assert rounds(store, "DN")[["day", "written"]].iloc[0].dt.date.tolist() == [ON, written]
    later = ON + timedelta(3)
    soon = due(store, later, figures(later))
    soon = soon[soon["key"] == "DN"]
    assert record(store, later, written + timedelta(2), soon, "", "an") == 0
    assert record(store, later, written + timedelta(3), soon, "", "an") == 1
    days = due(store, later, figures(later)).set_index("key").loc["DN", "reminded"]
    assert days == (written, written + timedelta(3))


def test_a_round_is_not_recorded_before_its_day(store, figures):
    rows = due(store, ON, figures())
    assert record(store, ON, ON, rows, "", "an") == 3
    soon = due(store, ON + timedelta(2), figures(ON + timedelta(2)))
    assert record(store, ON + timedelta(2), ON + timedelta(2), soon[soon["key"] == "DN"], "", "an") == 0
    assert len(rounds(store)) == 3


def test_what_was_recorded_by_mistake_is_withdrawn_and_stays(store, figures, asked):
    record(store, ON, ON, due(store, ON, figures()), "", "an")
    number = int(rounds(store, "DN")["number"].iloc[0])
    withdraw(store, number, "bình")
    told = rounds(store).set_index("agency_code")
    assert (
        len(told) == 3
        and told.loc["DN", "withdrawn_by"] == "bình"
        and told.loc["SCT", "withdrawn_by"] is not told.loc["DN", "made_by"]
    )
    assert asked()["DN"][1] == 1 and asked()["SCT"][1] == 2
    with store.office() as con:
        assert con.execute("select count(*) from office.reminder").fetchall() == [(4,)]


def test_a_scan_since_the_round_begins_anew(store, figures, asked, into, scans):
    record(store, ON, ON, due(store, ON, figures()), "", "an")
    into(scans("moi.csv", "11/06/2021 08:00 | E | 0912345678 | Vào"))
    later = ON + timedelta(6)
    assert asked(later)["UB"] == ("no_scan", 1, later, 0)
    assert asked(later)["SCT"] == ("no_code no_scan", 2, ON + timedelta(3), 1)

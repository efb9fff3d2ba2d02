"""The tables of docs/reminders.md, row by row."""

from datetime import date, datetime

import pytest

from rules.reminders import Limits, Round, Use, next_step, reasons
from tests.spec import tables_of

table = tables_of("reminders")
TODAY = date(2021, 6, 10)


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


@pytest.mark.parametrize("row", table(1), ids=" ".join)
def test_why_an_agency_is_reminded(row):
    deadline, administrators, owed, covered, registered, active, last, expected = row
    use = Use(int(administrators), int(owed) if owed else None, int(covered), int(registered), int(active), day(last))
    found = reasons(use, TODAY, Limits(day(deadline) or date(2021, 6, 5), 3, 50, 3))
    assert " ".join(found) == expected


@pytest.mark.parametrize("row", table(2), ids=" ".join)
def test_which_round_is_next(row):
    why, last, recorded, number, since, done = row
    rounds = []
    for text in filter(None, recorded.split(";")):
        which, when, *said = text.split()
        of, _, written = when.partition(">")
        rounds.append(Round(int(which), day(of), tuple(said), day(written or of)))
    found = next_step(why.split(), day(last), rounds, TODAY, 3)
    assert (found.number, found.due, found.done) == (int(number), day(since), int(done))

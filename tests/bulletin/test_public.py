"""The public form: small counts cannot be seen, nor had from the others."""

from collections import defaultdict
from itertools import product

import pytest

from rules.bulletin import completed
from rules.disclosure import disclosed
from rules.public import protected, public
from tests.bulletin.conftest import table

FEWEST = 5


def words(values):
    return " ".join("–" if value is None else str(value) for value in values)


@pytest.mark.parametrize("row", table(4), ids=lambda row: row["rows"])
def test_small_counts(row):
    column = {str(place): int(text) for place, text in enumerate(row["rows"].split())}
    assert (words(protected(column).values()), words([disclosed(sum(column.values()))])) == (row["shown"], row["total"])


def fewest(publish):
    """Return how many values, at least, a hidden count may have for somebody who knows `publish` and every figure shown."""
    tables = defaultdict(list)
    for counts in product(range(30), repeat=3):
        shown = tuple(publish(dict(zip("abc", counts, strict=True))).values())
        tables[shown, disclosed(sum(counts))].append(counts)
    return min(
        len({counts[place] for counts in possible})
        for (shown, total), possible in tables.items()
        if (total or 0) <= 35  # above, what was tried ends before what is possible
        for place, value in enumerate(shown)
        if value is None
    )


def test_a_hidden_count_cannot_be_computed():
    assert fewest(protected) == FEWEST
    assert fewest(lambda column: {row: disclosed(count) for row, count in column.items()}) == 1


def test_the_public_form_agrees_with_itself():
    rows = {"883": {"scans": 40, "people": 5, "active": 2}, "893": {"scans": 3, "people": 2, "active": 1}}
    totals = {"scans": 43, "people": 6, "active": 3, "registered": 7, "arrivals": 21, "complete": 4}
    found = public(completed(totals, {"district": rows}, {"scans": 38, "people": 9, "active": 2}))
    assert found.totals == {"scans": 45, "people": None, "active": 3, "registered": 7, "arrivals": 20, "complete": None}
    assert found.tables["district"] == {
        "883": {"scans": None, "people": None, "active": 2},
        "893": {"scans": None, "people": None, "active": 1},
    }
    assert (found.changes, found.rates["scans"]) == ({"scans": 5, "people": None, "active": 1}, 0.125)
    assert found.shares == {"active_share": 3 / 7, "pair_share": None}

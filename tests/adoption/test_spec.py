"""The tables of docs/adoption.md, row by row."""

from datetime import date

import pandas as pd
import pytest

from queries.adoption import SPLITS, Asked, agencies, comparison, figures
from rules.adoption import change, ranks, share
from rules.metrics import shares
from tests.adoption.conftest import tables

ON = date(2021, 6, 14)
ids = lambda row: " ".join(map(str, row.values()))  # noqa: E731
whole = lambda text: None if text == "–" else int(text)  # noqa: E731
real = lambda text: None if text == "–" else float(text)  # noqa: E731


@pytest.mark.parametrize("row", tables(1)[0], ids=ids)
def test_shares(row):
    assert share(whole(row["numerator"]), whole(row["denominator"])) == real(row["share"])


@pytest.mark.parametrize("row", tables(2)[0], ids=ids)
def test_change(row):
    assert change(int(row["before"]), int(row["now"])) == (int(row["more"]), real(row["rate"]))


@pytest.mark.parametrize("row", tables(3)[0], ids=ids)
def test_ranks(row):
    pairs = [tuple(map(int, one.split("/"))) for one in row["scanned of registered"].split(", ")]
    assert ranks(pairs) == [whole(one) for one in row["ranks"].split(", ")]


@pytest.fixture(scope="session")
def tree(small):
    rows = figures(small, Asked(ON), "tree")
    return rows.join(agencies(small, Asked(ON)).set_index("key")["depth"])


def said(value):
    if pd.isna(value):
        return "–"
    return f"{value:%d/%m/%Y}" if isinstance(value, pd.Timestamp) else f"{value:g}"


@pytest.mark.parametrize("row", [row for section in (5, 6, 7) for row in tables(section)[0]], ids=ids)
def test_the_tree(tree, row):
    told = tree.loc["" if row["key"] == "–" else row["key"]]
    assert {key: said(told[key]) for key in list(row)[1:]} == dict(list(row.items())[1:])


@pytest.mark.parametrize("row", tables(8)[0], ids=ids)
def test_other_splits(small, row):
    told = figures(small, Asked(ON), row["split"]).loc[row["key"]]
    assert {key: said(told[key]) for key in list(row)[2:]} == dict(list(row.items())[2:])


def test_the_period_before(small):
    rows = comparison(figures(small, Asked(ON, days=1, root="SYT"), "tree").loc["*"])
    shown = [
        {"key": row.key, **{name: f"{getattr(row, name):g}" for name in ("before", "now", "more", "more_share")}}
        for row in rows.itertuples()
    ]
    assert shown == tables(9)[0]


@pytest.mark.parametrize("split", SPLITS)
def test_every_share_is_of_its_own_denominator_and_none_of_nothing(small, split):
    rows = figures(small, Asked(ON), split)
    for metric in shares():
        for over, under, found in zip(rows[metric.numerator], rows[metric.denominator], rows[metric.key], strict=True):
            expected = share(None if pd.isna(over) else int(over), None if pd.isna(under) else int(under))
            assert (None if pd.isna(found) else float(found)) == expected, (split, metric.key)
            assert expected is None or 0 <= expected <= 1


def test_cut_agencies_stand_at_the_top_and_say_so(small):
    rows = agencies(small, Asked(ON))
    assert sorted(rows[rows["cut"]]["key"]) == ["LAC", "V1", "V2"]
    assert sorted(rows[rows["parent_code"].isna()]["key"]) == ["LAC", "TINH", "V1", "V2"]


def test_with_a_kind_or_a_district_what_is_owed_is_unknown(small):
    for asked in (Asked(ON, kinds=("benh_vien",)), Asked(ON, districts=("886", "891"))):
        rows = agencies(small, asked)
        assert rows["owed"].isna().all() and rows["covered_share"].isna().all()
    assert sorted(agencies(small, Asked(ON, kinds=("benh_vien",)))["key"]) == ["BV1", "BV2", "SYT", "TINH"]


def test_without_declarations_of_these_days_nobody_is_said_not_to_have_declared(small):
    row = figures(small, Asked(date(2021, 6, 30)), "tree").loc["*"]
    assert pd.isna(row["declared"]) and pd.isna(row["declared_share"])

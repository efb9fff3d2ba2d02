"""What the server asks before anybody comes is what the screens ask first."""

from contextlib import closing

import pytest
import streamlit as st

from ui.answers import ahead
from warehouse.reader import Warehouse

SCREENS = [("overview", {}), ("traffic", {}), ("safety", {}), ("hotspots", {}), ("zones", {}), ("reminders", {}),
           *(("adoption", {"view": view}) for view in ("tree", "ranks", "splits", "sites"))]  # fmt: skip
DAYS = {f"queries/sql/{room}/newest" for room in ("hotspots", "safety", "zones")}
"""Asked by their screens each time."""


@pytest.fixture
def asked(monkeypatch):
    """The names of the questions that the lake was asked."""
    names, query = [], Warehouse.query

    def listed(store, name, params=None):
        names.append(name)
        return query(store, name, params)

    monkeypatch.setattr(Warehouse, "query", listed)
    st.cache_data.clear()
    return names


def test_no_screen_asks_first_what_was_asked_ahead(screen, province, asked):
    with closing(Warehouse(province)) as store:
        ahead(store.handed(()))
    before = set(asked)
    for page, address in SCREENS:
        asked.clear()
        screen(province, page, **address)
        assert not before & set(asked) - {
            "queries/sql/hotspots/newest",
            "queries/sql/safety/newest",
            "queries/sql/zones/newest",
        }, page


@pytest.mark.parametrize(("page", "address"), SCREENS)
def test_every_screen_asks_it_where_it_was_not(page, address, screen, province, asked):
    with closing(Warehouse(province)) as store:
        ahead(store.handed(()))
    before = set(asked) - DAYS - ({"queries/sql/overview/morning"} if page != "overview" else set())
    st.cache_data.clear()
    asked.clear()
    screen(province, page, **address)
    assert before & set(asked)

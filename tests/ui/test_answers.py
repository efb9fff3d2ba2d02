"""What the server asks before anybody comes is what the screens ask first; nothing outlives the lake that said it."""

import shutil
from contextlib import closing
from datetime import date

import pytest
import streamlit as st

from queries import overview
from tests.provinces import invented
from ui.answers import asked_first, morning
from ui.session import _open, open_warehouse
from warehouse.place import Place
from warehouse.reader import Warehouse

SCREENS = [("overview", {}), ("traffic", {}), ("safety", {}), ("hotspots", {}), ("zones", {}), ("reminders", {}),
           *(("adoption", {"view": view}) for view in ("tree", "ranks", "splits", "sites"))]  # fmt: skip
NEWEST = {f"queries/sql/{room}/newest" for room in ("hotspots", "safety", "zones")}
"""Asked by their screens each time."""


@pytest.fixture
def asked(monkeypatch):
    """The questions that the lake was asked: name, parameters."""
    told, query = [], Warehouse.query

    def listed(store, name, params=None):
        if name not in NEWEST:
            told.append((name, str(params)))
        return query(store, name, params)

    monkeypatch.setattr(Warehouse, "query", listed)
    st.cache_data.clear()
    return told


def ahead(place):
    with closing(Warehouse(place)) as store:
        for question in asked_first(store.handed(())):
            question()


def test_what_is_asked_ahead_is_what_screens_ask_first_and_they_ask_it_no_more(screen, province, asked):
    ahead(province)
    before = set(asked)
    for page, address in SCREENS:
        asked.clear()
        screen(province, page, **address)
        assert not before & set(asked), page
    st.cache_data.clear()
    asked.clear()
    for page, address in SCREENS:
        screen(province, page, **address)
    assert before <= set(asked)


def test_another_lake_in_the_place_of_the_first_says_its_own(tmp_path_factory, tmp_path, monkeypatch):
    """Both have as many snapshots."""
    place = Place(tmp_path / "data")
    monkeypatch.setenv("VAORA_DATA", str(place.root))
    told = []
    for seed in (1, 2):
        made, _ = invented(tmp_path_factory, people=100, venues=20, days=2, end=date(2021, 6, 9), seed=seed)
        shutil.rmtree(place.root, ignore_errors=True)
        shutil.copytree(made.root, place.root)
        _open.clear()
        store = open_warehouse()
        told.append((store.snapshot(), int(morning(store)["scans"]), int(overview.morning(store)["scans"])))
    assert told[0][0] == told[1][0] and told[0][1] == told[0][2] != told[1][1] == told[1][2]

"""Điểm nóng: where people are, where those with symptoms live and go, what changed in a week, what is unusual."""

import streamlit as st

from queries.hotspots import Week, newest
from ui import hotspots
from ui.filters import ask_state
from ui.session import page, warehouse
from ui.texts import say

with page("hotspots.title"):
    store = warehouse()
    day = newest(store)
    if day is None:
        st.info(say("app.no_scans"))
        st.stop()
    chosen, view = ask_state("hotspots", day, hotspots.VIEWS)
    week = Week(*chosen)
    hotspots.figures(store, week)
    {"map": hotspots.on_map, "change": hotspots.change, "unusual": hotspots.unusual}[view](store, week)

"""Bản đồ an toàn: which sites are safe, which must stop, and whether they obeyed."""

import streamlit as st

from queries.safety import Sites, newest
from ui import safety
from ui.answers import sites
from ui.filters import ask_state
from ui.session import page, warehouse
from ui.texts import say

with page("safety.title"):
    store = warehouse()
    day = newest(store)
    if day is None:
        st.info(say("app.no_scans"))
        st.stop()
    chosen, view = ask_state("safety", day, safety.VIEWS)
    asked = Sites(*chosen)
    if sites(store, asked).empty:
        st.info(say("safety.no_sites"))
        st.stop()
    shown = {"map": safety.on_map, "summary": safety.summary, "stop": safety.stop, "doubts": safety.doubts}
    shown[view](store, asked)

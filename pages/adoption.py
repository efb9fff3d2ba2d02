"""Sử dụng mã QR: who owes sites, who has codes, who really uses them, down the tree of agencies to the single site."""

import streamlit as st

from ui import adoption
from ui.answers import newest
from ui.filters import warn
from ui.session import page, warehouse
from ui.texts import say

with page("adoption.title"):
    store = warehouse()
    day = newest(store)
    if day is None:
        st.info(say("app.no_scans"))
        st.stop()
    given, wrong = adoption.from_address(day)
    warn(wrong)
    asked, view = adoption.ask(given)
    adoption.show(store, asked, view)

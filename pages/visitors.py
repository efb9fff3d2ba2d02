"""Người đến/đi: a venue's arrivals and departures of a day, and who is inside."""

import streamlit as st

from ui import answers, visitors
from ui.session import page, warehouse
from ui.texts import say

with page("visitors.title"):
    store = warehouse()
    figures = answers.morning(store)
    if figures is None:
        st.info(say("app.no_scans"))
        st.stop()
    asked = visitors.asked(store, figures["last_scan"].to_pydatetime())
    if asked is None:
        st.info(say("visitors.choose"))
        st.stop()
    rows = visitors.answer(store, asked)
    visitors.counts(asked, rows)
    found = visitors.search(store, rows)
    visitors.inside(asked, found)
    visitors.came_and_went(asked, found)
    visitors.take_out(store, asked, found)

"""Tổng quan: what the province should know this morning."""

import streamlit as st

from queries import overview
from ui import answers, charts, morning
from ui.session import page, warehouse
from ui.texts import say

with page("overview.title"):
    store = warehouse()
    figures = answers.morning(store)
    if figures is None:
        st.info(say("app.no_scans"))
    else:
        morning.cards(figures)
        morning.attention(figures, store.settings)
        st.subheader(say("overview.trend"))
        charts.trend(overview.trend(store), "trend")

"""Bản tin: the bulletin of a day or week: its checks, issuing it, and those that were issued."""

import streamlit as st

from ui import answers, bulletin
from ui.session import page, warehouse
from ui.texts import say

with page("bulletin.title"):
    store = warehouse()
    figures = answers.morning(store)
    if figures is None:
        st.info(say("app.no_scans"))
        st.stop()
    span = bulletin.asked(bulletin.last_over(figures["day"].date()))
    bulletin.unfinished(span, figures["last_scan"])
    bulletin.of_period(store, span)
    bulletin.past(store, span)

"""Đôn đốc: whom to remind, why, which round; letters and list to take away; rounds recorded."""

import streamlit as st

from ui import reminders
from ui.answers import newest
from ui.session import page, warehouse
from ui.texts import say

with page("reminders.title"):
    store = warehouse()
    day = newest(store)
    if day is None:
        st.info(say("app.no_scans"))
        st.stop()
    on, written = reminders.asked(store, day)
    rows = reminders.chosen(store, on, written)
    reminders.listed(rows)
    reminders.take_out(store, on, written, rows)
    reminders.recording(store, on, written, rows)
    reminders.history(store)

"""Truy vết: here is a case, whom do we call now?"""

from datetime import timedelta

import streamlit as st

from queries import overview
from queries.tracing import Window
from ui import tracing
from ui.session import page, warehouse
from ui.texts import say

WAYS = ("phone", "case", "venue")

with page("tracing.title"):
    store = warehouse()
    settings, figures = store.settings, overview.morning(store)
    if figures is None:
        st.info(say("app.no_scans"))
        st.stop()
    newest = figures["day"].date()
    way = st.segmented_control(
        say("tracing.by"), WAYS, default="phone", format_func=lambda w: say(f"tracing.by_{w}"), key="way"
    )
    if way == "venue":
        tracing.at_venue(store, newest)
        st.stop()
    span = (newest - timedelta(days=tracing.LOOK_BACK - 1), newest)
    if way == "case":
        persons, given = tracing.person_of_case(store, settings.window_days_before_onset)
        span = given or span
        st.caption(say("tracing.window_note", decision=settings.decision, days=settings.window_days_before_onset))
    else:
        persons = tracing.persons_by_phone(store)
    if persons:
        first, last = tracing.window(span, f"{way} {span}")
        windows = tuple(Window(person, first, last) for person in persons)
        if tracing.visits(store, windows):
            tracing.contacts(store, windows, settings.contact_minutes)

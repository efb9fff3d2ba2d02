"""Truy vết: here is a case, whom do we call now?"""

from datetime import timedelta

import streamlit as st

from queries.tracing import Window
from ui import answers, backwards, case_form, cases, casework, links, tracing
from ui.session import page, warehouse
from ui.texts import say

LINKED = 10  # people at most whose links are shown
WAYS = ("phone", "case", "cases", "backwards", "venue", "lists")

with page("tracing.title"):
    store = warehouse()
    settings, figures = store.settings, answers.morning(store)
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
    if way == "backwards":
        backwards.screen(store)
        st.stop()
    if way == "lists":
        casework.kept(store)
        st.stop()
    windows: tuple[Window, ...] = ()
    if way in ("case", "cases"):
        if way == "case":
            case_form.entry(store)
        windows = cases.windows_of_cases(store, several=way == "cases")
    elif persons := tracing.persons(store):
        span = tracing.window((newest - timedelta(days=tracing.LOOK_BACK - 1), newest), f"phone {newest}")
        windows = tuple(Window(person, *span) for person in persons)
    with tracing.answer(windows):
        links.same_person(store, list(dict.fromkeys(window.person_id for window in windows))[:LINKED])
        if windows and tracing.visits(store, windows):
            if way == "case":
                backwards.case_timeline(store, windows[0], st.session_state["case"])
            tracing.contacts(store, windows, settings.contact_minutes, settings.large_list)

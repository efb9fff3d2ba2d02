"""Lưu lượng: where people come and go, and when."""

import streamlit as st

from queries.traffic import venues
from ui import answers, filters, traffic
from ui.session import page, warehouse
from ui.texts import say

with page("traffic.title"):
    store = warehouse()
    figures = answers.morning(store)
    if figures is None:
        st.info(say("app.no_scans"))
        st.stop()
    known = venues(store)
    names = dict(zip(known["venue_id"].tolist(), (known["name"] + " · " + known["code"]).tolist(), strict=True))
    given, wrong = filters.from_address(figures["day"].date())
    filters.warn(wrong)
    asked = filters.ask(given, names)
    filters.to_address(asked)
    if traffic.answer("by_venue", store, asked).empty:
        st.info(say("traffic.none"))
        st.stop()
    traffic.by_day(store, asked)
    traffic.heat_map(store, asked)
    traffic.by_hour(store, asked)
    traffic.busiest(store, asked)
    left, right = st.columns(2)
    with left:
        traffic.grouped(store, asked, "kind")
    with right:
        traffic.grouped(store, asked, "district")
    traffic.present(store, asked, figures["last_scan"].to_pydatetime())

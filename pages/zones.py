"""Vùng nguy cơ: the level of every commune and district on a day, why, and what lies inside."""

import streamlit as st

from ui import zone_form, zones
from ui.answers import situation
from ui.session import page, warehouse
from ui.texts import say

with page("zones.title"):
    store = warehouse()
    on, district = zones.asked(store)
    found = situation(store, on)
    if not district:
        st.caption(say("zones.how_to_state"))
    else:
        zones.one_district(store, found, district)
        zone_form.forms(store, found, district)
    zones.by_level(found)
    zones.level_map(store, found)
    zones.by_district(found)
    zones.unsafe_inside(store, found)

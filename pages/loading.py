"""Nạp dữ liệu: files in, with a preview first; the ledger and the rejected rows."""

import streamlit as st

from ui import loading
from ui.session import page, warehouse
from ui.texts import say

with page("loading.title"):
    if loading.take_in(say("loading.upload")):
        st.rerun()
    store = warehouse()
    loading.show_ledger(store)
    loading.show_rejects(store)

"""Nạp dữ liệu: files in, with a preview first; the ledger and the rejected rows."""

import streamlit as st

from ui import loading
from ui.session import page, warehouse
from ui.texts import number, say

with page("loading.title"):
    uploads = st.file_uploader(
        say("loading.upload"), accept_multiple_files=True, key=f"upload {st.session_state.get('round', 0)}"
    )
    if "report" in st.session_state:
        loading.told(st.session_state["report"])
    if uploads:
        with loading.saved(uploads) as paths:
            count = loading.preview(paths)
            if count and st.button(say("loading.load", count=number(count)), type="primary", key="load"):
                loading.run(paths)
                st.session_state["round"] = st.session_state.get("round", 0) + 1
                st.rerun()
    store = warehouse()
    loading.show_ledger(store)
    loading.show_rejects(store)

"""The front door for the browser: `python vaora.py serve` runs it."""

import streamlit as st

from ui.navigation import pages
from ui.session import frame, sentences
from ui.texts import say

st.set_page_config(page_title=say("app.title"), page_icon="🔁", layout="wide")
with sentences():
    chosen = st.navigation(pages(), expanded=True)
    frame()
    chosen.run()

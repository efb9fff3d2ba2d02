"""The screens in their order; the one place that knows them all."""

import streamlit as st

from ui.texts import say

PAGES = {
    "overview": ":material/home:",
    "traffic": ":material/directions_walk:",
    "safety": ":material/verified_user:",
    "assess": ":material/fact_check:",
    "tracing": ":material/call:",
    "zones": ":material/flag:",
    "bulletin": ":material/newspaper:",
    "loading": ":material/upload_file:",
}


def pages() -> list["st.Page"]:
    """Return the screens for st.navigation."""
    return [
        st.Page(f"pages/{name}.py", title=say(f"page.{name}"), icon=icon, url_path=name, default=name == "overview")
        for name, icon in PAGES.items()
    ]


def link(name: str, label: str, **address: str) -> None:
    """Write a link to a screen, with filters in its address."""
    st.page_link(f"pages/{name}.py", label=say(label), icon=PAGES[name], query_params=address or None)

"""The screens in their order; the one place that knows them all."""

import streamlit as st

from ui.texts import say

SECTIONS = {
    "": {"overview": ":material/home:"},
    "health": {
        "traffic": ":material/directions_walk:",
        "hotspots": ":material/whatshot:",
        "safety": ":material/verified_user:",
        "assess": ":material/fact_check:",
        "zones": ":material/flag:",
    },
    "cases": {"tracing": ":material/call:"},
    "use": {
        "adoption": ":material/qr_code_scanner:",
        "administrators": ":material/contact_mail:",
        "reminders": ":material/campaign:",
        "bulletin": ":material/newspaper:",
        "posters": ":material/qr_code_2:",
        "visitors": ":material/groups:",
    },
    "data": {"loading": ":material/upload_file:"},
}
"""Screens and their icons, by whom they serve."""
PAGES = {name: icon for screens in SECTIONS.values() for name, icon in screens.items()}


def pages() -> dict[str, list["st.Page"]]:
    """Return the screens for st.navigation, by the headings of their sections."""
    return {say(f"section.{section}") if section else "": [_page(name) for name in SECTIONS[section]] for section in SECTIONS}


def _page(name: str) -> "st.Page":
    title, first = say(f"page.{name}"), name == "overview"
    return st.Page(f"pages/{name}.py", title=title, icon=PAGES[name], url_path=name, default=first)


def link(name: str, label: str, **address: str) -> None:
    """Write a link to a screen, with filters in its address."""
    st.page_link(f"pages/{name}.py", label=say(label), icon=PAGES[name], query_params=address or None)

"""The screens in their order; the one place that knows them all."""

from typing import Literal

import streamlit as st

from access.roles import Level
from ui.signed_in import user_now
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
    "data": {"loading": ":material/upload_file:", "log": ":material/policy:"},
}
"""Screens and their icons, by whom they serve."""
PAGES = {name: icon for screens in SECTIONS.values() for name, icon in screens.items()}


def pages() -> dict[str, list["st.Page"]]:
    """Return the screens for st.navigation, by the headings of their sections; the menu has those that are open to whoever is
    signed in, and the others say that they are not."""
    found = user_now()
    mine = [name for name in PAGES if found and found.role.level(name) > Level.SHUT]
    first = mine[0] if mine else "overview"
    return {
        say(f"section.{section}") if section else "": [_page(name, name in mine, name == first) for name in SECTIONS[section]]
        for section in SECTIONS
    }


def _page(name: str, shown: bool, first: bool) -> "st.Page":
    visibility: Literal["visible", "hidden"] = "visible" if shown else "hidden"
    title = say(f"page.{name}")
    return st.Page(f"pages/{name}.py", title=title, icon=PAGES[name], url_path=name, default=first, visibility=visibility)


def link(name: str, label: str, **address: str) -> None:
    """Write a link to a screen, with filters in its address, if it is open to whoever is signed in."""
    found = user_now()
    if found and found.role.level(name) > Level.SHUT:
        st.page_link(f"pages/{name}.py", label=say(label), icon=PAGES[name], query_params=address or None)

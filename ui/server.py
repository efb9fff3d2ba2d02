"""The server of the dashboard, which `vaora.py serve` runs."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module

import streamlit as st
from starlette.middleware import Middleware

from ui.entrance import ROUTES
from ui.gate import Gate
from ui.session import open_warehouse
from warehouse.errors import VaoraError
from warehouse.place import REPOSITORY

SLOW = (
    "folium.plugins", "plotly.graph_objects", "pandas.io.formats.style", "etl.pipeline", "queries.safety", "queries.zones",
    "reports.contacts", "reports.safety", "casework.lists",
)  # fmt: skip
"""What takes long to import. Not ui itself: the map's component is known to the server only if a screen's run imports it."""


@asynccontextmanager
async def _ready(_: st.App) -> AsyncIterator[None]:
    """Pay at the start, not at the first visitor's expense, for what the screens need: imports and the open warehouse."""
    for name in SLOW:
        import_module(name)
    with suppress(VaoraError):  # what is wrong with it the screens say themselves
        open_warehouse()
    gc.freeze()  # Streamlit collects garbage after each run of a screen: not among all that was imported, a quarter of a second
    yield


app = st.App(REPOSITORY / "dashboard.py", lifespan=_ready, routes=ROUTES, middleware=[Middleware(Gate)])

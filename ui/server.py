"""The server of the dashboard, which `vaora.py serve` runs."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module

import streamlit as st
from starlette.middleware import Middleware

from ui.entrance import ROUTES
from ui.gate import Gate
from ui.session import open_warehouse, written_down
from warehouse.errors import VaoraError
from warehouse.place import REPOSITORY

SLOW = (
    "folium.plugins", "plotly.graph_objects", "pandas.io.formats.style", "etl.pipeline", "queries.safety", "queries.zones",
    "reports.contacts", "reports.safety", "casework.lists",
)  # fmt: skip
"""What takes long to import. Not ui.maps: its component is known to the server only if a screen's run imports it."""
BEAT = 60
"""Seconds after which the server looks whether the screens' first questions have a new answer, as after a load."""


async def _keep_asking() -> None:
    while True:
        await asyncio.to_thread(_ask)
        await asyncio.sleep(BEAT)


def _ask() -> None:
    from ui.answers import ahead  # what caches answers wants to be imported after the server has begun

    try:
        ahead(open_warehouse().handed(()))
    except VaoraError:
        pass  # the screens say it themselves
    except Exception as error:
        written_down(error)


@asynccontextmanager
async def _ready(_: st.App) -> AsyncIterator[None]:
    """Pay before the first visitor for what the screens need: imports, the open warehouse, the answers to first questions."""
    for name in SLOW:
        import_module(name)
    with suppress(VaoraError):  # what is wrong with it the screens say themselves
        open_warehouse()
    gc.freeze()  # Streamlit collects garbage after each run of a screen: not among all that was imported, a quarter of a second
    asking = asyncio.create_task(_keep_asking())
    yield
    asking.cancel()


app = st.App(REPOSITORY / "dashboard.py", lifespan=_ready, routes=ROUTES, middleware=[Middleware(Gate)])

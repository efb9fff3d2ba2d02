"""The server of the dashboard, which `vaora.py serve` runs."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from threading import Event, Thread

import streamlit as st
from starlette.middleware import Middleware

from ui.entrance import ROUTES
from ui.gate import Gate
from ui.session import open_warehouse, written_down
from warehouse.errors import NoWarehouse, VaoraError
from warehouse.place import REPOSITORY

SLOW = (
    "folium.plugins", "plotly.graph_objects", "pandas.io.formats.style", "etl.pipeline", "queries.safety", "queries.zones",
    "reports.contacts", "reports.safety", "casework.lists",
)  # fmt: skip
"""What takes long to import. Not ui.maps: its component is known to the server only if a screen's run imports it."""
BEAT = 60
"""Seconds after which the server looks whether the screens' first questions have a new answer, as after a load."""


def _keep_asking(stop: Event) -> None:
    given_up: tuple[int, str] | None = None
    while not stop.is_set():
        given_up = _ask(stop, given_up)
        stop.wait(BEAT)


def _ask(stop: Event, given_up: tuple[int, str] | None) -> tuple[int, str] | None:
    """Ask what screens ask first; return the version of the lake that could not answer, which is not asked again."""
    from ui.answers import asked_first  # what caches answers wants to be imported after the server has begun

    try:
        store = open_warehouse().handed(())
        if (version := store.version()) == given_up:
            return given_up
        questions = asked_first(store)
    except NoWarehouse:
        return given_up
    except Exception as error:
        written_down(error)
        return given_up
    for question in questions:
        if stop.is_set():
            break
        try:
            question()
        except Exception as error:
            written_down(error)
            given_up = version
    return given_up


@asynccontextmanager
async def _ready(_: st.App) -> AsyncIterator[None]:
    """Pay before the first visitor for what the screens need: imports and the open warehouse, then what they ask first."""
    for name in SLOW:
        import_module(name)
    with suppress(VaoraError):  # what is wrong with it the screens say themselves
        open_warehouse()
    gc.freeze()  # Streamlit collects garbage after each run of a screen: not among all that was imported, a quarter of a second
    stop = Event()
    Thread(target=_keep_asking, args=[stop], daemon=True).start()
    yield
    stop.set()


app = st.App(REPOSITORY / "dashboard.py", lifespan=_ready, routes=ROUTES, middleware=[Middleware(Gate)])

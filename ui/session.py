"""What every screen starts with: the open warehouse, the marks of the page, errors as sentences."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from rules.messages import explain
from ui.texts import LANGUAGES, language, say
from warehouse.errors import NoWarehouse, VaoraError
from warehouse.place import Place
from warehouse.reader import Warehouse


def place() -> Place:
    """Return the data folder of this dashboard."""
    return Place.find()


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(root: str, catalog: int) -> Warehouse:
    return Warehouse(Place.find())


def warehouse() -> Warehouse:
    """Return the open warehouse, the same for all sessions of this process; a rebuilt one is opened anew."""
    here = place()
    if not here.exists:
        raise NoWarehouse(data=here.root.name)
    return _open(str(here.root), here.catalog.stat().st_ino)


def user() -> str:
    """Return the name under which actions are logged, until there is a sign-in."""
    return getpass.getuser()


def see_people() -> bool:
    """Return whether names and phones may be shown: until there is a sign-in, only invented ones."""
    return place().is_demo


def frame() -> None:
    """Write what all pages share: the mark of invented data and the switch of language."""
    if place().is_demo:
        st.warning(say("app.demo"), icon="🧪")
    chosen = st.sidebar.segmented_control(
        say("app.language"), LANGUAGES, default=language(), format_func=str.upper, key="language", label_visibility="collapsed"
    )
    if chosen and chosen != language():
        st.query_params["lang"] = chosen
        st.rerun()


@contextmanager
def page(title: str) -> Iterator[None]:
    """Write the page's title; an error inside becomes a sentence that helps, never a traceback."""
    st.title(say(title))
    try:
        yield
    except NoWarehouse:
        st.info(say("app.empty"), icon="📂")
    except VaoraError as error:
        st.error(explain(error.code, error.values, language()), icon="⚠️")

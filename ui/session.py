"""What every screen starts with: the open warehouse, the marks of the page, errors as sentences."""

import getpass
import logging
import runpy
import traceback
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import streamlit as st

from rules.messages import explain
from ui.texts import LANGUAGES, language, say
from warehouse.errors import NoWarehouse, VaoraError
from warehouse.place import REPOSITORY, Place
from warehouse.reader import Warehouse

FRONT_DOOR = "front door"
Answer = TypeVar("Answer")
HASHED: dict[str | type[Any], Callable[[Any], Any]] = {Warehouse: lambda store: (str(store.place.root), store.snapshot())}
"""How shared answers know a warehouse again: a new snapshot makes them anew."""
STYLE = """<style>
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p {{font-size:0}}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {{content:"{upload}";font-size:1rem}}
[data-testid="stFileUploaderDropzoneInstructions"] * {{font-size:0}}
[data-testid="stFileUploaderDropzoneInstructions"]::after {{content:"{limit}";font-size:.875rem;opacity:.7}}
[data-testid="stMainBlockContainer"] {{padding-top:3.6rem;max-width:1500px}}
[data-testid="stElementToolbar"] {{display:none}}
h1 {{font-size:2rem!important}} h3 {{font-size:1.25rem!important}}
</style>"""


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


def remembered(store: Warehouse, name: str, question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return the answer to a question, asked once in this session while the warehouse stays as it is; one answer per name.

    Answers may be personal: they are never shared between sessions.
    """
    key, kept = (store.snapshot(), question), st.session_state.get(f"answer {name}")
    if kept is None or kept[0] != key:
        kept = st.session_state[f"answer {name}"] = (key, ask())
    answer: Answer = kept[1]
    return answer


def user() -> str:
    """Return the name under which actions are logged, until there is a sign-in."""
    return getpass.getuser()


def see_people() -> bool:
    """Return whether names and phones may be shown: until there is a sign-in, only invented ones."""
    return place().is_demo


def frame() -> None:
    """Write what all pages share: the mark of invented data, the switch of language, words of the browser's own parts."""
    st.session_state[FRONT_DOOR] = True
    st.html(STYLE.format(upload=say("app.upload"), limit=say("app.upload_limit")))
    if place().is_demo:
        st.warning(say("app.demo"), icon=":material/science:")
    chosen = st.sidebar.segmented_control(
        say("app.language"), LANGUAGES, default=language(), format_func=str.upper, key="language", label_visibility="collapsed"
    )
    if chosen and chosen != language():
        st.query_params["lang"] = chosen
        st.rerun()


@contextmanager
def page(title: str) -> Iterator[None]:
    """Write the page's title; an error inside becomes a sentence that helps, never a traceback.

    Streamlit runs a file of pages/ by itself when it is the first address asked of a fresh server: then the front door is
    entered from here, so that no page ever stands without it.
    """
    if FRONT_DOOR not in st.session_state:
        runpy.run_path(str(REPOSITORY / "dashboard.py"))
        st.stop()
    st.title(say(title))
    with sentences():
        yield


@contextmanager
def sentences() -> Iterator[None]:
    """Turn an error inside into a sentence; a part of a page that runs by itself needs this of its own."""
    try:
        yield
    except NoWarehouse:
        st.info(say("app.empty"), icon=":material/folder_open:")
    except VaoraError as error:
        st.error(explain(error.code, error.values, language()), icon=":material/warning:")
    except Exception as error:
        # Where, not what: an error's text may quote a row.
        logging.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        st.error(say("app.error"), icon=":material/warning:")

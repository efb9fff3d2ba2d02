"""What every screen starts with: the open warehouse, the marks of the page, errors as sentences."""

import logging
import runpy
import traceback
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from access.roles import Level
from access.sessions import end
from queries import visitors
from rules.messages import explain
from ui.sight import PURPOSE, ask_why, see_people, show
from ui.signed_in import SCREEN, level_here, place, token_in, user_now
from ui.texts import LANGUAGES, language, plain, say
from warehouse.clock import now
from warehouse.errors import NotAllowed, NoWarehouse, VaoraError
from warehouse.place import REPOSITORY, Place
from warehouse.reader import Warehouse

FRONT_DOOR = "front door"
SNAPSHOT: dict[str | type, Callable[[Any], object]] = {Warehouse: lambda store: (str(store.place.root), *store.version())}
Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
STYLE = """<style>
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p {{font-size:0}}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {{content:"{upload}";font-size:1rem}}
[data-testid="stFileUploaderDropzoneInstructions"] * {{font-size:0}}
[data-testid="stFileUploaderDropzoneInstructions"]::after {{content:"{limit}";font-size:.875rem;opacity:.7}}
[data-testid="stMainBlockContainer"] {{padding-top:3.6rem;max-width:1500px}}
[data-testid="stElementToolbar"] {{display:none}}
h1 {{font-size:2rem!important}} h3 {{font-size:1.25rem!important}}
</style>"""


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(root: str, catalog: int) -> Warehouse:
    return Warehouse(Place.find())


def open_warehouse() -> Warehouse:
    """Return the open warehouse, the same for all sessions of this process; a rebuilt one is opened anew."""
    here = place()
    if not here.exists:
        raise NoWarehouse(data=here.root.name)
    return _open(str(here.root), here.catalog.stat().st_ino)


def warehouse() -> Warehouse:
    """Return the warehouse as whoever is signed in may ask it on this screen: its stores of persons stay shut unless the role
    sees those persons here, what it yields of persons is covered or written down, and it keeps to the scope."""
    who = user_now()
    if who is None:
        return open_warehouse().handed(())
    scope = {who.role.scope: who.scope} if who.role.scope in ("agency", "district") else {}
    if "agency" in scope and not who.scope:
        if not place().is_demo:
            raise NotAllowed  # no scope is everything to a handle
        scope["agency"] = visitors.largest(open_warehouse())  # of whom a role is only tried
    return open_warehouse().handed(who.role.opens(st.session_state[SCREEN]), show=show, **scope)


def for_all(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep the answers of `ask` for all sessions while the warehouse stays as it is. Never one about persons: that is
    `remembered`, and the handle that `ask` gets opens no store of persons."""
    kept = st.cache_data(max_entries=256, ttl=3600, show_spinner=False, hash_funcs=SNAPSHOT)(ask)

    @wraps(ask)
    def asked(*args: Asked.args, **named: Asked.kwargs) -> Answer:
        return kept(*map(_impersonal, args), **{name: _impersonal(value) for name, value in named.items()})

    return asked


def _impersonal(value: Any) -> Any:
    return value.handed(()) if isinstance(value, Warehouse) else value


def remembered(store: Warehouse, name: str, question: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Return the answer to a question, asked once in this session while the warehouse stays as it is and people are as
    covered as they were; one answer per name.

    Answers may be personal: they are never shared between sessions.
    """
    sight = (store.stores, store.agency, store.district, see_people(), st.session_state.get(PURPOSE))
    key, kept = (store.version(), question, sight), st.session_state.get(f"answer {name}")
    if kept is None or kept[0] != key:
        kept = (key, ask())
        st.session_state[f"answer {name}"] = kept
    answer: Answer = kept[1]
    return answer


def later(make: Callable[[], bytes], *, people: bool = False) -> Callable[[], bytes]:
    """Return `make` for a download button: it runs when the button is pressed, outside the page, and needs to know who presses
    and in which language; whoever is out by then, or does not see people as they are by then if the file names any (`people`),
    gets nothing (NotAllowed)."""
    context = get_script_run_ctx()

    def allowed() -> bytes:
        add_script_run_ctx(ctx=context)
        if level_here() == Level.SHUT or (people and not see_people()):
            raise NotAllowed
        return make()

    def made() -> bytes:
        with ThreadPoolExecutor(1) as thread:  # a thread of its own: the context must not stay in one of the server's
            return thread.submit(allowed).result()

    return made


def frame() -> None:
    """Write what all pages share: the mark of invented data, the switch of language, words of the browser's own parts."""
    st.session_state[FRONT_DOOR] = True
    _who()
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
    st.session_state[SCREEN] = title.partition(".")[0]
    st.title(say(title))
    with sentences():
        if level_here() == Level.SHUT:
            st.info(say("app.shut"), icon=":material/lock:")
            st.stop()
        ask_why()
        yield


def _who() -> None:
    """Say who is signed in, with the way out; whoever is not gets the way in, and nothing else."""
    found = user_now()
    if found is None:
        st.html(f'<p>{say("app.signed_out")} <a href="/sign-in?lang={language()}" target="_self">{say("app.sign_in")}</a></p>')
        st.stop()
    role = found.role.names[language()]
    with st.sidebar.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(role if found.scope == "" and place().is_demo else f"{found.name} · {role}"))
        if found.outside:  # a journey of the browser: the province's sign-on has a session of its own to end
            st.html(f'<a href="/sign-in/oidc/out" target="_self" style="color:inherit">{say("app.sign_out")}</a>')
        elif st.button(say("app.sign_out"), key="sign out", icon=":material/logout:", type="tertiary"):
            end(place(), token_in(st.context.cookies), now())
            st.rerun()


def written_down(error: Exception) -> None:
    """Log an error that nobody foresaw: where, not what, for its text may quote a row."""
    logging.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


@contextmanager
def sentences() -> Iterator[None]:
    """Turn an error inside into a sentence; a part of a page that runs by itself needs this of its own."""
    try:
        yield
    except NoWarehouse:
        st.info(say("app.empty"), icon=":material/folder_open:")
    except VaoraError as error:
        st.error(plain(explain(error.code, error.values, language())), icon=":material/warning:")
    except Exception as error:
        written_down(error)
        st.error(say("app.error"), icon=":material/warning:")

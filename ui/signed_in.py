"""Who is signed in at this moment, of which data folder, and what their role opens on the screen that is shown."""

from collections.abc import Mapping, Sequence
from functools import cache

import streamlit as st

from access.roles import Level
from access.sessions import User, user_of
from warehouse.clock import now
from warehouse.place import Place
from warehouse.settings import Settings, load_settings
from warehouse.stores import Store

SIGNED_IN, SCREEN = "signed in", "screen"
COOKIES = ("__Host-vaora", "vaora")
"""The cookie of the session: under TLS, and without it on this machine alone."""


def place() -> Place:
    """Return the data folder of this dashboard."""
    return Place.find()


def opens(store: Store) -> bool:
    """Return whether whoever is signed in opens a store of persons on this screen."""
    who = user_now()
    return who is not None and store in who.role.opens(st.session_state[SCREEN])


@cache
def _settings(root: str) -> Settings:
    return load_settings(Place.find())


def settings() -> Settings:
    """Return the settings of this dashboard's data folder, read once."""
    return _settings(str(place().root))


def token_in(cookies: Mapping[str, str], names: Sequence[str] = COOKIES) -> str:
    """Return the token of a browser's session among its cookies; '': it has none."""
    return next((cookies[name] for name in names if name in cookies), "")


def user_now() -> User | None:
    """Return who is signed in at this moment; None: nobody, or no longer.

    What a former sign-in left in this connection is forgotten, should it be taken up under another.
    """
    found = user_of(place(), settings(), token_in(st.context.cookies), now())
    session = found.session if found else ""
    if st.session_state.get(SIGNED_IN, session) != session:
        st.session_state.clear()
    st.session_state[SIGNED_IN] = session
    return found


def user() -> str:
    """Return the name under which actions are logged."""
    found = user_now()
    return found.logged_as if found else ""


def level_here() -> Level:
    """Return what whoever is signed in sees of the screen that is shown."""
    found = user_now()
    return found.role.level(st.session_state.get(SCREEN, "")) if found else Level.SHUT

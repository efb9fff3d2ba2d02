"""How persons may be seen: covered, or as they are for a case and a reason, which is written down first."""

from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from access.roles import Level
from access.view_log import Purpose, View, digest, record
from rules.masking import MASKS
from ui.signed_in import SCREEN, level_here, place, settings, user
from ui.texts import say
from warehouse.clock import now

PURPOSE, WRITTEN = "purpose", "written down"


def see_people() -> bool:
    """Return whether names and phones may be shown as they are on this screen: the role opens them, and, over real data, it was
    said lately for which case and why."""
    return level_here() >= Level.WHOLE and (place().is_demo or purpose() is not None)


def purpose() -> Purpose | None:
    """Return for what whoever is signed in asked to see people as they are; None: they did not, or too long ago."""
    found: tuple[Purpose, datetime] | None = st.session_state.get(PURPOSE)
    return found[0] if found and found[1] > now() else None


def show(question: str, rows: pd.DataFrame, search: str) -> pd.DataFrame:
    """Return rows about persons as they may be seen here: covered, or as they are once that is written down, and so is a search
    either way. If it cannot be written, nothing is shown (NotRecorded).

    What was written down is not again while the same rows are looked at for the same purpose.
    """
    whole = see_people()
    if (whole or search) and not place().is_demo:
        sha256 = digest(rows)
        seen = (question, search, sha256, st.session_state.get(PURPOSE))
        known: set[object] = st.session_state.setdefault(WRITTEN, set())
        if seen not in known:
            _write_down(question, len(rows), sha256, purpose() if whole else None)
            known.add(seen)
    return rows if whole else masked(rows)


def _write_down(question: str, rows: int, sha256: str, why: Purpose | None) -> None:
    record(place(), View(user(), f"{st.session_state[SCREEN]}: {question}", rows, sha256, why))


def taken(question: str, rows: pd.DataFrame) -> None:
    """Write down that rows about persons leave as a file."""
    if not place().is_demo:
        _write_down(f"{question}, file", len(rows), digest(rows), purpose())


def masked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows about persons with what tells who they are covered."""
    ways = {column: MASKS[column] for column in rows.columns.intersection(list(MASKS))}
    covered = {
        column: [way(text) if isinstance(text, str) and text else text for text in rows[column]] for column, way in ways.items()
    }
    return rows.assign(**covered)


def ask_why() -> None:
    """Over real data, people are covered until the case and the reason are given."""
    if level_here() < Level.WHOLE or place().is_demo:
        return
    if purpose():
        until = st.session_state[PURPOSE][1]
        st.caption(say("app.seen_until", until=f"{until:%H:%M}"))
        return
    with st.expander(say("app.covered"), icon=":material/visibility_off:"), st.form("why", border=False):
        case_number = st.text_input(say("app.case_number"), key="why case", max_chars=80, autocomplete="off")
        reason = st.text_input(say("app.reason"), key="why reason", max_chars=200, autocomplete="off")
        if st.form_submit_button(say("app.uncover")):
            if not case_number.strip() or not reason.strip():
                st.warning(say("app.purpose_needed"))
                return
            given = Purpose(case_number.strip(), reason.strip())
            _write_down("uncovered", 0, "", given)
            st.session_state[PURPOSE] = (given, now() + timedelta(minutes=settings().uncovered_minutes))
            st.rerun()

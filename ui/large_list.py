"""The part of the tracing screen that says how a list grows, why it is too large to use, and what to ask instead."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from queries.contact_list import growth
from queries.crowds import crowds
from queries.tracing import BANDS, ContactQuestion, Window, chosen, everybody
from ui.session import remembered
from ui.texts import moment, number, plain, say
from warehouse.reader import Warehouse

Narrower = tuple[str, Callable[..., None], tuple[object, ...]]
"""A button: its label, what it does, with which values."""
LEFT_OUT = "left_out"
NAMED = 3
"""Venues spoken of; the table of contacts names them all."""


def left_out(store: Warehouse, windows: tuple[Window, ...]) -> tuple[int, ...]:
    """Return the venues that do not count for these cases, and let the official count them again."""
    told: dict[int, str] = st.session_state.get(LEFT_OUT, {}).get(windows, {})
    for venue, name in told.items():
        left, right = st.columns([5, 2], vertical_alignment="center")
        left.info(say("crowd.left_out", name=plain(name)))
        right.button(say("crowd.take_back"), key=f"take back {venue}", on_click=_take_back, args=(windows, venue))
    return tuple(told)


def _take_back(windows: tuple[Window, ...], venue: int) -> None:
    st.session_state[LEFT_OUT][windows].pop(venue)


def _leave_out(windows: tuple[Window, ...], venue: int, name: str) -> None:
    kept = st.session_state.get(LEFT_OUT, {}).get(windows, {})
    st.session_state[LEFT_OUT] = {windows: {**kept, venue: name}}


def _choose(name: str, value: object) -> None:
    st.session_state[name] = value


def grows(met: pd.DataFrame, question: ContactQuestion) -> None:
    """Show how many people there are for each threshold and band, the one chosen in bold."""
    counts = growth(met, question.min_minutes)
    shown = counts.map(number)
    at = max(question.min_minutes, 1)
    shown.loc[at, question.band] = f"**{shown.loc[at, question.band]}** ◀"
    shown.index = [f"**{step}**" if step == at else str(step) for step in shown.index]
    shown.columns = [say(f"tracing.{band}") for band in BANDS]
    shown.index.name = say("crowd.minutes")
    st.table(shown)
    st.caption(say("crowd.growth"))


def verdict(store: Warehouse, question: ContactQuestion, met: pd.DataFrame, count: int, large: int) -> None:
    """Say why the list is too large to use, and offer narrower questions with the number of people that each leaves."""
    looked_at = remembered(store, "crowds", question, lambda: crowds(store, question, chosen(met, question)))
    with st.container(border=True):
        st.warning(say("tracing.too_large", count=number(count), large=number(large)), icon=":material/warning:")
        for row in looked_at.head(NAMED).itertuples():
            st.markdown(_why(row))
        narrower = _narrower(store, question, met, looked_at, large)
        st.markdown(say("crowd.narrower" if narrower else "crowd.shorter"))
        with st.container(horizontal=True):
            for place, (label, choose, values) in enumerate(narrower):
                st.button(label, key=f"narrower {place}", on_click=choose, args=values)


def _why(row: object) -> str:
    told = {name: number(getattr(row, name)) for name in ("people", "alone", "present", "arrivals", "usual")}
    span = {"start": moment(row.from_hour), "end": moment(row.to_hour + pd.Timedelta(hours=1))}  # type: ignore[attr-defined]
    words = [say("crowd.because", name=plain(row.name), **told), say(f"crowd.{row.crowd}", **told, **span)]  # type: ignore[attr-defined]
    if row.signs:  # type: ignore[attr-defined]
        words.append(say("crowd.entrance", signs="; ".join(say(f"crowd.sign_{sign}") for sign in row.signs)))  # type: ignore[attr-defined]
    return " ".join(words)


def _narrower(
    store: Warehouse, question: ContactQuestion, met: pd.DataFrame, looked_at: pd.DataFrame, large: int
) -> list[Narrower]:
    """Return the questions to offer: more minutes, a surer band, without the codes of entrances; none that leaves nobody."""
    counts, at, band = growth(met, question.min_minutes), max(question.min_minutes, 1), question.band
    offered: list[Narrower] = []
    fewer = counts.loc[at:, band]
    fewer = fewer[(fewer > 0) & (fewer < fewer.iloc[0])]
    if len(fewer):
        step = next((step for step, people in fewer.items() if people <= large), fewer.index[-1])
        label = say("crowd.by_minutes", minutes=step, people=number(fewer[step]))
        offered.append((label, _choose, ("minutes", int(step))))
    for narrow in BANDS[: BANDS.index(band)]:
        if 0 < counts.loc[at, narrow] < counts.loc[at, band]:
            label = say("crowd.by_band", band=say(f"tracing.{narrow}"), people=number(counts.loc[at, narrow]))
            offered.append((label, _choose, ("band", narrow)))
    for row in looked_at[looked_at["signs"].map(bool)].head(NAMED).itertuples():
        if people := _without(store, question, int(row.venue_id)):
            label = say("crowd.by_venue", name=plain(row.name), people=number(people))
            offered.append((label, _leave_out, (question.windows, int(row.venue_id), row.name)))
    return offered


def _without(store: Warehouse, question: ContactQuestion, venue: int) -> int:
    fewer = ContactQuestion(question.windows, question.min_minutes, question.band, (*question.without, venue))
    rows = remembered(store, f"without {venue}", fewer, lambda: chosen(everybody(store, fewer), fewer))
    return rows["contact_id"].nunique() if len(rows) else 0

"""The filters of the traffic screen, kept in the page's address so that a view can be sent to somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from queries.filters import Filters
from ui.reference import districts, kinds
from ui.texts import say

WEEK = 7
Places = tuple[tuple[str, ...], tuple[str, ...]]
"""Districts and kinds; none: all."""
State = tuple[date, tuple[str, ...], tuple[str, ...]]
"""A day, districts and kinds."""


YEARS = range(1900, 2200)
"""Years that an address may name; weeks and months around them can still be reckoned."""
LONGEST = 18
"""Digits of a number in an address: no more than the database counts with."""


def week_until(day: date) -> Filters:
    """Return what is asked about when nothing is chosen."""
    return Filters(day - timedelta(days=WEEK - 1), day)


def from_address(newest: date) -> tuple[Filters, list[str]]:
    """Return the filters that the address names and the names of values that could not be used; default: a week."""
    wrong: list[str] = []
    week = week_until(newest)
    first = day_given("from", week.first, wrong)
    last = day_given("to", week.last, wrong)
    if first > last:
        first, last = last, first
    return Filters(
        first, last, some_given("district", districts(), wrong), some_given("kind", kinds(), wrong), whole_given("venue", wrong)
    ), wrong


def day_given(name: str, default: date, wrong: list[str]) -> date:
    """Return the day that the address gives, else the default; what cannot be read is named in `wrong`."""
    text = st.query_params.get(name)
    try:
        given = date.fromisoformat(text) if text else default
    except ValueError:
        given = date.min
    if given.year in YEARS:
        return given
    wrong.append(name)
    return default


def some_given(name: str, known: Mapping[str, str], wrong: list[str]) -> tuple[str, ...]:
    """Return those codes of the address that are known; if any is not, the name goes to `wrong`."""
    given = [code for code in st.query_params.get(name, "").split(",") if code]
    if any(code not in known for code in given):
        wrong.append(name)
    return tuple(code for code in given if code in known)


def whole_given(name: str, wrong: list[str]) -> int:
    """Return the whole number that the address gives, else 0."""
    text = st.query_params.get(name, "0")
    if text.isdecimal() and len(text) <= LONGEST:
        return int(text)
    wrong.append(name)
    return 0


def to_address(filters: Filters) -> None:
    """Write the filters into the address; what is not chosen is left out."""
    values = {
        "from": filters.first.isoformat(),
        "to": filters.last.isoformat(),
        "district": ",".join(filters.districts),
        "kind": ",".join(filters.kinds),
        "venue": str(filters.venue or ""),
    }
    write_address(values)


def write_address(values: Mapping[str, str]) -> None:
    """Write these values into the address; empty ones are left out."""
    for name, text in values.items():
        if text:
            st.query_params[name] = text
        elif name in st.query_params:
            del st.query_params[name]


def ask(given: Filters, venues: dict[int, str]) -> Filters:
    """Show the filters and return what is chosen."""
    left, right, third, fourth, fifth = st.columns([1.6, 1.6, 2, 2, 2])
    first = left.date_input(say("traffic.first"), given.first, format="DD/MM/YYYY", key="first")
    last = right.date_input(say("traffic.last"), given.last, format="DD/MM/YYYY", key="last")
    names, words = districts(), kinds()
    chosen_districts = third.multiselect(
        say("traffic.districts"),
        list(names),
        list(given.districts),
        format_func=names.__getitem__,
        placeholder=say("app.all"),
        key="districts",
    )
    chosen_kinds = fourth.multiselect(
        say("traffic.kinds"),
        list(words),
        list(given.kinds),
        format_func=words.__getitem__,
        placeholder=say("app.all"),
        key="kinds",
    )
    options = [0, *venues]
    index = options.index(given.venue) if given.venue in venues else 0
    venue = fifth.selectbox(
        say("traffic.venue"), options, index, format_func=lambda i: venues.get(i) or say("app.all"), key="venue"
    )
    chosen = replace(given, districts=tuple(chosen_districts), kinds=tuple(chosen_kinds), venue=venue)
    return replace(chosen, first=min(first, last), last=max(first, last))


def warn(wrong: Sequence[str]) -> None:
    """Say which values of the address could not be used."""
    if wrong:
        st.warning(say("traffic.bad_address", names=", ".join(wrong)))


def ask_state(page: str, newest: date, views: Sequence[str]) -> tuple[State, str]:
    """Show the day, districts, kinds and the views of a page, first as the address names them (default: the newest day); return
    what is chosen, and write it into the address."""
    wrong: list[str] = []
    given = day_given("on", newest, wrong)
    places = places_given(wrong)
    warn(wrong + wrong_view(views))
    left, *parts = st.columns([1.2, 2.4, 2.4])
    on: date = left.date_input(say(f"{page}.on"), given, format="DD/MM/YYYY", key="on")
    chosen = ask_places(page, parts, places)
    view = choice(page, "view", views)
    write_address({"on": on.isoformat(), "district": ",".join(chosen[0]), "kind": ",".join(chosen[1])})
    return (on, *chosen), view


def places_given(wrong: list[str]) -> Places:
    """Return the districts and kinds that the address names; if any is not known, the name goes to `wrong`."""
    return some_given("district", districts(), wrong), some_given("kind", kinds(), wrong)


def wrong_view(views: Sequence[str]) -> list[str]:
    """Return the name of the view if the address names none of these."""
    return ["view"] if st.query_params.get("view", views[0]) not in views else []


def ask_places(page: str, parts: Sequence[DeltaGenerator], given: Places) -> Places:
    """Show which districts and kinds are asked about, each in its part of the screen; return what is chosen."""
    names = zip(parts, ("districts", "kinds"), (districts(), kinds()), given, strict=True)
    chosen = [
        tuple(part.multiselect(say(f"{page}.{name}"), list(words), list(before), format_func=words.__getitem__,
                               placeholder=say("app.all"), key=f"{page}_{name}"))
        for part, name, words, before in names
    ]  # fmt: skip
    return chosen[0], chosen[1]


def ask_some(page: str, known: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Show a filter beside the other for each name of `known` (code → words), first as the address says; return name → codes
    chosen (none: all), and write them into the address."""
    wrong: list[str] = []
    chosen = {
        name: part.multiselect(say(f"{page}.by_{name}"), list(words), list(some_given(name, words, wrong)),
                               format_func=words.__getitem__, placeholder=say("app.all"), key=f"{page} {name}")
        for part, (name, words) in zip(st.columns(len(known)), known.items(), strict=True)
    }  # fmt: skip
    warn(wrong)
    write_address({name: ",".join(codes) for name, codes in chosen.items()})
    return chosen


def choice(page: str, name: str, options: Sequence[str]) -> str:
    """Show what can be chosen as buttons, the one in the address pressed, and write the choice into the address."""
    given = st.query_params.get(name, options[0])
    chosen = st.segmented_control(
        say(f"{page}.{name}"), options, default=given if given in options else options[0],
        format_func=lambda option: say(f"{page}.{name}_{option}"), key=name, label_visibility="collapsed",
    )  # fmt: skip
    write_address({name: chosen or options[0]})
    return chosen or options[0]

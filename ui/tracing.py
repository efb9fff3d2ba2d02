"""The parts of the tracing screen: who, when, where they went, whom they met; in no address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from casework.lists import ask
from queries import persons as people
from queries import tracing
from queries.tracing import BANDS, Band, ContactQuestion, VenueQuestion, Window
from reports.contacts import circumstances, declared, reason_words
from rules.phone import national
from ui import large_list
from ui.casework import take_out
from ui.reference import district_name, kinds
from ui.session import remembered
from ui.sight import see_people
from ui.tables import table
from ui.texts import language, moment, number, say
from warehouse.reader import Warehouse

LOOK_BACK = 14


def persons(store: Warehouse) -> list[int]:
    """Ask for a phone, an id number or a name; return who is meant."""
    text = st.text_input(say("tracing.phone"), key="phone", autocomplete="off").strip()
    if not text:
        return []
    if any(letter.isalpha() for letter in text) and not any(letter.isdigit() for letter in text):
        return _candidate(people.find_by_name(store, text))
    digits = "".join(letter for letter in text if letter.isalnum())
    by_id = people.find_by_id(store, digits) if len(digits) in (8, 9, 12) else pd.DataFrame()
    if len(by_id):
        return _candidate(by_id)
    given = national(text)
    if given is None:
        st.warning(say("tracing.phone_bad"))
        return []
    found = people.persons_by_phone(store, given)
    if not found:
        st.warning(say("tracing.phone_none"))
    if len(found) > 1:
        st.info(say("tracing.phone_shared", count=number(len(found))))
        return _candidate(people.named(store, found))
    return found


def _candidate(found: pd.DataFrame) -> list[int]:
    """Let the official choose among people found, each with what is known of them; nobody is chosen for them."""
    if found.empty:
        st.warning(say("tracing.name_none"))
        return []
    _covered()
    rows = found.rename(columns={"phone": "phone_column"}).set_index("person_id")
    labels = {int(person): _evidence(row) for person, row in rows.iterrows()}
    if len(found) == people.FOUND:
        st.info(say("tracing.name_many", count=number(len(found))))
    chosen = st.selectbox(
        say("tracing.candidate"), list(labels), index=None, format_func=lambda person: labels[person], key="candidate",
        placeholder=say("tracing.choose_candidate"),
    )  # fmt: skip
    return [chosen] if chosen else []


def _evidence(row: pd.Series) -> str:
    commune = people.units().get(row["commune_code"], ("", ""))[0]
    born = "" if pd.isna(row["birth_year"]) else say("tracing.born", year=int(row["birth_year"]))
    return " · ".join(str(part) for part in (row["name"], born, row["phone_column"], commune) if isinstance(part, str) and part)


def window(default: tuple[date, date], key: str) -> tuple[date, date]:
    """Ask for the days."""
    left, right = st.columns(2)
    first = left.date_input(say("tracing.first"), default[0], format="DD/MM/YYYY", key=f"first {key}")
    last = right.date_input(say("tracing.last"), default[1], format="DD/MM/YYYY", key=f"last {key}")
    return min(first, last), max(first, last)


@contextmanager
def answer(windows: tuple[Window, ...]) -> Iterator[None]:
    """Hold what is told of these windows; what stood here for others goes at once, so that nobody calls from a list that is not
    this one's."""
    before, turn = st.session_state.get("answered", (windows, 0))
    turn = turn if before == windows else 1 - turn
    st.session_state["answered"] = (windows, turn)
    # Two places by turns: the browser keeps what stands in a place until it is written anew, which takes seconds.
    boxes = [st.container() if place == turn else st.empty() for place in (0, 1)]
    with boxes[turn], st.spinner(say("tracing.counting")):
        yield


def visits(store: Warehouse, windows: tuple[Window, ...]) -> bool:
    """Show where these people were; return False if nowhere."""
    st.subheader(say("tracing.visits"))
    rows = tracing.visits(store, windows)
    if rows.empty:
        st.info(say("tracing.no_visits"))
        return False
    for end in ("in_at", "out_at"):
        rows[end] = rows[end].map(lambda value: say("tracing.not_scanned") if pd.isna(value) else moment(value))
    rows["kind"] = rows["kind"].map(kinds()).fillna(say("app.unknown"))
    rows["note"] = rows["elsewhere"].map({True: say("tracing.elsewhere"), False: ""})
    rows = rows.rename(columns={"name": "venue"})
    table("tracing.visits", rows, dict.fromkeys(("in_at", "out_at", "venue", "kind", "note"), "text"), download=see_people(),
          people=True)  # fmt: skip
    return True


def contacts(store: Warehouse, windows: tuple[Window, ...], minutes: int, large: int) -> None:
    """Show whom they met, how the list grows with its rule, and offer it to call from."""
    st.subheader(say("tracing.contacts"))
    controls, growing = st.columns([3, 4])
    with controls:
        least, band = _rule(minutes)
        ring = st.segmented_control(
            say("tracing.ring"), (1, 2), default=1, format_func=lambda r: say(f"tracing.ring_{r}"), key="ring"
        )
        question = ContactQuestion(windows, least, band, large_list.left_out(store, windows))
    met = remembered(
        store, "met", replace(question, min_minutes=0, band="possible"), lambda: tracing.everybody(store, question)
    )
    with growing:
        large_list.grows(met, question)
    asked = remembered(store, "list", (question, ring), lambda: ask(store, question, ring or 1, met))
    rows = asked.rows
    st.caption(say("tracing.caution"))
    if rows.empty:
        st.info(say("tracing.no_contacts"))
        return
    count = rows["contact_id"].nunique()
    st.markdown(say("tracing.contacts_count", count=number(count), minutes=least, band=say(f"tracing.{band}")))
    if store.district:
        st.caption(say("tracing.of_district", district=district_name(store.district)))
    why = st.container()
    table("tracing.contacts", _readable(rows), COLUMNS, download=False)
    take_out(store, asked)
    if count > large and ring != 2:
        with why:
            large_list.verdict(store, question, met, count, large)


def _rule(minutes: int, there: str = "") -> tuple[int, Band]:
    """Ask for the threshold and the band; buttons elsewhere may set them. `there` names the controls of a venue."""
    st.session_state.setdefault(f"minutes{there}", minutes)
    st.session_state.setdefault(f"band{there}", "probable")
    least = int(st.number_input(say(f"tracing.minutes{there}"), 0, 1440, key=f"minutes{there}"))
    band: Band | None = st.segmented_control(
        say("tracing.band"), BANDS, format_func=lambda b: say(f"tracing.{b}"), key=f"band{there}"
    )
    return least, band or "probable"


COLUMNS = {
    "priority": "number", "name": "text", "phone_column": "text", "why": "text", "commune": "text", "district": "text",
    "minutes_sure": "number", "minutes_probable": "number", "minutes_possible": "number",
    "first_meeting": "moment", "last_meeting": "moment", "venue_names": "text",
    "meetings": "number", "number_present": "number", "circumstances": "text", "symptom_words": "text",
}  # fmt: skip


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    _covered()
    shown = rows.rename(columns={"contact_name": "name", "contact_phone": "phone_column"})
    for band in BANDS:
        shown[f"minutes_{band}"] = shown[f"{band}_seconds"] // 60
    words = language()
    shown["why"] = [reason_words(codes, words) for codes in shown["reasons"]]
    met = zip(shown["number_present"], shown["closest_name"], shown["indoor"], strict=True)
    shown["circumstances"] = [circumstances(*one, words) for one in met]
    said = zip(shown["symptoms"], shown["exposure"], strict=True)
    shown["symptom_words"] = [declared(*one, words) for one in said]
    return shown


def _covered() -> None:
    if not see_people():
        st.info(say("tracing.masked"))


def at_venue(store: Warehouse, newest: date) -> None:
    """Ask for a venue and a period; show who was there."""
    known = tracing.venues(store).set_index("venue_id")
    if known.empty:
        st.info(say("tracing.no_venues"))
        return
    venue = st.selectbox(
        say("tracing.venue"),
        known.index,
        key="venue_asked",
        format_func=lambda i: f"{known.loc[i, 'name']} · {known.loc[i, 'code']}",
    )
    first, last = window((newest, newest), "venue")
    left, right = st.columns(2)
    starts = datetime.combine(first, left.time_input(say("tracing.from_time"), time(0), key="from_time"))
    ends = datetime.combine(last, right.time_input(say("tracing.to_time"), time(23, 59), key="to_time")) + timedelta(minutes=1)
    least, band = _rule(0, "_there")
    asked = ask(store, VenueQuestion(int(venue), starts, ends, least, band))
    st.markdown(say("tracing.venue_count", count=number(len(asked.rows))))
    st.caption(say("tracing.caution"))
    if len(asked.rows):
        table("tracing.contacts", _readable(asked.rows), COLUMNS, download=False)
        take_out(store, asked)

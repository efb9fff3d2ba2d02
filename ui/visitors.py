"""The parts of the screen of arrivals and departures: venue and day, counts, who is inside, the day's list, its workbook."""

from datetime import date, datetime, time

import pandas as pd
import streamlit as st

from access.view_log import Purpose, View, record
from queries import persons, traffic, visitors
from queries.visitors import DayAt
from reports.workbook import Field, workbook
from rules.messages import explain
from rules.phone import national
from ui.filters import day_given, warn, whole_given, write_address
from ui.session import later, remembered
from ui.sight import see_people
from ui.signed_in import place, user
from ui.tables import table
from ui.texts import language, moment, number, say
from warehouse.clock import now
from warehouse.reader import Warehouse

COLUMNS = {"name": "text", "phone": "text", "in_at": "moment", "out_at": "moment", "inside_word": "text"}


def asked(store: Warehouse, newest: datetime) -> DayAt | None:
    """Show venue, day and hour, the first two kept in the address, and return what is asked; None: no venue is chosen."""
    wrong: list[str] = []
    given, day = whole_given("venue", wrong), day_given("date", newest.date(), wrong)
    known = mine(store)
    warn(wrong)
    one, two, three = st.columns([3, 1, 1])
    options = list(known)
    venue = one.selectbox(say("visitors.venue"), options, options.index(given) if given in known else None, key="visited",
                          format_func=known.__getitem__, placeholder=say("visitors.choose_venue"))  # fmt: skip
    on: date = two.date_input(say("visitors.day"), day, format="DD/MM/YYYY", key="visited day")
    at: time = three.time_input(say("visitors.at"), newest.time().replace(second=0, microsecond=0), step=900, key="visited at")
    write_address({"venue": str(venue or ""), "date": on.isoformat()})
    return DayAt((venue,), on, datetime.combine(on, at)) if venue else None


def mine(store: Warehouse) -> dict[int, str]:
    """Return the venues whose visitors whoever is signed in may see: those of their agency and of all below it, or all."""
    rows = visitors.venues_of(store, store.agency) if store.agency else traffic.venues(store)
    return dict(zip(rows["venue_id"].tolist(), (rows["name"] + " · " + rows["code"]).tolist(), strict=True))


def answer(store: Warehouse, asked: DayAt) -> pd.DataFrame:
    """Return the visits with their people's names and phones, masked unless they may be shown; kept in this session only."""
    return remembered(store, "visitors", asked, lambda: _named(store, asked))


def _named(store: Warehouse, asked: DayAt) -> pd.DataFrame:
    rows = visitors.visits(store, asked)
    if rows.empty:
        return rows.assign(name="", phone="", inside_word="")
    who = persons.named(store, set(rows["person_id"].tolist()))[["person_id", "name", "phone"]]
    return rows.merge(who, on="person_id", how="left").assign(inside_word=_words(rows["inside"]).to_numpy())


def _words(inside: pd.Series) -> pd.Series:
    return inside.map(lambda band: say(f"visitors.{band}") if band else "")


def counts(asked: DayAt, rows: pd.DataFrame) -> None:
    found = visitors.counted(rows, asked.day)
    for column, name in zip(st.columns(3), ("arrivals", "departures", "probable"), strict=True):
        column.metric(say(f"visitors.count_{name}"), number(found[name]), border=True)
    st.caption(say("visitors.inside_note", moment=moment(asked.moment), sure=number(found["sure"]),
                   possible=number(found["possible"])))  # fmt: skip


def search(store: Warehouse, rows: pd.DataFrame) -> pd.DataFrame:
    """Offer to look for a phone among the visitors; return all visits, or those of whoever is known by it."""
    if not see_people():
        st.info(say("visitors.masked"))
        return rows
    text = st.text_input(say("visitors.phone_search"), key="visitor phone", autocomplete="off")
    if not text.strip():
        return rows
    asked = national(text)
    if asked is None:
        st.error(say("visitors.phone_wrong"))
        return rows
    found = visitors.of_people(rows, persons.persons_by_phone(store, asked))
    if found.empty:
        st.warning(say("visitors.phone_none"))
    return found


def inside(asked: DayAt, rows: pd.DataFrame) -> None:
    st.subheader(say("visitors.inside"))
    people = visitors.present(rows)
    if people.empty:
        st.info(say("visitors.nobody", moment=moment(asked.moment)))
        return
    columns = {"inside_word": "text", "name": "text", "phone": "text", "in_at": "moment"}
    table("visitors.inside", people, columns, download=False)


def came_and_went(asked: DayAt, rows: pd.DataFrame) -> None:
    st.subheader(say("visitors.list"))
    if rows.empty:
        st.info(say("visitors.none"))
        return
    table("visitors.list", rows, COLUMNS, download=False)


def take_out(store: Warehouse, asked: DayAt, rows: pd.DataFrame) -> None:
    """Offer the list as a workbook against a reason, which goes into the view log first."""
    if not see_people() or rows.empty:
        return
    venue = mine(store)[asked.venues[0]]
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    reason = left.text_input(say("visitors.reason"), key="visitors reason", max_chars=200)

    def made() -> bytes:
        question = f"visitors of venue {asked.venues[0]} on {asked.day}"
        record(store.place, View.of(user(), question, rows, Purpose(venue, reason)))
        fields = [Field(column, say(f"visitors.{column}"), 24 if column == "name" else 18) for column in COLUMNS]
        return workbook(
            say("visitors.list"), _cover(venue, asked, reason), fields, rows, explain("cover_sha256", {}, language())
        )

    right.download_button(say("app.download"), data=later(made, people=True), file_name=f"nguoi-den-di-{asked.day}.xlsx",
                          key="visitors file", disabled=not reason.strip(), icon=":material/download:")  # fmt: skip


def _cover(venue: str, asked: DayAt, reason: str) -> list[tuple[str, str]]:
    said = {"cover_reason": reason, "cover_who": user(), "cover_made": moment(now())}
    mark = [(explain("cover_demo", {}, language()), say("app.demo"))] if place().is_demo else []
    lines = [(say("visitors.venue"), venue), (say("visitors.at"), moment(asked.moment))]
    return [*mark, *lines, *((explain(code, {}, language()), text) for code, text in said.items())]

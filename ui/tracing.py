"""The parts of the tracing screen: who, when, where they went, whom they met. Nothing here is cached or in an address."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from access.view_log import Purpose, View, digest, record
from queries import tracing
from queries.tracing import BANDS, Band, ContactQuestion, Window
from queries.traffic import venues
from reports.contacts import Order, contacts_workbook
from rules.masking import masked_name, masked_phone
from rules.phone import national
from ui.reference import kinds
from ui.session import see_people, user
from ui.tables import table
from ui.texts import day, language, moment, number, say
from warehouse.reader import Warehouse

LOOK_BACK = 14


def persons_by_phone(store: Warehouse) -> list[int]:
    """Ask for a phone; return who is known by it."""
    text = st.text_input(say("tracing.phone"), key="phone", autocomplete="off")
    if not text.strip():
        return []
    number_given = national(text)
    if number_given is None:
        st.warning(say("tracing.phone_bad"))
        return []
    found = tracing.persons_by_phone(store, number_given)
    if not found:
        st.warning(say("tracing.phone_none"))
    return found


def person_of_case(store: Warehouse, days_before: int) -> tuple[list[int], tuple[date, date] | None]:
    """Ask for a case; return its person and the window that the decision gives."""
    known = tracing.cases(store)
    if known.empty:
        st.info(say("tracing.no_cases"))
        return [], None
    rows = known.set_index("case_code")
    code = st.selectbox(
        say("tracing.case"), rows.index, key="case",
        format_func=lambda c: say("tracing.case_label", code=c, onset=day(rows.loc[c, "onset"])),
    )  # fmt: skip
    case = rows.loc[code]
    began = case["onset"] if pd.notna(case["onset"]) else case["sampled"]
    if pd.isna(began):
        return [int(case["person_id"])], None
    ended = case["isolated"] if pd.notna(case["isolated"]) else began + timedelta(days=LOOK_BACK)
    return [int(case["person_id"])], (began.date() - timedelta(days=days_before), ended.date())


def window(default: tuple[date, date], key: str) -> tuple[date, date]:
    """Ask for the days."""
    left, right = st.columns(2)
    first = left.date_input(say("tracing.first"), default[0], format="DD/MM/YYYY", key=f"first {key}")
    last = right.date_input(say("tracing.last"), default[1], format="DD/MM/YYYY", key=f"last {key}")
    return min(first, last), max(first, last)


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
    table("tracing.visits", rows, dict.fromkeys(("in_at", "out_at", "venue", "kind", "note"), "text"), download=see_people())
    return True


def contacts(store: Warehouse, windows: tuple[Window, ...], minutes: int) -> None:
    """Show whom they met, and offer the list to call from."""
    st.subheader(say("tracing.contacts"))
    left, right = st.columns(2)
    least = int(left.number_input(say("tracing.minutes"), 0, 1440, minutes, key="minutes"))
    band: Band = (
        right.segmented_control(
            say("tracing.band"), BANDS, default="probable", format_func=lambda b: say(f"tracing.{b}"), key="band"
        )
        or "probable"
    )
    question = ContactQuestion(windows, least, band)
    rows = tracing.contact_list(store, question)
    st.caption(say("tracing.caution"))
    if rows.empty:
        st.info(say("tracing.no_contacts"))
        return
    st.markdown(say("tracing.contacts_count", count=number(len(rows)), minutes=least, band=say(f"tracing.{band}")))
    table("tracing.contacts", _readable(rows), COLUMNS, download=False)
    _call_list(store, question, rows)


COLUMNS = {
    "name": "text", "phone_column": "text",
    "minutes_sure": "number", "minutes_probable": "number", "minutes_possible": "number",
    "first_meeting": "moment", "last_meeting": "moment", "venue_names": "text",
    "meetings": "number", "number_present": "number",
}  # fmt: skip


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    shown = _masked(rows.rename(columns={"contact_name": "name", "contact_phone": "phone_column"}))
    for band in BANDS:
        shown[f"minutes_{band}"] = shown[f"{band}_seconds"] // 60
    return shown


def _masked(rows: pd.DataFrame) -> pd.DataFrame:
    """Hide names and phones unless they may be seen; nobody's name is a formula or markup in the table either way."""
    if see_people():
        return rows
    st.info(say("tracing.masked"))
    name = rows["name"].map(masked_name, na_action="ignore")
    return rows.assign(name=name, phone_column=rows["phone_column"].map(masked_phone, na_action="ignore"))


def _call_list(store: Warehouse, question: ContactQuestion, rows: pd.DataFrame) -> None:
    """Offer the workbook against a case number and a reason, which go into the view log first."""
    if not see_people():
        return
    left, right = st.columns(2)
    case_number = left.text_input(say("tracing.case_number"), key="case_number")
    reason = right.text_input(say("tracing.reason"), key="reason")
    ready = bool(case_number.strip() and reason.strip())

    def made() -> bytes:
        text = f"contacts of {len(question.windows)} cases, {question.min_minutes} min {question.band}"
        record(store.place, View(user(), text, len(rows), digest(rows), Purpose(case_number, reason)))
        first, last = min(w.first for w in question.windows), max(w.last for w in question.windows)
        return contacts_workbook(store, Order(question, first, last, case_number, reason, user()), rows, language())

    title = say("tracing.call_list")
    st.download_button(
        title, data=made, file_name="danh-sach-tiep-xuc.xlsx", disabled=not ready, type="primary", key="call_list"
    )
    st.caption(say("tracing.purpose_note"))


def at_venue(store: Warehouse, newest: date) -> None:
    """Ask for a venue and a period; show who was there."""
    known = venues(store).set_index("venue_id")
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
    rows = tracing.venue_people(store, int(venue), starts, ends)
    st.markdown(say("tracing.venue_count", count=number(len(rows))))
    st.caption(say("tracing.caution"))
    if rows.empty:
        return
    who = tracing.named(store, rows["person_id"].tolist()).rename(columns={"phone": "phone_column"})
    shown = _masked(rows.merge(who, on="person_id", how="left"))
    for band in BANDS:
        shown[f"minutes_{band}"] = shown[f"{band}_seconds"] // 60
    columns = {name: kind for name, kind in COLUMNS.items() if name in shown} | {"first_seen": "moment", "last_seen": "moment"}
    cover = [
        (say("tracing.venue"), f"{known.loc[venue, 'name']} · {known.loc[venue, 'code']}"),
        (say("tracing.first"), moment(starts)),
        (say("tracing.last"), moment(ends)),
        (say("tracing.note"), say("tracing.caution")),
    ]
    table("tracing.contacts", shown, columns, cover, download=see_people())

"""The parts of the tracing screen: who, when, where they went, whom they met. Nothing here is cached or in an address."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from casework.lists import ask
from queries import persons as people
from queries import tracing
from queries.contact_list import crowded, growth, units
from queries.tracing import BANDS, Band, ContactQuestion, VenueQuestion, Window
from queries.traffic import venues
from reports.contacts import circumstances, declared, reason_words
from rules.masking import masked_name, masked_phone
from rules.phone import national
from rules.windows import Preset, in_force, presets
from ui.casework import take_out
from ui.reference import kinds
from ui.session import see_people
from ui.tables import table
from ui.texts import day, language, moment, number, say
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
    return found


def _candidate(found: pd.DataFrame) -> list[int]:
    """Let the official choose among people found, each with what is known of them; nobody is chosen for them."""
    if found.empty:
        st.warning(say("tracing.name_none"))
        return []
    rows = _masked(found.rename(columns={"phone": "phone_column"})).set_index("person_id")
    labels = {int(person): _evidence(row) for person, row in rows.iterrows()}
    if len(found) == people.FOUND:
        st.info(say("tracing.name_many", count=number(len(found))))
    chosen = st.selectbox(
        say("tracing.candidate"), list(labels), index=None, format_func=lambda person: labels[person], key="candidate",
        placeholder=say("tracing.choose_candidate"),
    )  # fmt: skip
    return [chosen] if chosen else []


def _evidence(row: pd.Series) -> str:
    commune = units().get(row["commune_code"], ("", ""))[0]
    born = "" if pd.isna(row["birth_year"]) else say("tracing.born", year=int(row["birth_year"]))
    return " · ".join(str(part) for part in (row["name"], born, row["phone_column"], commune) if isinstance(part, str) and part)


def windows_of_cases(store: Warehouse, several: bool) -> tuple[Window, ...]:
    """Ask for one case or several; return a window for each, by the preset chosen, shown and changeable."""
    known = tracing.cases(store)
    if known.empty:
        st.info(say("tracing.no_cases"))
        return ()
    rows = known.set_index("case_code")
    label = {code: say("tracing.case_label", code=code, onset=day(rows.loc[code, "onset"])) for code in rows.index}
    if several:
        codes = st.multiselect(say("tracing.cases"), rows.index, list(rows.index), format_func=lambda c: label[c], key="cases")
    else:
        codes = [st.selectbox(say("tracing.case"), rows.index, key="case", format_func=lambda c: label[c])]
    chosen = _preset(rows.loc[codes])
    spans = {
        code: chosen.window(*(_day(rows.loc[code, column]) for column in ("onset", "sampled", "isolated"))) for code in codes
    }
    without = [code for code, span in spans.items() if span is None]
    if without:
        st.warning(say("tracing.no_window", cases=", ".join(without)))
    if not several and spans[codes[0]]:
        spans = {codes[0]: window(spans[codes[0]], f"case {codes[0]} {chosen.decision}")}  # type: ignore[arg-type]
    return tuple(Window(int(rows.loc[code, "person_id"]), *span) for code, span in spans.items() if span)


def _preset(rows: pd.DataFrame) -> Preset:
    began = rows["onset"].fillna(rows["sampled"]).max()
    offered = in_force(date.today() if pd.isna(began) else began.date())
    chosen = st.selectbox(
        say("tracing.preset"), presets(), index=presets().index(offered), key="preset",
        format_func=_preset_label,
    )  # fmt: skip
    note = getattr(chosen, f"note_{language()}")
    st.caption(say("tracing.window_note", decision=chosen.decision, days=chosen.days_before) + (f" {note}" if note else ""))
    return chosen


def _preset_label(one: Preset) -> str:
    return say("tracing.preset_label", decision=one.decision, days=one.days_before, since=day(one.valid_from))


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[arg-type,call-overload]


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


def contacts(store: Warehouse, windows: tuple[Window, ...], minutes: int, large: int) -> None:
    """Show whom they met, how the list grows with its rule, and offer it to call from."""
    st.subheader(say("tracing.contacts"))
    left, middle, right = st.columns([4, 6, 5])
    least, band = _rule(left, middle, minutes)
    ring = right.segmented_control(
        say("tracing.ring"), (1, 2), default=1, format_func=lambda r: say(f"tracing.ring_{r}"), key="ring"
    )
    question = ContactQuestion(windows, least, band)
    asked = ask(store, question, ring or 1)
    rows = asked.rows
    st.caption(say("tracing.caution"))
    if ring != 2:
        _growth(store, question)
    if rows.empty:
        st.info(say("tracing.no_contacts"))
        return
    count = rows["contact_id"].nunique()
    st.markdown(say("tracing.contacts_count", count=number(count), minutes=least, band=say(f"tracing.{band}")))
    if count > large and ring != 2:
        _too_large(store, question, count, large)
    table("tracing.contacts", _readable(rows), COLUMNS, download=False)
    take_out(store, asked)


def _rule(left: DeltaGenerator, right: DeltaGenerator, minutes: int) -> tuple[int, Band]:
    """Ask for the least minutes and the band in which they count."""
    least = left.number_input(say("tracing.minutes"), 0, 1440, minutes, key="minutes")
    band: Band | None = right.segmented_control(
        say("tracing.band"), BANDS, default="probable", format_func=lambda b: say(f"tracing.{b}"), key="band"
    )
    return int(least), band or "probable"


def _growth(store: Warehouse, question: ContactQuestion) -> None:
    counts = growth(store, question)
    if counts["possible"].max() == 0:
        return
    shown = counts.reset_index(names="minutes_at_least")
    with st.expander(say("tracing.growth")):
        table("tracing.growth", shown, dict.fromkeys(("minutes_at_least", *BANDS), "number"), download=False)


def _too_large(store: Warehouse, question: ContactQuestion, count: int, large: int) -> None:
    """Say why the list is too large to use, and what to ask instead."""
    venues_met, counts = crowded(store, question).iloc[0], growth(store, question)[question.band]
    why = {"name": venues_met["name"], "people": number(venues_met["people"]), "alone": number(venues_met["alone"])}
    usual = {"busiest": number(venues_met["busiest"]), "usual": number(venues_met["usual"])}
    normal = "crowd_normal" if venues_met["busiest"] <= 1.5 * venues_met["usual"] else "crowd_unusual"
    enough = counts[counts <= large]
    narrower = (
        say("tracing.narrower", minutes=int(enough.index[0]), people=number(int(enough.iloc[0])))
        if len(enough) else say("tracing.narrower_band")
    )  # fmt: skip
    told = say("tracing.too_large", count=number(count), large=number(large))
    st.warning(" ".join([told, say("tracing.because", **why), say(f"tracing.{normal}", **usual), narrower]))


COLUMNS = {
    "priority": "number", "name": "text", "phone_column": "text", "why": "text", "commune": "text", "district": "text",
    "minutes_sure": "number", "minutes_probable": "number", "minutes_possible": "number",
    "first_meeting": "moment", "last_meeting": "moment", "venue_names": "text",
    "meetings": "number", "number_present": "number", "circumstances": "text", "symptom_words": "text",
}  # fmt: skip


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    shown = _masked(rows.rename(columns={"contact_name": "name", "contact_phone": "phone_column"}))
    for band in BANDS:
        shown[f"minutes_{band}"] = shown[f"{band}_seconds"] // 60
    shown["why"] = [reason_words(codes, language()) for codes in shown["reasons"]]
    met = zip(shown["number_present"], shown["closest_name"], shown["indoor"], strict=True)
    shown["circumstances"] = [circumstances(*one, language()) for one in met]
    said = zip(shown["symptoms"], shown["exposure"], strict=True)
    shown["symptom_words"] = [declared(*one, language()) for one in said]
    return shown


def _masked(rows: pd.DataFrame) -> pd.DataFrame:
    """Hide names and phones unless they may be seen; nobody's name is a formula or markup in the table either way."""
    if see_people():
        return rows
    st.info(say("tracing.masked"))
    name = rows["name"].map(masked_name, na_action="ignore")
    return rows.assign(name=name, phone_column=rows["phone_column"].map(masked_phone, na_action="ignore"))


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
    left, right = st.columns([4, 6])
    least, band = _rule(left, right, 0)
    asked = ask(store, VenueQuestion(int(venue), starts, ends, least, band))
    st.markdown(say("tracing.venue_count", count=number(len(asked.rows))))
    st.caption(say("tracing.caution"))
    if len(asked.rows):
        table("tracing.contacts", _readable(asked.rows), COLUMNS, download=False)
        take_out(store, asked)

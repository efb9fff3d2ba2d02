"""The part of the tracing screen where a case is typed in, corrected, or loaded as a list of cases."""

from datetime import date, datetime, time

import pandas as pd
import streamlit as st

from etl.entry import enter
from queries import persons, tracing
from rules.case_form import CaseForm, faults
from rules.messages import explain
from rules.text import tidy
from ui import loading
from ui.reference import case_statuses
from ui.session import sentences
from ui.sight import see_people
from ui.signed_in import place, user
from ui.tables import table
from ui.texts import language, plain, say
from warehouse.clock import now
from warehouse.reader import Warehouse

SAVED, TOLD, MOVED = "case_saved", "case_told", "case_moved"
MISSING = ("case_missing", "no_person", "no_onset")
"""What is said once for the whole form, not under a field that nobody has come to yet."""


@st.fragment
def entry(store: Warehouse) -> None:
    """Offer to type in a case, or to load a file of cases; a case that was saved is the one chosen next."""
    told = st.container()  # always there: what comes and goes before an expander would shut it
    if TOLD in st.session_state:
        told.success(st.session_state.pop(TOLD))
    if MOVED in st.session_state:
        told.warning(st.session_state.pop(MOVED))
    turn = st.session_state.get("case_turn", 0)
    empty = tracing.cases(store).empty
    with sentences(), st.expander(say("cases.entry"), empty, icon=":material/person_add:", key=f"case entry {turn}"):
        typed, file = st.tabs([say("cases.typed"), say("cases.file")])
        with typed:
            _form(store, turn)
        with file:
            done = loading.take_in(say("cases.upload"))
    if done:
        st.rerun()


def _form(store: Warehouse, turn: int) -> None:
    code = st.text_input(say("cases.code"), key=f"case code {turn}", autocomplete="off")
    code = tidy(code).upper()
    known = tracing.cases(store).set_index("case_code")
    standing = known.loc[code] if code in known.index else pd.Series(dtype=object)
    if len(standing):
        _known(store, code)
    form = _fields(store, code, standing, f"{turn} {code if len(standing) else ''}")
    wrong = faults(form, now(), date.fromisoformat(store.settings.earliest_day))
    if lacking := [_fault(fault) for fault in wrong.values() if fault in MISSING]:
        st.caption(say("cases.lacking", what=" ".join(lacking)))
    if st.button(say("cases.save"), type="primary", disabled=bool(wrong), key="case save"):
        _load(store, form)


def _known(store: Warehouse, code: str) -> None:
    st.info(say("cases.known"))
    history = tracing.case_history(store, code)
    if len(history):
        days = {"onset": "day", "sampled": "day", "isolated": "moment"}
        columns = {"loaded_at": "moment", "loaded_by": "text", **days, "status": "text", "name": "text"}
        table("cases.history", history, columns, download=False)


def _fields(store: Warehouse, code: str, standing: pd.Series, key: str) -> CaseForm:
    """Ask for every field, what stands of a known case filled in, with what is wrong under each."""
    who = persons.standing_entry(store, code)
    shown = persons.entry_of_case(store, code) if see_people() else pd.Series(dtype=object)
    one, two, three, four = (column.container() for column in st.columns(4))
    name = one.text_input(say("cases.name"), _text(shown.get("name")), key=f"case name {key}", autocomplete="off")
    phone = two.text_input(say("cases.phone"), _text(shown.get("phone")), key=f"case phone {key}", autocomplete="off")
    number = three.text_input(say("cases.id_number"), _text(shown.get("id_number")), key=f"case id {key}", autocomplete="off")
    born = four.number_input(say("cases.birth_year"), value=_whole(shown.get("birth_year")), key=f"case born {key}", step=1)
    five, six, seven, eight = (column.container() for column in st.columns(4))
    onset = five.date_input(say("cases.onset"), _day(standing.get("onset")), format="DD/MM/YYYY", key=f"case onset {key}")
    sampled = six.date_input(
        say("cases.sampled"), _day(standing.get("sampled")), format="DD/MM/YYYY", key=f"case sampled {key}"
    )
    apart = _moment(standing.get("isolated"))
    day = seven.date_input(say("cases.isolated"), apart and apart.date(), format="DD/MM/YYYY", key=f"case isolated {key}")
    hour = seven.time_input(say("cases.isolated_hour"), apart and apart.time(), key=f"case hour {key}") if day else None
    isolated = datetime.combine(day, hour or time()) if day else None
    words = case_statuses()
    status = _text(standing.get("status"))
    options = list(dict.fromkeys([*words, *filter(None, [status])]))
    chosen = eight.selectbox(
        say("cases.status"), options, options.index(status) if status else None, key=f"case status {key}",
        format_func=lambda word: words.get(word, word), placeholder=say("cases.choose"),
    )  # fmt: skip
    began = onset or sampled
    before = bool(began and day and day < began) and seven.checkbox(say("cases.ill_in_isolation"), key=f"case ill {key}")
    if len(who) and not see_people() and not (phone.strip() or number.strip()):  # as it stands, without showing it
        st.caption(say("cases.same_person"))
        name, phone, number = name.strip() or _text(who["name"]), _text(who["phone"]), _text(who["id_number"])
    form = CaseForm(code, name.strip(), phone, number, born, onset, sampled, isolated, chosen or "", before)
    places = {"phone": two, "id_number": three, "birth_year": four, "onset": five, "sampled": six, "isolated": seven}
    for field, fault in faults(form, now(), date.fromisoformat(store.settings.earliest_day)).items():
        if fault not in MISSING:
            places[field].markdown(f":red[{_fault(fault)}]")
    return form


def _fault(code: str) -> str:
    text = explain(code, {"detail": ""}, language())
    return text[:1].upper() + text[1:]


def _load(store: Warehouse, form: CaseForm) -> None:
    """Load the case as any file is loaded, and choose it; say so if it is another person's now."""
    before = persons.standing_entry(store, form.case_code).get("person_id")
    with st.spinner(say("cases.saving")):
        report = enter(place(), "case_list", form.row(), by=user())
    if report.rejected:
        st.error(say("cases.refused"))
        return
    st.session_state[TOLD] = say("cases.saved" if report.loaded else "cases.unchanged", code=plain(form.case_code))
    after = persons.standing_entry(store, form.case_code).get("person_id")
    if before is not None and before != after:
        st.session_state[MOVED] = say("cases.moved")
    st.session_state[SAVED] = form.case_code
    st.session_state["case_turn"] = st.session_state.get("case_turn", 0) + 1
    st.rerun()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    return None if value is None or pd.isna(value) else int(value)  # type: ignore[call-overload]


def _moment(value: object) -> datetime | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).to_pydatetime()  # type: ignore[call-overload, arg-type]


def _day(value: object) -> date | None:
    moment = _moment(value)
    return moment.date() if moment else None

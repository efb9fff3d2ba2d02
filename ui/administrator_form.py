"""The part of the screen of administrators where one is named, corrected or ended, or a list that agencies sent is loaded."""

from dataclasses import replace
from datetime import date

import streamlit as st

from etl.entry import enter
from queries import administrators
from rules.administrators import FIELDS, Statement, form_faults, row
from rules.messages import explain
from rules.text import fold, tidy
from ui import loading
from ui.administrators import in_words
from ui.sight import see_people
from ui.signed_in import place, user
from ui.texts import language, plain, say
from warehouse.clock import now
from warehouse.reader import Warehouse

TOLD = "administrator_told"
NEW = -1


def form(store: Warehouse, agency: str, name: str) -> None:
    """Name, correct or end an administrator of an agency; what is typed is judged field by field."""
    if TOLD in st.session_state:
        st.success(st.session_state.pop(TOLD))
    known, standing = administrators.people(store, agency), administrators.as_they_stand(store, agency)
    with st.expander(say("administrators.entry"), icon=":material/person_add:", key=f"administrator of {agency}"):
        names = {NEW: say("administrators.new"), **{at: in_words(one) for at, one in enumerate(known)}}
        turn = f"{agency} {st.session_state.get('administrator_turn', 0)}"
        who = st.selectbox(
            say("administrators.who"), list(names), key=f"administrator who {turn}", format_func=names.__getitem__
        )  # fmt: skip
        before = None if who == NEW else standing[who]
        typed = _fields(store, before, f"{turn} {who}")
        ended = before is not None and st.checkbox(say("administrators.end"), key=f"administrator end {turn} {who}")
        wrong = form_faults(typed, now().date(), date.fromisoformat(store.settings.earliest_day))
        if before and ended:
            wrong.clear()
        lacking = [say(f"administrators.{field}").lower() for field in typed.lacking()]
        if "name" in wrong:
            st.caption(say("administrators.name_needed"))
        elif lacking and not ended:
            st.caption(say("administrators.will_lack", fields=", ".join(lacking)))
        if st.button(say("administrators.save"), type="primary", disabled=bool(wrong), key="administrator save"):
            _save(store, agency, name, before, replace(before, stated=typed.stated, ended=True) if before and ended else typed)


def _fields(store: Warehouse, before: Statement | None, key: str) -> Statement:
    """Ask for every field, what stands filled in for those who may see it, with what is wrong under each."""
    shown = before if before and see_people() else Statement("")
    if before and not see_people():
        st.caption(say("administrators.kept"))
    places = dict(zip((*FIELDS, "stated_at"), (column.container() for column in st.columns(5)), strict=True))
    typed = {
        field: places[field].text_input(
            say(f"administrators.{field}"), getattr(shown, field), key=f"administrator {field} {key}", autocomplete="off"
        )
        for field in FIELDS
    }
    stated = places["stated_at"].date_input(
        say("administrators.stated_at"), now().date(), date(2000, 1, 1), date(2099, 12, 31), format="DD/MM/YYYY",
        key=f"administrator stated {key}",
    )  # fmt: skip
    kept = before if before and not see_people() else Statement("")
    name, position, phone, email = (tidy(typed[field]) or getattr(kept, field) for field in FIELDS)
    said = Statement(name, position, phone, email, stated, venue_code=before.venue_code if before else "")
    for field, code in form_faults(said, now().date(), date.fromisoformat(store.settings.earliest_day)).items():
        if code != "name_missing":
            text = explain(code, {"detail": ""}, language())
            places[field].markdown(f":red[{text[:1].upper()}{text[1:]}]")
    return said


def _save(store: Warehouse, agency: str, name: str, before: Statement | None, said: Statement) -> None:
    """Load what was typed as any file is loaded; under another name than before, the former one ends with it."""
    entries = [row(agency, said)]
    if before and fold(before.name) != fold(said.name):
        entries.append(row(agency, replace(before, stated=said.stated, ended=True)))
    with st.spinner(say("administrators.saving")):
        report = enter(place(), "administrator", *entries, by=user())
    if loading.refused(report):
        return
    done = "unchanged" if not report.loaded else "ended_now" if said.ended else "saved"
    st.session_state[TOLD] = say(f"administrators.{done}", agency=plain(name))
    st.session_state["administrator_turn"] = st.session_state.get("administrator_turn", 0) + 1
    st.rerun()


def from_file() -> None:
    """Offer to load lists that agencies sent."""
    with st.expander(say("administrators.file"), icon=":material/upload_file:"):
        st.markdown(say("administrators.file_hint"))
        if loading.take_in(say("administrators.upload")):
            st.rerun()

"""The parts of the screen of reminders: filters in the address, the list, letters, recording a round, what was recorded."""

from datetime import date

import pandas as pd
import streamlit as st

from casework.reminders import due, ready, record, rounds, withdraw
from queries.adoption import Asked
from reports.letters import letter_files, letters
from reports.reminders import in_words, reminder_workbook
from rules.messages import explain
from rules.reminders import PROPOSAL, REASONS
from ui.answers import alone
from ui.filters import ask_some, day_given, warn, write_address
from ui.reference import district_name, districts
from ui.session import later
from ui.signed_in import user
from ui.tables import table
from ui.texts import day, language, number, plain, say
from warehouse.clock import now
from warehouse.reader import Warehouse

WAIT = "wait"
NEVER = 1_000_000
"""Days in a row, for the order alone, of an agency that never had a scan."""
STEPS = ("1", "2", "3", str(PROPOSAL), WAIT)
COLUMNS = {
    "name": "text", "silent_days": "number", "step_words": "text", "due_on": "day", "why": "text", "reminded_words": "text",
    "district": "text", "kind": "text", "key": "text",
}  # fmt: skip
RECORDED = {
    "made_at": "moment", "made_by": "text", "agency": "text", "round_words": "text", "written": "day", "day": "day",
    "why": "text", "note": "text", "withdrawn_at": "moment", "withdrawn_by": "text",
}  # fmt: skip


def asked(store: Warehouse, newest: date) -> tuple[date, date]:
    """Say by what rule agencies are reminded; show and return the day of the figures, kept in the address, and the letters'."""
    settings = store.settings
    limits = {"deadline": day(date.fromisoformat(settings.administrator_deadline)), "days": number(settings.low_use_days)}
    gap = {"percent": number(settings.low_use_percent), "gap": number(settings.reminder_gap_days)}
    st.caption(say("reminders.rule", **limits, **gap))
    wrong: list[str] = []
    given = day_given("on", newest, wrong)
    warn(wrong)
    with st.container(horizontal=True):
        on: date = st.date_input(say("reminders.on"), given, format="DD/MM/YYYY", key="reminders on", width=220)
        written: date = st.date_input(
            say("reminders.written"), now().date(), format="DD/MM/YYYY", key="reminders written", width=220
        )
    write_address({"on": on.isoformat()})
    if written <= on:
        st.warning(say("reminders.written_before", on=day(on)))
    return on, written


def chosen(store: Warehouse, on: date, written: date) -> pd.DataFrame:
    """Show how many agencies are at which step, and the filters; return the agencies chosen, in words."""
    found = due(store, on, alone(store, Asked(on)))
    found["state"] = [str(step) if may else WAIT for step, may in zip(found["step"], ready(found, written), strict=True)]
    for place, state in zip(st.columns(len(STEPS)), STEPS, strict=True):
        place.metric(say(f"reminders.count_{state}"), number(int((found["state"] == state).sum())), border=True)
    steps = {state: say(f"reminders.count_{state}") for state in STEPS}
    reasons: dict[str, str] = {reason: say(f"reminders.{reason}") for reason in REASONS}
    groups: dict[str, str] = {kind: kind for kind in sorted(found["kind"].dropna().unique())}
    picked = ask_some("reminders", {"step": steps, "reason": reasons, "kind": groups, "district": districts()})
    for name, column in (("step", "state"), ("kind", "kind"), ("district", "district_code")):
        found = found[found[column].isin(picked[name])] if picked[name] else found
    if picked["reason"]:
        found = found[[bool(set(why) & set(picked["reason"])) for why in found["reasons"]]]
    names = dict(zip(found["key"], found["name"], strict=True))
    everybody = say("reminders.all_shown", count=number(len(names)))
    only = st.multiselect(
        say("reminders.only"), list(names), key="reminders only", placeholder=everybody,
        format_func=lambda code: f"{names.get(code, '')} · {code}",
    )  # fmt: skip
    found = found[found["key"].isin(only)] if only else found
    found = found.assign(silent=found["silent_days"].where(found["registered"] > 0, -1).fillna(NEVER).astype(int))
    found = found.sort_values(["step", "silent", "name"], ascending=[False, False, True])
    found["district"] = [district_name(code) if isinstance(code, str) and code else "" for code in found["district_code"]]
    return in_words(store, found, language()).reset_index(drop=True)


def listed(rows: pd.DataFrame) -> None:
    """Show the agencies, why, for how many days in a row, and what comes next."""
    if rows.empty:
        st.success(say("reminders.nobody"))
        return
    table("reminders.list", rows, COLUMNS, download=False)
    st.caption(say("reminders.list_note"))


def take_out(store: Warehouse, on: date, written: date, rows: pd.DataFrame) -> None:
    """Offer the list as a workbook, and a letter for every agency whose step may be taken."""
    if rows.empty:
        return
    due_now = rows[ready(rows, written)]
    name_of = f"cong-van-don-doc-{written:%Y%m%d}"
    files = {
        "workbook": (lambda: reminder_workbook(store, on, rows, language()), f"danh-sach-don-doc-{on:%Y%m%d}.xlsx", len(rows)),
        "letters": (lambda: letters(store, on, due_now, written), f"{name_of}.docx", len(due_now)),
        "letter_files": (lambda: letter_files(store, on, due_now, written), f"{name_of}.zip", len(due_now)),
    }
    for place, (name, (made, file_name, count)) in zip(st.columns(len(files)), files.items(), strict=True):
        place.download_button(
            say(f"reminders.{name}", count=number(count)), data=later(made), file_name=file_name, disabled=not count,
            width="stretch", icon=":material/download:", key=f"reminders {name}",
        )  # fmt: skip
    st.caption(say("reminders.letters_note"))


def recording(store: Warehouse, on: date, written: date, rows: pd.DataFrame) -> None:
    """Record that the next step of the agencies shown was taken."""
    if told := st.session_state.pop("reminders told", None):
        st.success(told)
    due_now = rows[ready(rows, written)] if len(rows) else rows
    with st.expander(say("reminders.record"), icon=":material/edit_note:", key="reminders record"):
        if due_now.empty:
            st.info(say("reminders.none_ready"))
            return
        counts = due_now["step_words"].value_counts(sort=False)
        st.markdown(plain("; ".join(f"{words}: {number(count)}" for words, count in counts.items())))
        note = st.text_input(say("reminders.note"), key="reminders note", placeholder=say("reminders.note_hint"), max_chars=300)
        if st.button(say("reminders.save", count=number(len(due_now))), type="primary", key="reminders save"):
            done = record(store, on, written, due_now, note.strip(), user())
            st.session_state["reminders told"] = say("reminders.saved", count=number(done))
            st.rerun()


def history(store: Warehouse) -> None:
    """Show what was recorded, newest first, and let a round recorded by mistake be withdrawn."""
    known = rounds(store).iloc[::-1]
    with st.expander(say("reminders.history", count=number(len(known))), icon=":material/history:"):
        if known.empty:
            st.info(say("reminders.no_history"))
            return
        names = store.query("queries/sql/administrators/agencies").set_index("agency_code")["agency_name"]
        known["agency"] = known["agency_code"].map(names).fillna(known["agency_code"])
        known["round_words"] = [explain(f"remind_step_{step}", {}, language()) for step in known["round"]]
        known["why"] = ["; ".join(say(f"reminders.{reason}") for reason in why.split()) for why in known["reasons"]]
        table("reminders.recorded", known, RECORDED)
        open_ = known[known["withdrawn_at"].isna()].set_index("number")
        label = {
            at: f"{row.agency} · {row.round_words} · {day(row.written)}"
            for at, row in zip(open_.index, open_.itertuples(), strict=True)
        }
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        at = left.selectbox(
            say("reminders.withdraw_which"), list(label), None, format_func=lambda number_: label[number_],
            key="reminders withdraw", placeholder=say("reminders.choose"),
        )  # fmt: skip
        if right.button(say("reminders.withdraw"), disabled=at is None, key="reminders withdraw it") and at is not None:
            withdraw(store, int(at), user())
            st.session_state["reminders told"] = say("reminders.withdrawn")
            st.rerun()

"""The part of the tracing screen where cases are chosen: which, and which of their days count."""

from datetime import date

import pandas as pd
import streamlit as st

from queries import tracing
from queries.tracing import Window
from rules.windows import Preset, in_force, presets
from ui.case_form import SAVED
from ui.texts import day, language, plain, say
from ui.tracing import window
from warehouse.clock import now
from warehouse.reader import Warehouse


def windows_of_cases(store: Warehouse, several: bool) -> tuple[Window, ...]:
    """Ask for one case or several; return a window for each, by the preset chosen, shown and changeable."""
    if SAVED in st.session_state:
        st.session_state["case"] = st.session_state.pop(SAVED)
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
        st.warning(say("tracing.no_window", cases=plain(", ".join(without))))
    if not several and spans[codes[0]]:
        if not tracing.seen(store, int(rows.loc[codes[0], "person_id"])):
            st.warning(say("cases.nobody"), icon=":material/person_off:")
        spans = {codes[0]: window(spans[codes[0]], f"case {codes[0]} {chosen.decision}")}  # type: ignore[arg-type]
    return tuple(Window(int(rows.loc[code, "person_id"]), *span) for code, span in spans.items() if span)


def _preset(rows: pd.DataFrame) -> Preset:
    began = rows["onset"].fillna(rows["sampled"]).max()
    offered = in_force(now().date() if pd.isna(began) else began.date())
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

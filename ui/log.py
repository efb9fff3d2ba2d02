"""The parts of the screen of the view log: whether it is whole, each officer's days, each view."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from access.view_log import examined, moment
from rules.odd_views import MOST_CASES, MOST_ROWS, MOST_SEARCHES, odd
from ui.log_words import in_words
from ui.signed_in import place
from ui.tables import table
from ui.texts import number, say
from warehouse.clock import now

SHOWN_DAYS = 30


def show() -> None:
    """Show the log."""
    st.caption(say("log.note"))
    told, wrong = examined(place())
    if wrong:
        st.error(say("log.broken", faults=number(wrong)), icon=":material/gpp_bad:")
    if not told:
        st.info(say("log.empty"))
        return
    if not wrong:
        st.success(say("log.sound", count=number(len(told))), icon=":material/verified:")
    rows = pd.DataFrame([_row(line, sound) for line, sound in told])
    since = st.date_input(say("log.since"), now().date() - timedelta(days=SHOWN_DAYS), format="DD/MM/YYYY", key="log since")
    rows = rows[(rows["at"].dt.date >= since) | rows["at"].isna()].iloc[::-1].reset_index(drop=True)
    _officers(rows[rows["at"].notna()])
    st.subheader(say("log.each"))
    columns = {"at": "moment", "who": "text", "question": "text", "rows": "number"}
    rows["question"] = rows["question"].map(in_words)
    table("log.each", rows, columns | dict.fromkeys(("case_number", "reason", "state"), "text"))


def _row(line: dict[str, object], sound: bool) -> dict[str, object]:
    """Return a line as the tables show it; what cannot be read has no moment."""
    try:
        why = dict(line["purpose"] or {})  # type: ignore[call-overload]
        read = {
            "at": moment(line),
            "who": str(line["who"]),
            "question": str(line["question"]),
            "rows": int(str(line["rows"])),
            "case_number": "",
            "reason": "",
            **why,
        }
    except (KeyError, ValueError, TypeError):
        read = {"at": pd.NaT, "who": "", "question": "", "rows": 0, "case_number": "", "reason": ""}
    return {**read, "state": say("log.state_sound" if sound else "log.state_broken")}


def _officers(rows: pd.DataFrame) -> None:
    st.subheader(say("log.officers"))
    limits = {"rows": number(MOST_ROWS), "cases": number(MOST_CASES), "searches": number(MOST_SEARCHES)}
    days = []
    for (who, day), some in rows.groupby(["who", rows["at"].dt.normalize()]):
        why = odd(list(zip(some["at"], some["rows"], some["case_number"], strict=True)))
        words = "; ".join(say(f"log.odd_{one}", **limits) for one in why)
        cases = some.loc[some["case_number"] != "", "case_number"].nunique()
        days.append((day, who, len(some), some["rows"].sum(), cases, words))
    shown = pd.DataFrame(days, columns=["day", "who", "views", "rows", "cases", "odd"])
    shown = shown.sort_values(["day", "who"], ascending=[False, True], ignore_index=True)
    columns = {"day": "day", "who": "text", "views": "number", "rows": "number", "cases": "number", "odd": "text"}
    table("log.officers", shown, columns)

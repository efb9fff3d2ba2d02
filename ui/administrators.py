"""The parts of the screen of administrators: how all agencies stand, the people of one, what was said of them before."""

from datetime import date

import pandas as pd
import streamlit as st

from queries import administrators
from rules.administrators import FIELDS, STATES, Statement
from ui.filters import ask_some, write_address
from ui.reference import district_name, districts
from ui.session import remembered
from ui.sight import see_people
from ui.tables import table
from ui.texts import day, number, plain, say, share
from warehouse.clock import now
from warehouse.reader import Warehouse

LATE = "late"
COLUMNS = {
    "agency_name": "text", "state_words": "text", "lacking_words": "text", "since": "day", "people": "number",
    "parent_name": "text", "district": "text", "kind": "text", "agency_code": "text",
}  # fmt: skip
BEFORE = {
    "loaded_at": "moment", "loaded_by": "text", "stated_at": "day", "name": "text", "position": "text", "phone": "text",
    "email": "text", "said": "text",
}  # fmt: skip


def situation(store: Warehouse) -> pd.DataFrame:
    """Return how every agency stands today, with its state and what is lacking in words."""
    today = now().date()
    rows = remembered(store, "situation", today, lambda: administrators.situation(store, today))
    return rows.assign(
        state_words=[_state(state, late) for state, late in zip(rows["state"], rows["late"], strict=True)],
        lacking_words=[_lacking(fields) if len(fields) < len(FIELDS) else "" for fields in rows["lacking"]],
        district=rows["district_code"].map(lambda code: district_name(code) if code else ""),
    )


def _state(state: str, late: bool) -> str:
    return say(f"administrators.{state}") + (f" – {say(f'administrators.late_{state}')}" if late else "")


def _lacking(fields: tuple[str, ...]) -> str:
    return ", ".join(say(f"administrators.{field}").lower() for field in fields)


def figures(store: Warehouse, found: pd.DataFrame) -> None:
    """Show how many agencies are complete, incomplete, without anybody, and how many came late."""
    deadline = date.fromisoformat(store.settings.administrator_deadline)
    st.caption(say("administrators.asked", deadline=day(deadline)))
    tree = found[found["known"]]
    counts: dict[str, int] = {state: int((tree["state"] == state).sum()) for state in STATES}
    counts[LATE] = int((tree["late"] & (tree["state"] == "complete")).sum())
    for place, (name, count) in zip(st.columns(4), counts.items(), strict=True):
        of = say("administrators.of_agencies", all=number(len(tree)), share=share(count / len(tree) if len(tree) else None))
        place.metric(say(f"administrators.count_{name}"), number(count), border=True)
        place.caption(of)
    strange = found.loc[~found["known"], "agency_name"]
    if len(strange):
        names = plain("; ".join(strange.head(5)) + (" …" if len(strange) > 5 else ""))
        st.warning(say("administrators.strange", count=number(len(strange)), names=names))


def listed(found: pd.DataFrame) -> None:
    """Show the agencies that the filters choose; the filters stand in the address."""
    words = {state: say(f"administrators.{state}") for state in STATES} | {LATE: say("administrators.late_complete")}
    groups = {kind: kind for kind in sorted(found["kind"].dropna().unique())}
    chosen = ask_some("administrators", {"state": words, "kind": groups, "district": districts()})
    late = found["late"] & (found["state"] == "complete") if LATE in chosen["state"] else pd.Series(False, index=found.index)
    for name, column in (("state", "state"), ("kind", "kind"), ("district", "district_code")):
        if chosen[name]:
            found = found[found[column].isin(chosen[name]) | (late.reindex(found.index) if name == "state" else False)]
    order = {state: place for place, state in enumerate(reversed(STATES))}
    shown = found.sort_values("state", key=lambda states: states.map(order), kind="stable")
    st.markdown(say("administrators.shown", count=number(len(shown))))
    table("administrators.list", shown, COLUMNS)


def chosen(found: pd.DataFrame) -> pd.Series | None:
    """Let an agency be chosen, also by the address; return its row."""
    rows = found.set_index("agency_code", drop=False)
    codes, given = list(rows.index), st.query_params.get("agency")
    code = st.selectbox(
        say("administrators.agency"), codes, codes.index(given) if given in codes else None, key="administrators agency",
        format_func=lambda code: f"{rows.loc[code, 'agency_name']} · {code}", placeholder=say("administrators.choose"),
    )  # fmt: skip
    write_address({"agency": code or ""})
    return rows.loc[code] if code else None


def one_agency(store: Warehouse, agency: pd.Series) -> None:
    """Show the administrators of an agency as they stand, and all that was said of them."""
    st.subheader(plain(agency["agency_name"]))
    since = say("administrators.since_day", day=day(agency["since"])) if pd.notna(agency["since"]) else ""
    st.markdown(" ".join(filter(None, (f"**{plain(agency['state_words'])}.**", plain(since)))))
    rows = administrators.statements(store, agency["agency_code"])
    if rows.empty:
        return
    if not see_people():
        st.caption(say("administrators.hidden"))
    for one in administrators.people(store, agency["agency_code"]):
        st.text(in_words(one))
    with st.expander(say("administrators.history", count=number(len(rows)))):
        shown = rows.iloc[::-1]
        shown["said"] = [say("administrators.ended") if ended else "" for ended in rows["ended"].iloc[::-1]]
        table("administrators.before", shown, BEFORE, download=False)


def in_words(one: Statement) -> str:
    """Return an administrator on one line; what is lacking is said."""
    told = [one.name, one.position, one.phone, one.email, one.venue_code and say("administrators.of_site", code=one.venue_code)]
    lacking = one.lacking()
    return " · ".join(filter(None, told)) + (f" – {say('administrators.lacks', fields=_lacking(lacking))}" if lacking else "")

"""The part of the tracing screen that says which entries are one person, on what evidence, and lets an official decide."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from etl.link import decide
from queries.persons import links, units
from ui.sight import see_people
from ui.signed_in import user
from ui.texts import say
from warehouse.reader import Warehouse


def same_person(store: Warehouse, persons: Sequence[int]) -> None:
    """Show what ties the entries of these people together, what might, and what was decided."""
    for person in persons:
        rows = links(store, person)
        if rows.empty:
            continue
        made = int((rows["sure"] | rows["same"].eq(True)).sum())
        with st.expander(say("links.title", made=made, likely=len(rows) - made)):
            for row in rows.itertuples():
                _link(store, row)


def _link(store: Warehouse, row: object) -> None:
    told, yes, no = st.columns([6, 1, 1])
    one, other, same = row.person_id, row.other_id, row.same  # type: ignore[attr-defined]
    state = "decided_same" if same is True else "decided_apart" if same is False else "sure" if row.sure else "likely"  # type: ignore[attr-defined]
    told.text(f"{_who(row)}\n{say(f'links.{row.rule}')} – {say(f'links.{state}')}")  # type: ignore[attr-defined]
    if not see_people():
        return
    for place, word, label in ((yes, True, "links.same"), (no, False, "links.apart")):
        if place.button(say(label), key=f"{label} {one} {other}", disabled=same is word):
            decide(store.place, one, other, same=word, by=user())
            st.rerun()


def _who(row: object) -> str:
    name, phone = row.name or "", row.phone or ""  # type: ignore[attr-defined]
    born = "" if pd.isna(row.birth_year) else say("tracing.born", year=int(row.birth_year))  # type: ignore[attr-defined]
    commune = units().get(row.commune_code, ("", ""))[0]  # type: ignore[attr-defined]
    return " · ".join(part for part in (name, phone, born, commune) if part)

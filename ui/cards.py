"""The part of the screen of QR codes where cards are made for people who carry no phone."""

import streamlit as st

from etl.entry import enter
from reports.posters import Card, cards_pdf
from rules import cards
from ui.loading import refused
from ui.posters import issuer
from ui.signed_in import opens, place, user
from ui.texts import number, say
from warehouse.clock import now
from warehouse.reader import Warehouse
from warehouse.stores import PEOPLE

LAYOUT = "card_list"
MOST = 500


def make(store: Warehouse) -> None:
    """Take names and phones, load them with new random codes, offer the cards; what was typed stays in this session. Only
    for who opens the people store: those who carry a card are citizens."""
    if not opens(PEOPLE):
        return
    st.subheader(say("cards.title"))
    st.caption(say("cards.note"))
    turn = st.session_state.get("card_turn", 0)
    text = st.text_area(say("cards.people"), key=f"card people {turn}", placeholder=say("cards.example"), height=120)
    people, wrong = cards.read(text)
    if wrong:
        st.error(say("cards.wrong", lines=", ".join(map(str, wrong))))
    if len(people) > MOST:
        st.error(say("cards.too_many", most=number(MOST)))
    ready = bool(people) and not wrong and len(people) <= MOST
    if st.button(say("cards.make", count=number(len(people))), disabled=not ready, key="make cards"):
        with st.spinner(say("cards.making")):
            report = enter(place(), LAYOUT, *[holder.row() for holder in people], by=user())
        if not refused(report):
            made = [Card(holder.code, holder.content, holder.name) for holder in people]
            st.session_state["cards made"] = cards_pdf(made, issuer(store), now()), len(made)
            st.session_state["card_turn"] = turn + 1
            st.rerun()
    if "cards made" in st.session_state:
        content, count = st.session_state["cards made"]
        st.success(say("cards.made", count=number(count)))
        st.download_button(
            say("cards.download"), data=content, file_name="the-ma-qr.pdf", key="cards file", icon=":material/print:"
        )

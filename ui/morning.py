"""The figures of the first screen and the sentences of what needs attention."""

import pandas as pd
import streamlit as st

from ui.navigation import link
from ui.texts import day, moment, number, say, share
from warehouse.clock import now
from warehouse.settings import Settings

FEW_PAIRS, BIG_DROP, OLD_DAYS = 0.7, 0.4, 2
"""Below this share of arrivals with a departure, above this fall of scans, from this age of data on: say so."""


def cards(figures: pd.Series) -> None:
    """Show the figures of the newest day, each beside the mean of the week before."""
    told = say("overview.of_day", day=day(figures["day"]))
    st.caption(f"{told}. {say('overview.partial')}" if figures["day"].date() >= now().date() else told)
    columns = st.columns([1, 1, 1, 1, 1.4])
    for column, name in zip(columns, ("people", "scans", "venues"), strict=False):
        change = _change(figures[name], figures[f"week_{name}"])
        column.metric(say(f"overview.{name}"), number(figures[name]), change, delta_color="off", border=True, height="stretch")
    columns[3].metric(say("overview.declarations"), number(figures["declarations"]), border=True, height="stretch")
    columns[4].metric(say("overview.age"), _age(figures["last_scan"]), border=True, height="stretch")
    active = figures["registered_active"] / figures["registered"] if figures["registered"] else None
    facts = [
        f"{say('overview.venues_registered')}: {number(figures['registered_active'])} "
        + say("overview.venues_of", registered=number(figures["registered"]), share=share(active)),
        say("overview.symptoms", count=number(figures["declared_symptoms"])),
        f"{say('overview.last_load')}: {moment(figures['last_load'])} ("
        + say("overview.last_load_of", files=number(figures["last_files"]), rejected=number(figures["last_rejected"])) + ")",
    ]  # fmt: skip
    st.caption(" · ".join(facts))
    newest = f"{figures['day']:%Y-%m-%d}"
    with st.container(horizontal=True):
        link("traffic", "overview.see_traffic", **{"from": newest, "to": newest})
        link("loading", "overview.see_loading")


def _change(value: float, usual: float) -> str | None:
    if not usual or usual != usual:
        return None
    change = value / usual - 1
    return f"{'+' if change >= 0 else '-'}{share(abs(change))}"


def _age(last_scan: pd.Timestamp) -> str:
    hours = (now() - last_scan.to_pydatetime()).total_seconds() / 3600
    return (
        say("overview.age_hours", hours=number(max(hours, 0)))
        if hours < 48
        else say("overview.age_days", days=number(hours // 24))
    )


def attention(figures: pd.Series, settings: Settings) -> None:
    """Show what somebody should do something about."""
    st.subheader(say("overview.attention"))
    old = (now() - figures["last_scan"].to_pydatetime()).days
    fall = 1 - figures["scans"] / figures["week_scans"] if figures["week_scans"] else 0
    found = [
        (old >= OLD_DAYS, say("overview.stale", days=number(old))),
        (old >= 1 and fall > BIG_DROP, say("overview.drop", share=share(fall))),
        (figures["quiet"] > 0, say("overview.quiet", count=number(figures["quiet"]), days=settings.low_use_days)),
        (figures["strangers"] > 0, say("overview.strangers", count=number(figures["strangers"]))),
        (
            figures["rejected"] > 0,
            say("overview.rejected", count=number(figures["rejected"]), days=settings.keep_rejected_days),
        ),
        (figures["complete_share"] < FEW_PAIRS, say("overview.pairs", share=share(figures["complete_share"]))),
    ]
    sentences = [f"- {text}" for needed, text in found if needed]
    st.markdown("\n".join(sentences) if sentences else say("overview.nothing"))

"""The parts of the traffic screen: each asks one question and shows its figure, table and download."""

from datetime import date, datetime, time

import pandas as pd
import streamlit as st

from queries.filters import Filters
from rules.messages import explain
from ui import charts, maps
from ui.answers import of_traffic
from ui.reference import district_name, kinds
from ui.session import sentences
from ui.tables import table
from ui.texts import day, language, moment, number, plain, say
from warehouse.reader import Warehouse


def answer(question: str, store: Warehouse, filters: Filters, *more: object) -> pd.DataFrame:
    """Return the answer of queries.traffic with kinds and districts in words."""
    rows = of_traffic(question, store, filters, *more).copy()
    if "kind" in rows:
        rows["kind"] = rows["kind"].map(kinds()).fillna(say("app.unknown"))
    if "district_code" in rows:
        rows["district"] = rows["district_code"].map(district_name)
    return rows


def cover(filters: Filters) -> list[tuple[str, str]]:
    """Return the lines of a workbook's cover that say what was asked."""
    lines = [(explain("cover_window", {}, language()), f"{day(filters.first)} – {day(filters.last)}")]
    if filters.districts:
        lines.append((say("traffic.districts"), "; ".join(map(district_name, filters.districts))))
    if filters.kinds:
        lines.append((say("traffic.kinds"), "; ".join(kinds()[kind] for kind in filters.kinds)))
    return lines


COUNTS = {"arrivals": "number", "departures": "number"}


def by_day(store: Warehouse, filters: Filters) -> None:
    rows = answer("by_day", store, filters)
    st.subheader(say("traffic.by_day"))
    charts.by_day(rows, "by_day")
    with st.expander(say("traffic.figures")):
        table("traffic.by_day", rows, {"day": "day", **COUNTS, "scans": "number"}, cover(filters))


def by_hour(store: Warehouse, filters: Filters) -> None:
    st.subheader(say("traffic.by_hour"))
    charts.by_hour(answer("by_hour", store, filters), "by_hour")
    st.caption(say("traffic.by_hour_note"))


def busiest(store: Warehouse, filters: Filters) -> None:
    st.subheader(say("traffic.busiest"))
    columns = {
        "code": "text", "name": "text", "kind": "text", "district": "text", **COUNTS, "complete_share": "share",
        "busiest_day": "day", "busiest_people": "number",
    }  # fmt: skip
    table("traffic.busiest", answer("by_venue", store, filters), columns, cover(filters))


def grouped(store: Warehouse, filters: Filters, by: str) -> None:
    """Show arrivals and departures by `kind` or `district`."""
    st.subheader(say(f"traffic.by_{by}"))
    columns = {by: "text", "venues": "number", **COUNTS, "complete_share": "share"}
    table(f"traffic.by_{by}", answer(f"by_{by}", store, filters), columns, cover(filters))


@st.fragment
@sentences()
def heat_map(store: Warehouse, filters: Filters) -> None:
    st.subheader(say("traffic.map"))
    hours: list[int | None] = [None, *range(24)]
    hour = st.select_slider(
        say("traffic.map_hour"), hours, format_func=lambda h: say("traffic.all_day") if h is None else f"{h}h", key="map_hour"
    )
    rows = of_traffic("on_map", store, filters, hour)
    if rows.empty:
        st.info(say("traffic.map_none"))
        return
    venue = maps.heat_map(rows, store.place, store.settings, f"map {hour}")
    st.caption(say("traffic.map_note", shown=number(len(rows))))
    for row in rows[rows["venue_id"] == venue].itertuples():
        st.success(say("traffic.chosen", name=plain(row.name), kind=kinds().get(row.kind, ""), arrivals=number(row.arrivals)))
        if not filters.venue and st.button(say("traffic.only_this"), key="only_this"):
            st.query_params["venue"] = str(row.venue_id)
            st.session_state.pop("venue", None)
            st.rerun()


@st.fragment
@sentences()
def present(store: Warehouse, filters: Filters, newest: datetime) -> None:
    st.subheader(say("traffic.present"))
    left, right = st.columns(2)
    on: date = left.date_input(say("traffic.present_day"), newest.date(), format="DD/MM/YYYY", key="present_day")
    at: time = right.time_input(
        say("traffic.present_hour"), newest.time().replace(second=0, microsecond=0), step=900, key="present_hour"
    )
    then = datetime.combine(on, at)
    rows = answer("present", store, filters, then)
    sums = rows[["sure", "probable", "possible"]].sum()
    figures = {name: number(value) for name, value in sums.items()}
    st.markdown(say("traffic.present_total", venues=number(len(rows)), moment=moment(then), **figures))
    st.caption(say("traffic.present_note"))
    if len(rows):
        columns = {"code": "text", "name": "text", "kind": "text", "sure": "number", "probable": "number", "possible": "number"}
        table("traffic.present", rows, columns, cover(filters))

"""Charts of the screens, in one style: colour-blind-safe, numbers and days in the page's way of writing."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from ui.texts import language, number, say

IN, OUT = "#0b6e75", "#e08a1e"
SCALE = "Cividis"


def show(figure: go.Figure, height: int, key: str, on_click: Callable[[], None] | None = None) -> None:
    """Draw a figure in the house style; `on_click` is called when a point is, which then stands in the session under `key`."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        separators=",." if language() == "vi" else ".,",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        hoverlabel={"namelength": -1},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        bargap=0.25,
    )
    config = {"displayModeBar": False}
    if on_click is None:
        st.plotly_chart(figure, key=key, config=config)
    else:
        st.plotly_chart(figure, key=key, config=config, on_select=on_click, selection_mode="points")


def by_day(rows: pd.DataFrame, key: str) -> None:
    """Bars of arrivals and departures; columns day, arrivals, departures."""
    days = [f"{day:%d/%m}" for day in rows["day"]]
    figure = go.Figure()
    for column, colour in (("arrivals", IN), ("departures", OUT)):
        figure.add_bar(
            x=days, y=rows[column], name=say(f"traffic.{column}"), marker_color=colour, hovertemplate="%{x}: %{y:,.0f}"
        )
    figure.update_xaxes(type="category")
    figure.update_yaxes(tickformat=",.0f", gridcolor="#e3eae9")
    show(figure, 280, key)


def by_hour(rows: pd.DataFrame, key: str) -> None:
    """Heat map of hour by weekday; columns weekday, hour, arrivals."""
    grid = (
        rows.pivot_table(index="weekday", columns="hour", values="arrivals")
        .reindex(index=range(1, 8), columns=range(24))
        .fillna(0)
    )
    words = [[number(value, 1) for value in line] for line in grid.to_numpy()]
    figure = go.Figure(
        go.Heatmap(
            z=grid.to_numpy(),
            x=[f"{hour}h" for hour in range(24)],
            y=[say(f"weekday.{weekday}") for weekday in range(1, 8)],
            customdata=words,
            colorscale=SCALE,
            hovertemplate="%{y}, %{x}: " + say("traffic.mean", value="%{customdata}") + "<extra></extra>",
            xgap=1,
            ygap=1,
            colorbar={"thickness": 10, "tickformat": ",.0f"},
        )
    )
    figure.update_yaxes(autorange="reversed")
    show(figure, 300, key)


def by_day_and_hour(rows: pd.DataFrame, key: str) -> None:
    """Heat map of hour by day; columns day, hour, mean (people present; none: not shown)."""
    grid = rows.pivot_table(index="day", columns="hour", values="mean").reindex(columns=range(24)).sort_index()
    days = [f"{say(f'weekday.{day.isoweekday()}')} {day:%d/%m}" for day in grid.index]
    figure = go.Figure(
        go.Heatmap(
            z=grid.to_numpy(), x=[f"{hour}h" for hour in range(24)], y=days,
            customdata=[[number(value) for value in line] for line in grid.to_numpy()], colorscale=SCALE, xgap=1, ygap=1,
            hovertemplate="%{y}, %{x}: " + say("hotspots.present", count="%{customdata}") + "<extra></extra>",
            colorbar={"thickness": 10, "tickformat": ",.0f"}, hoverongaps=False,
        )
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", type="category")
    show(figure, 300, key)


def trend(rows: pd.DataFrame, key: str) -> None:
    """Lines of scans and people by day; columns day, scans, people."""
    figure = go.Figure()
    days = [f"{day:%d/%m}" for day in rows["day"]]
    for column, colour in (("scans", IN), ("people", OUT)):
        figure.add_scatter(
            x=days, y=rows[column], name=say(f"overview.{column}"), line={"color": colour, "width": 2.5},
            hovertemplate="%{x}: %{y:,.0f}",
        )  # fmt: skip
    figure.update_xaxes(type="category", nticks=10)
    figure.update_yaxes(tickformat=",.0f", rangemode="tozero", gridcolor="#e3eae9")
    show(figure, 260, key)

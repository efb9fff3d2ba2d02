"""Figures of the adoption screen: the steps from owing a code to using it, the trend, the applications."""

from collections.abc import Mapping
from html import escape

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from queries.adoption import APPS
from rules.metrics import metrics
from ui import charts
from ui.texts import language, number, say, share

STEPS = ("named_share", "covered_share", "active_7_share", "active_1_share", "pair_share", "declared_share", "assessed_share")
"""In the order of the work: who is responsible, who has codes, who uses them, how well."""
FUNNEL = f"""<style>
.funnel {{list-style:none;margin:0!important;padding:0!important;font-size:.9rem}}
.funnel li {{display:grid;grid-template-columns:14rem 1fr 12rem;gap:.2rem .8rem;align-items:center;margin:.4rem 0!important}}
.funnel .bar {{background:#e3eae9;height:1.1rem}} .funnel i {{display:block;height:100%;background:{charts.IN}}}
@media (max-width:640px) {{.funnel li {{grid-template-columns:1fr 9rem}} .funnel li span:first-child {{grid-column:1/-1}}}}
</style>"""
COLOURS = {"vhd": "#0b6e75", "bluezone": "#3f7fbf", "ncovi": "#e08a1e", "other": "#8a8f98"}


def funnel(row: pd.Series, meanings: Mapping[str, str]) -> None:
    """Bars of the steps; each says its numerator and denominator, and what it means when pointed at."""
    lines = []
    for step in (metrics()[key] for key in STEPS):
        value, counts = row[step.key], {"over": number(row[step.numerator]), "under": number(row[step.denominator])}
        lines.append(
            f"<li title='{escape(meanings[step.key])}'><span>{escape(step.name(language()))}</span>"
            f"<span class='bar'><i style='width:{0 if pd.isna(value) else value:.1%}'></i></span>"
            f"<span>{share(value)} ({say('adoption.of', **counts)})</span></li>"
        )
    st.html(f"{FUNNEL}<ol class='funnel'>{''.join(lines)}</ol>")


def activity(rows: pd.DataFrame) -> None:
    """Bars of sites scanned by day, of how many with a code; columns day, active, registered."""
    days = [f"{day:%d/%m}" for day in rows["day"]]
    pairs = zip(rows["active"].tolist(), rows["registered"].tolist(), strict=True)
    of = [f"{say('adoption.of', over=number(a), under=number(r))} ({share(a / r if r else None)})" for a, r in pairs]
    figure = go.Figure()
    figure.add_bar(x=days, y=rows["active"], name=metrics()["active_1"].name(language()), marker_color=charts.IN,
                   customdata=of, hovertemplate="%{x}: %{customdata}<extra></extra>")  # fmt: skip
    figure.add_scatter(x=days, y=rows["registered"], name=metrics()["registered"].name(language()), mode="lines",
                       line={"color": charts.OUT, "dash": "dot"}, hovertemplate="%{x}: %{y:,.0f}")  # fmt: skip
    figure.update_xaxes(type="category", nticks=10)
    figure.update_yaxes(tickformat=",.0f", rangemode="tozero", gridcolor="#e3eae9")
    charts.show(figure, 280, "activity")


def apps(row: pd.Series) -> None:
    """One bar of the applications' shares in the scans of the period."""
    figure = go.Figure()
    for app in APPS:
        value = row[f"{app}_share"]
        written = share(value)
        name = metrics()[app].name(language())
        figure.add_bar(
            x=[0 if pd.isna(value) else float(value)], y=[""], orientation="h", name=f"{name}: {written}",
            marker_color=COLOURS[app], hovertemplate=f"{name}: {number(row[app])} ({written})<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack")
    figure.update_xaxes(range=[0, 1], tickformat=".0%")
    charts.show(figure, 150, "apps")

"""Figures of the adoption screen: the steps from owing a code to using it, the trend, the applications."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from queries.adoption import APPS
from rules.metrics import metrics
from ui import charts
from ui.texts import language, number, say, share

STEPS = ("named_share", "covered_share", "active_7_share", "active_1_share", "pair_share", "declared_share", "assessed_share")
"""In the order of the work: who is responsible, who has codes, who uses them, how well."""
COLOURS = {"vhd": "#0b6e75", "bluezone": "#3f7fbf", "ncovi": "#e08a1e", "other": "#8a8f98"}


def funnel(row: pd.Series, meanings: Mapping[str, str]) -> None:
    """Bars of the steps; each says its numerator and denominator, and what it means when pointed at."""
    steps = [metrics()[key] for key in STEPS]
    values = [None if pd.isna(row[step.key]) else float(row[step.key]) for step in steps]
    counts = [say("adoption.of", over=_count(row[step.numerator]), under=_count(row[step.denominator])) for step in steps]
    figure = go.Figure(
        go.Bar(
            y=[step.name(language()) for step in steps],
            x=[value or 0 for value in values],
            text=[f"{share(value)}  ({count})" for value, count in zip(values, counts, strict=True)],
            textposition="outside",
            cliponaxis=False,
            orientation="h",
            marker_color=charts.IN,
            hovertext=[_lines(meanings[step.key]) for step in steps],
            hoverinfo="text",
        )
    )
    figure.update_xaxes(range=[0, 1.45], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%", gridcolor="#e3eae9")
    figure.update_yaxes(autorange="reversed", automargin=True)
    charts.show(figure, 300, "funnel")


def _count(value: object) -> str:
    return number(None if pd.isna(value) else value)  # type: ignore[arg-type, call-overload]


def _lines(text: str, width: int = 60) -> str:
    """Return a long text broken by plotly's mark, which hover boxes need."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f"{word} "
    return "<br>".join(lines)


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
        written = share(None if pd.isna(value) else float(value))
        name = metrics()[app].name(language())
        figure.add_bar(
            x=[0 if pd.isna(value) else float(value)], y=[""], orientation="h", name=f"{name}: {written}",
            marker_color=COLOURS[app], hovertemplate=f"{name}: {number(row[app])} ({written})<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack")
    figure.update_xaxes(range=[0, 1], tickformat=".0%")
    charts.show(figure, 150, "apps")

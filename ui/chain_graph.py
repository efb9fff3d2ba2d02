"""The graph of who may have infected whom: cases by day of onset, each chain in rows of its own, links by what they say."""

from collections.abc import Callable, Mapping
from datetime import date
from html import escape

import pandas as pd
import plotly.graph_objects as go

from ui.charts import IN, OUT, show
from ui.texts import say

ROW, LEAST, MOST, LABELLED = 28, 220, 1100, 60
"""Pixels of a row, fewest and most pixels of the graph; most cases whose codes are written beside their points."""
LINES = {
    "other": {"color": "#7a98a0", "width": 1},
    "impossible": {"color": "#c0392b", "width": 1.2, "dash": "dot"},
    "likely": {"color": "#17303a", "width": 2.5},
}
POINTS = {"source_known": {"symbol": "circle", "color": IN}, "source_unknown": {"symbol": "diamond", "color": OUT}}


def rows_of(began: Mapping[str, date], source: Mapping[str, str]) -> dict[str, int]:
    """Return case → row, such that an elbow from a source down and then across to its target meets no other chain.

    Of a source's targets the first that fell ill later goes on in its row, the others begin rows below; cases that stand alone
    share rows at the end.
    """
    targets: dict[str | None, list[str]] = {None: []}
    for case in sorted(began, key=lambda one: (began[one], one)):
        targets.setdefault(source.get(case), []).append(case)
    found: dict[str, int] = {}
    last = -1
    waiting = [(case, -1) for case in reversed(targets[None]) if case in targets]
    while waiting:
        case, row = waiting.pop()
        found[case] = row if row >= 0 else last + 1
        last = max(last, found[case])
        below = targets.get(case, [])
        heir = next((one for one in below if began[one] > began[case]), None)
        rest = [(one, -1) for one in reversed(below) if one != heir]
        waiting += rest + ([(heir, found[case])] if heir is not None else [])
    ends: list[date] = []
    for case in (case for case in targets[None] if case not in found):
        at = next((row for row, end in enumerate(ends) if end < began[case]), len(ends))
        ends[at : at + 1] = [began[case]]
        found[case] = last + 1 + at
    return found


def draw(nodes: pd.DataFrame, links: pd.DataFrame, chosen: str | None, key: str, on_click: Callable[[], None]) -> None:
    """Show the graph; a click calls `on_click`, the first item of the point's customdata is the case.

    nodes: began, known (has a likely source), told (hover text); index: code of the case. links: source, target (codes), look
    ('likely', 'other' or 'impossible').
    """
    began = nodes["began"].to_dict()
    likely = links[links["look"] == "likely"]
    rows = rows_of(began, dict(zip(likely["target"], likely["source"], strict=True)))
    figure = go.Figure()
    for look in ("impossible", "other", "likely"):
        _add_links(figure, links[links["look"] == look], look, began, rows)
    _add_cases(figure, nodes, rows, chosen)
    height = min(max(ROW * (max(rows.values()) + 2) + 70, LEAST), MOST)
    figure.update_xaxes(tickformat="%d/%m", gridcolor="#e3eae9", title=say("backwards.onset"))
    figure.update_yaxes(visible=False, range=[max(rows.values()) + 0.7, -0.9])
    figure.update_layout(clickmode="event+select", dragmode=False)
    show(figure, height, key, on_click)


def _add_links(figure: go.Figure, links: pd.DataFrame, look: str, began: Mapping[str, date], rows: Mapping[str, int]) -> None:
    if links.empty:
        return
    xs: list[date | None] = []
    ys: list[int | None] = []
    for source, target in zip(links["source"], links["target"], strict=True):
        elbow = [began[source]] if look == "likely" else []
        xs += [began[source], *elbow, began[target], None]
        ys += [rows[source], *([rows[target]] if elbow else []), rows[target], None]
    last = [at + 1 < len(xs) and xs[at + 1] is None for at in range(len(xs))]
    arrow = {
        "symbol": "arrow", "angleref": "previous", "color": LINES[look]["color"], "standoff": [6 if end else 0 for end in last],
        "size": [9 if end and look != "impossible" else 0 for end in last],
    }  # fmt: skip
    figure.add_scatter(
        x=xs, y=ys, mode="lines+markers", line=LINES[look], marker=arrow, name=say(f"backwards.link_{look}"), hoverinfo="skip"
    )


def _add_cases(figure: go.Figure, nodes: pd.DataFrame, rows: Mapping[str, int], chosen: str | None) -> None:
    mode = "markers+text" if len(nodes) <= LABELLED else "markers"
    for known, name in ((True, "source_known"), (False, "source_unknown")):
        some = nodes[nodes["known"] == known]
        sizes = [17 if case == chosen else 11 for case in some.index]
        edge = {"color": ["#000000" if case == chosen else "#ffffff" for case in some.index], "width": 2}
        figure.add_scatter(
            x=some["began"].tolist(), y=[rows[case] for case in some.index], mode=mode,
            text=[escape(case) for case in some.index],
            textposition="top center", textfont={"size": 10}, cliponaxis=False, name=say(f"backwards.{name}"),
            marker={**POINTS[name], "size": sizes, "line": edge}, customdata=[[case] for case in some.index],
            hovertext=some["told"].tolist(), hovertemplate="%{hovertext}<extra></extra>",
            selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
        )  # fmt: skip

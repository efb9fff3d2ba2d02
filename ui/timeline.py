"""Where one person was: a row per day, a bar per visit, its sure, probable and merely possible parts told apart."""

from datetime import date, datetime, time, timedelta
from html import escape
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from ui.charts import IN, show
from ui.texts import moment, say

PARTS = {
    "sure": {"color": IN},
    "probable": {"color": "#8fc1c5", "pattern": {"shape": "/", "fgcolor": "#c9e2e4", "size": 6}},
    "possible": {"color": "#e3eef0", "line": {"color": "#7a98a0", "width": 1}},
}
INFECTIOUS = "rgba(224, 138, 30, 0.16)"
ROW = 30
Span = tuple[datetime, datetime]


class Bar(NamedTuple):
    """A part of a visit on one day; hours of the day."""

    band: str
    day: date
    hour: float
    hours: float
    name: str
    told: str


def parts(row: pd.Series) -> list[tuple[str, Span]]:
    """Return the parts of a visit (columns of queries.tracing.visits) that do not overlap, each with its band."""
    came, went = row["in_at"], row["out_at"]
    sure = (came if pd.notna(came) else went, went if pd.notna(went) else came)
    probable, possible = (row["probable_from"], row["probable_to"]), (row["possible_from"], row["possible_to"])
    found = [
        ("possible", (possible[0], probable[0])), ("probable", (probable[0], sure[0])), ("sure", sure),
        ("probable", (sure[1], probable[1])), ("possible", (probable[1], possible[1])),
    ]  # fmt: skip
    return [(band, span) for band, span in found if span[0] < span[1]]


def by_day(span: Span) -> list[tuple[date, float, float]]:
    """Return (day, from hour, to hour) of a span, cut at midnight.

    >>> by_day((datetime(2021, 6, 1, 23), datetime(2021, 6, 2, 1, 30)))
    [(datetime.date(2021, 6, 1), 23.0, 24.0), (datetime.date(2021, 6, 2), 0.0, 1.5)]
    """
    starts, ends = span
    found = []
    while starts < ends:
        midnight = datetime.combine(starts.date() + timedelta(days=1), time())
        until = min(ends, midnight)
        first = (starts - datetime.combine(starts.date(), time())).total_seconds() / 3600
        found.append((starts.date(), first, first + (until - starts).total_seconds() / 3600))
        starts = midnight
    return found


def _bars(row: pd.Series) -> list[Bar]:
    """Return the bars of a visit; the name is in the longest."""
    pieces = [(band, *piece) for band, span in parts(row) for piece in by_day(span)]
    longest = max((last - first for *_, first, last in pieces), default=0)
    return [
        Bar(band, day, first, last - first, escape(row["name"]) if last - first == longest else "", _told(row))
        for band, day, first, last in pieces
    ]


def draw(visits: pd.DataFrame, marks: dict[str, date | None], infectious: tuple[date, date] | None, key: str) -> None:
    """Show the visits (columns of queries.tracing.visits) of one person; `marks`: onset, sampled, isolated; days `infectious`
    are shaded."""
    bars = [bar for _, row in visits.iterrows() for bar in _bars(row)]
    scans = [(at, _told(row)) for _, row in visits.iterrows() for at in (row["in_at"], row["out_at"]) if pd.notna(at)]
    days = _days([*(bar.day for bar in bars), *(at.date() for at, _ in scans), *(day for day in marks.values() if day)])
    figure = go.Figure()
    for band, look in PARTS.items():
        some = [bar for bar in bars if bar.band == band]
        figure.add_bar(
            orientation="h", y=[_label(bar.day) for bar in some], base=[bar.hour for bar in some],
            x=[bar.hours for bar in some], marker=look, name=say(f"tracing.{band}"), width=0.62,
            text=[bar.name for bar in some], textposition="inside", insidetextanchor="start", textangle=0,
            hovertext=[bar.told for bar in some], hovertemplate="%{hovertext}<extra></extra>",
        )  # fmt: skip
    figure.add_scatter(
        y=[_label(at.date()) for at, _ in scans], x=[at.hour + at.minute / 60 for at, _ in scans], mode="markers",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": "#17303a"}}, name=say("backwards.scan"),
        hovertext=[told for _, told in scans], hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip
    _mark(figure, days, marks, infectious)
    figure.update_xaxes(range=[0, 24], dtick=3, ticksuffix="h", gridcolor="#e3eae9")
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=[_label(day) for day in days][::-1])
    figure.update_yaxes(range=[-0.5, len(days) - 0.5])
    figure.update_layout(barmode="overlay", uniformtext={"mode": "hide", "minsize": 9})
    show(figure, max(ROW * len(days) + 90, 200), key)


def _mark(figure: go.Figure, days: list[date], marks: dict[str, date | None], infectious: tuple[date, date] | None) -> None:
    """Shade the infectious days; write onset, sample and isolation at the end of their rows."""
    place = {day: len(days) - 1 - at for at, day in enumerate(days)}
    shaded = [place[day] for day in days if infectious and infectious[0] <= day <= infectious[1]]
    if shaded:
        figure.add_hrect(y0=min(shaded) - 0.5, y1=max(shaded) + 0.5, fillcolor=INFECTIOUS, line_width=0, layer="below")
        square = {"symbol": "square", "size": 12, "color": INFECTIOUS}
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=square, name=say("backwards.infectious"))
    told: dict[date, list[str]] = {}
    for name, day in marks.items():
        if day:
            told.setdefault(day, []).append(say(f"backwards.mark_{name}"))
    for day, words in told.items():
        figure.add_annotation(
            x=24, y=place[day], xanchor="right", text=" · ".join(words), showarrow=False, font={"color": "#9a4d00", "size": 12},
            bgcolor="rgba(255,255,255,0.8)",
        )  # fmt: skip


def _days(some: list[date]) -> list[date]:
    first, last = min(some), max(some)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _label(day: date) -> str:
    return f"{day:%d/%m}"


def _told(row: pd.Series) -> str:
    ends = [say("tracing.not_scanned") if pd.isna(at) else moment(at) for at in (row["in_at"], row["out_at"])]
    return f"{escape(row['name'])}<br>{ends[0]} – {ends[1]}"

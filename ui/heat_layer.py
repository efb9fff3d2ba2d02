"""A heat map of places by the hours of a day, drawn and animated in the browser by static/hours.js."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
from folium import Element
from streamlit_folium import st_folium

from ui.maps import GRADIENT, HEIGHT, VENDOR, ScriptLayer, ground, told
from ui.texts import say
from warehouse.place import Place
from warehouse.settings import Settings

HOTTEST = 0.98
"""The share of places and hours that are less hot than the hottest colour."""
LEAST = 0.05
"""The heat of the coolest place that is drawn."""
STYLE = """<style>
.vaora-hours{display:flex;gap:8px;align-items:center;background:#fffd;padding:6px 10px;border-radius:6px}
.vaora-hours button{border:0;background:#0b6e75;color:#fff;width:30px;height:26px;border-radius:5px;cursor:pointer}
.vaora-hours input{width:260px;max-width:42vw} .vaora-hours output{min-width:64px;font-weight:600}
</style>"""


def layer(places: pd.DataFrame, means: Mapping[int, list[float | None]], count: str) -> str:
    """Return what the layer draws, as JSON that ends no script.

    `places`: index of its own, columns latitude, longitude, name, kind, count (shown), heat (drawn). `means`: of some of
    these, by index, the mean of each of the 24 hours, None where it may not be shown. `count`: what is counted, in words.
    """
    hottest = places["heat"].quantile(HOTTEST) or 1 if len(places) else 1
    known = pd.Series([mean for hours in means.values() for mean in hours if mean], dtype=float)
    return told({
        "places": [
            [round(row.latitude, 6), round(row.longitude, 6), escape(str(row.name_)), escape(str(row.kind)), int(row.count_),
             round(min(1, max(LEAST, row.heat / hottest)), 3), means.get(row.Index)]
            for row in places.rename(columns={"name": "name_", "count": "count_"}).itertuples()
        ],
        "top": float(known.quantile(HOTTEST)) if len(known) else 1,
        "gradient": GRADIENT,
        "words": {"count": count} | {word: say(f"hotspots.{word}") for word in ("all_day", "play", "pause", "hour", "mean")},
    })  # fmt: skip


def heat_map(data: str, place: Place, settings: Settings, key: str) -> None:
    """Show a layer."""
    shown = ground(place, settings)
    root: Any = shown.get_root()
    root.header.add_child(Element(STYLE))
    ScriptLayer("vaoraHours", data, f"{VENDOR}/leaflet-heat.js", "/app/static/hours.js").add_to(shown)
    st_folium(shown, height=HEIGHT, use_container_width=True, returned_objects=[], key=key)

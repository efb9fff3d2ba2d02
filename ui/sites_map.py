"""The map of sites by colour and shape, clustered in the browser by static/sites.js: 12,000 sites are one layer."""

from typing import Any

import pandas as pd
from streamlit_folium import st_folium

from ui.maps import HEIGHT, ScriptLayer, ground, told
from ui.texts import say
from warehouse.place import Place
from warehouse.settings import Settings

COLOURS = {"green": "#1b8a5a", "yellow": "#d9930d", "red": "#c62828", "none": "#7b878a"}
"""The colours of antoancovid.vn and grey, told apart by their shapes too: circle, triangle, square, hollow circle."""
SHAPES = {"green": "●", "yellow": "▲", "red": "■", "none": "○"}
KEYS = tuple(COLOURS)


def key_of(colour: object) -> str:
    """Return the colour's key; 'none' for a site that is not assessed."""
    return colour if isinstance(colour, str) else "none"


def layer(sites: pd.DataFrame) -> str:
    """Return what the layer draws, as JSON that ends no script: columns venue_id, name, colour, latitude, longitude."""
    kinds = sites["colour"].map(key_of).map(KEYS.index).tolist()
    where = (sites[axis].round(6).tolist() for axis in ("latitude", "longitude"))
    return told({
        "sites": list(zip(*where, kinds, sites["venue_id"].tolist(), sites["name"].astype(str).tolist(), strict=True)),
        "colours": list(COLOURS.values()),
        "names": [say(f"safety.{key}") for key in KEYS],
    })  # fmt: skip


def site_map(data: str, place: Place, settings: Settings, key: str) -> int | None:
    """Show a layer; return the site clicked last."""
    shown = ground(place, settings)
    ScriptLayer("vaoraSites", data, "/app/static/sites.js").add_to(shown)
    found: dict[str, Any] = st_folium(
        shown, height=HEIGHT, use_container_width=True, returned_objects=["last_clicked"], key=key
    )
    clicked = found.get("last_clicked") or {}
    return int(clicked["alt"]) if "alt" in clicked else None

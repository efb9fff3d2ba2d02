"""The map of sites by colour and shape, clustered in the browser by static/sites.js: 12,000 sites are one layer."""

import json
from typing import Any

import pandas as pd
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template
from streamlit_folium import st_folium

from ui.maps import HEIGHT, ground
from ui.texts import language, say
from warehouse.place import Place
from warehouse.settings import Settings

COLOURS = {"green": "#1b8a5a", "yellow": "#d9930d", "red": "#c62828", "none": "#7b878a"}
"""The colours of antoancovid.vn and grey, told apart by their shapes too: circle, triangle, square, hollow circle."""
SHAPES = {"green": "●", "yellow": "▲", "red": "■", "none": "○"}
KEYS = tuple(COLOURS)


def key_of(colour: object) -> str:
    """Return the colour's key; 'none' for a site that is not assessed."""
    return colour if isinstance(colour, str) else "none"


class _Sites(JSCSSMixin, MacroElement):
    """The layer of static/sites.js; `data`: its second argument as JSON."""

    default_js = [("sites.js", "/app/static/sites.js")]
    default_css: list[tuple[str, str]] = []
    _template = Template(
        "{% macro script(this, kwargs) %}vaoraSites({{ this._parent.get_name() }}, {{ this.data }});{% endmacro %}"
    )

    def __init__(self, data: str) -> None:
        super().__init__()
        self._name, self.data = "Sites", data


def layer(sites: pd.DataFrame) -> str:
    """Return what the layer draws, as JSON that ends no script: columns venue_id, name, colour, latitude, longitude."""
    kinds = sites["colour"].map(key_of).map(KEYS.index).tolist()
    where = (sites[axis].round(6).tolist() for axis in ("latitude", "longitude"))
    told = {
        "sites": list(zip(*where, kinds, sites["venue_id"].tolist(), sites["name"].astype(str).tolist(), strict=True)),
        "colours": list(COLOURS.values()),
        "names": [say(f"safety.{key}") for key in KEYS],
        "locale": "vi-VN" if language() == "vi" else "en-GB",
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def site_map(data: str, place: Place, settings: Settings, key: str) -> int | None:
    """Show a layer; return the site clicked last."""
    shown = ground(place, settings)
    _Sites(data).add_to(shown)
    found: dict[str, Any] = st_folium(
        shown, height=HEIGHT, use_container_width=True, returned_objects=["last_clicked"], key=key
    )
    clicked = found.get("last_clicked") or {}
    return int(clicked["alt"]) if "alt" in clicked else None

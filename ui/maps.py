"""Maps that need no internet: Leaflet and its heat layer come from this dashboard itself, the ground is plain.

One GeoJSON layer for all points: a marker per venue takes half a minute at 12,000 venues.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any

import folium
import pandas as pd
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.plugins import HeatMap
from folium.template import Template
from streamlit_folium import st_folium

from ui.reference import district_name, kinds, seats
from ui.texts import language, number, say
from warehouse.place import Place
from warehouse.settings import Settings

VENDOR = "/app/static/vendor"
CENTRE = (10.55, 105.17)
HEIGHT = 520
GRADIENT = {0.2: "#2b5c8a", 0.5: "#7b7b78", 0.75: "#bcae6c", 1: "#fde737"}
"""Heat by colours that the colour-blind tell apart."""
STYLE = """<style>
.leaflet-heatmap-layer{pointer-events:none}
.leaflet-container{background:#eef3f2;font:13px 'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif}
.seat{color:#17303a;font-weight:600;white-space:nowrap;text-shadow:0 0 3px #fff,0 0 3px #fff;transform:translate(-50%,-50%)}
.seat{width:max-content;text-align:center;line-height:1.15}
.seat small{font-weight:600}
</style>"""


class _Map(folium.Map):
    default_js = [("leaflet", f"{VENDOR}/leaflet.js")]
    default_css = [("leaflet_css", f"{VENDOR}/leaflet.css")]


class _IconPath(MacroElement):
    """Leaflet guesses where its icons are from its style sheet, and guesses wrong."""

    _template = Template("{% macro script(this, kwargs) %}L.Icon.Default.imagePath = '" + VENDOR + "/images/';{% endmacro %}")


class _Controls(MacroElement):
    """A scale without miles, and who made the map program in words alone: Leaflet's own mark bears a flag."""

    _template = Template(
        "{% macro script(this, kwargs) %}L.control.scale({imperial: false}).addTo({{ this._parent.get_name() }});"
        "{{ this._parent.get_name() }}.attributionControl.setPrefix('Leaflet');{% endmacro %}"
    )


class ScriptLayer(JSCSSMixin, MacroElement):
    """A layer that a function of static/*.js draws, given the map and `told` as JSON that ends no script."""

    default_css: list[tuple[str, str]] = []
    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.draw }}({{ this._parent.get_name() }}, {{ this.data }});{% endmacro %}"
    )

    def __init__(self, draw: str, data: str, *scripts: str) -> None:
        super().__init__()
        self._name, self.draw, self.data = "Layer", draw, data
        self.default_js = [(script.rpartition("/")[2], script) for script in scripts]


def told(values: Mapping[str, object]) -> str:
    """Return what a layer is to draw, as JSON that ends no script, with the locale in which it writes numbers."""
    words = {**values, "locale": "vi-VN" if language() == "vi" else "en-GB"}
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


class _Heat(HeatMap):
    default_js = [("leaflet-heat.js", f"{VENDOR}/leaflet-heat.js")]


def heat_map(venues: pd.DataFrame, place: Place, settings: Settings, key: str) -> int | None:
    """Show where people arrive (columns venue_id, name, kind, latitude, longitude, arrivals); return the venue clicked."""
    shown = ground(place, settings)
    top = max(float(venues["arrivals"].quantile(0.98)), 1.0)
    weights = (venues["arrivals"] / top).clip(0.05, 1)
    points = list(zip(venues["latitude"], venues["longitude"], weights, strict=True))
    _Heat(points, radius=22, blur=18, min_opacity=0.25, gradient=GRADIENT).add_to(shown)
    _points(venues).add_to(shown)
    found: dict[str, Any] = st_folium(
        shown, height=HEIGHT, use_container_width=True, returned_objects=["last_active_drawing"], key=key
    )
    clicked = (found.get("last_active_drawing") or {}).get("properties", {})
    return int(clicked["venue_id"]) if "venue_id" in clicked else None


@dataclass(frozen=True)
class Area:
    """A district on a map of levels: its GSO code, its level as a short label and in words, the level's colour."""

    code: str
    label: str
    words: str
    colour: str


def level_map(areas: Sequence[Area], points: pd.DataFrame, place: Place, settings: Settings, key: str) -> None:
    """Show districts as circles at their seats, or as the province's own boundaries, and communes as points (columns name,
    level, colour, radius, latitude, longitude). Levels stand there in words too."""
    shown = ground(place, settings, {area.code: area for area in areas})
    at = {code: (latitude, longitude) for code, _, latitude, longitude in seats()}
    spots = [_spot(*at[area.code], area.colour, 22, district_name(area.code), area.words) for area in areas if area.code in at]
    spots += [_spot(row.latitude, row.longitude, row.colour, row.radius, row.name_, row.level)
              for row in points.rename(columns={"name": "name_"}).itertuples()]  # fmt: skip
    _spots(spots).add_to(shown)
    st_folium(shown, height=HEIGHT, use_container_width=True, returned_objects=[], key=key)


def _spot(latitude: float, longitude: float, colour: str, radius: int, name: object, words: object) -> dict[str, Any]:
    told = {"name": escape(str(name)), "level": escape(str(words)), "colour": colour, "radius": int(radius)}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [longitude, latitude]}, "properties": told}


def _spots(spots: list[dict[str, Any]]) -> folium.GeoJson:
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": spots},
        marker=folium.CircleMarker(weight=1, color="#17303a", fill=True, fill_opacity=0.6),
        style_function=lambda spot: {"fillColor": spot["properties"]["colour"], "radius": spot["properties"]["radius"]},
        tooltip=folium.GeoJsonTooltip(fields=["name", "level"], labels=False),
    )


def ground(place: Place, settings: Settings, areas: Mapping[str, Area] = MappingProxyType({})) -> folium.Map:
    """Return the map without its points: own tiles and boundaries where the province has some, and the district seats."""
    shown = _Map(CENTRE, zoom_start=10, tiles=None, prefer_canvas=True)
    shown.options["max_zoom"] = 18
    _IconPath().add_to(shown)
    _Controls().add_to(shown)
    shown.get_root().header.add_child(folium.Element(STYLE))  # type: ignore[attr-defined]
    if settings.tile_url:
        folium.TileLayer(settings.tile_url, attr=settings.tile_attribution or " ").add_to(shown)
    if settings.boundaries and (place.root / settings.boundaries).exists():
        borders = json.loads((place.root / settings.boundaries).read_text("utf-8"))
        folium.GeoJson(borders, style_function=lambda border: _border(border, areas), interactive=False).add_to(shown)
    for code, name, latitude, longitude in seats():
        words = f"<br><small>{escape(areas[code].label)}</small>" if code in areas else ""
        icon = folium.DivIcon(html=f'<div class="seat">{escape(name)}{words}</div>', icon_size=(0, 0))
        folium.Marker((latitude, longitude), icon=icon, interactive=False).add_to(shown)
    return shown


def _border(border: dict[str, Any], areas: Mapping[str, Area]) -> dict[str, Any]:
    line = {"color": "#7f9a9b", "weight": 1.2, "fillOpacity": 0.04}
    area = areas.get(str(border["properties"].get("gso_code", border.get("id"))))
    return line | {"fillColor": area.colour, "fillOpacity": 0.35} if area else line


def _points(venues: pd.DataFrame) -> folium.GeoJson:
    names = kinds()
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
            "properties": {
                "venue_id": int(row.venue_id),
                "name": escape(str(row.name_)),
                "kind": names.get(row.kind, ""),
                "arrivals": number(row.arrivals),
            },
        }
        for row in venues.rename(columns={"name": "name_"}).itertuples()
    ]
    marker = folium.CircleMarker(radius=4, weight=0.6, color="#17303a", fill=True, fill_color="#0b6e75", fill_opacity=0.4)
    aliases = [say(f"traffic.{name}") for name in ("name", "kind", "arrivals")]
    tooltip = folium.GeoJsonTooltip(fields=["name", "kind", "arrivals"], aliases=aliases)
    return folium.GeoJson({"type": "FeatureCollection", "features": features}, marker=marker, tooltip=tooltip)

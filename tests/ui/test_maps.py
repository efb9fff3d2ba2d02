"""Maps: nothing from the internet, the province's own boundaries, names that are no markup."""

import json
import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from ui import maps
from warehouse.settings import load_settings


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch):
    monkeypatch.setattr("ui.texts.language", lambda: "vi")
    monkeypatch.setattr("ui.reference.language", lambda: "vi")


def drawn(place, settings):
    return maps.ground(place, settings).get_root().render()


def test_the_plain_ground_names_the_district_seats_and_asks_nobody(place):
    page = drawn(place, load_settings(place))
    assert all(json.dumps(name)[1:-1] in page for name in ("Long Xuyên", "Châu Đốc", "Tri Tôn"))
    assert set(re.findall(r"(?:src|href)=\"([^\"]+)\"", page)) == {
        "/app/static/vendor/leaflet.js",
        "/app/static/vendor/leaflet.css",
    }
    assert (
        "setPrefix('Leaflet')" in page
        and page.count("L.control.scale(") == page.count("L.control.scale({imperial: false})") == 1
    )
    assert not re.findall(r"https?://(?!www\.w3\.org)[^\s\"']+", page)


def test_tiles_and_boundaries_are_the_province_s_own(place, shared):
    place.root.mkdir(parents=True)
    (source,) = (shared / "data" / "boundaries").glob("*.geojson")
    shutil.copy(source, place.root / "huyen.geojson")
    settings = replace(load_settings(place), boundaries="huyen.geojson", tile_url="https://tiles.example/{z}/{x}/{y}.png")
    page = drawn(place, settings)
    assert "tiles.example" in page
    assert page.count('"type": "Feature"') == 11


def test_a_venue_s_name_is_never_markup():
    rows = pd.DataFrame(
        {
            "venue_id": [1],
            "name": ["<script>alert(1)</script>"],
            "kind": ["cho"],
            "latitude": [10.4],
            "longitude": [105.4],
            "arrivals": [3],
        }
    )
    (feature,) = maps._points(rows).data["features"]
    assert feature["properties"] == {
        "venue_id": 1,
        "name": "&lt;script&gt;alert(1)&lt;/script&gt;",
        "kind": "Chợ",
        "arrivals": "3",
    }

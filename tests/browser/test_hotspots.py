"""Hot spots in a real browser: the heat follows the hours, runs by itself, and shows no small place."""

import json
from contextlib import closing
from datetime import date

import pandas as pd
import pytest

from queries.hotspots import Week, newest, places, presence
from tests.browser.serving import served
from tests.provinces import invented
from ui.heat_layer import layer
from warehouse.reader import Warehouse

MAP = "iframe[title='streamlit_folium.st_folium']"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A town large enough for crowds of more than seven in an hour."""
    place, _ = invented(tmp_path_factory, people=3000, venues=40, days=8, end=date(2021, 6, 9), seed=5)
    with served(place) as address:
        yield address, place


def test_the_heat_follows_the_hours(site, page):
    address, place = site
    page.goto(f"{address}/hotspots")
    map_ = page.frame_locator(MAP)
    map_.locator(".vaora-hours output").wait_for()
    inside = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    heat = """() => { const found = []; window.map.eachLayer((layer) => { if (layer._latlngs && layer._heat) found.push(...layer._latlngs); });
        return found; }"""
    with closing(Warehouse(place)) as store:
        week = Week(newest(store))
        found, known = presence(store, week), places(store, week).set_index("venue_id")
    many = found.venues[found.venues["people"] > 7]["venue_id"]
    placed = known.loc[many].dropna(subset=["latitude"])
    assert len(inside.evaluate(heat)) == len(placed) > 5
    slider = map_.locator(".vaora-hours input")
    slider.focus()
    for _ in range(9):
        slider.press("ArrowRight")
    assert map_.locator(".vaora-hours output").inner_text() == "8h–9h"
    busy = found.hours[(found.hours["hour"] == 8) & (found.hours["people"] > 7) & found.hours["venue_id"].isin(placed.index)]
    shown = {(round(lat, 6), round(lng, 6)) for lat, lng, _ in inside.evaluate(heat)}
    assert shown == {(round(known.latitude[v], 6), round(known.longitude[v], 6)) for v in busy["venue_id"]} and len(shown) > 0
    map_.locator(".vaora-hours button").click()
    page.wait_for_timeout(2500)
    assert map_.locator(".vaora-hours output").inner_text() != "8h–9h"
    assert map_.locator(".vaora-hours button").get_attribute("aria-label") == "Dừng"
    assert page.outside == []


def test_names_from_the_data_are_text(site, page):
    page.goto(f"{site[0]}/hotspots")
    page.frame_locator(MAP).locator(".vaora-hours").wait_for()
    inside = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    evil = pd.DataFrame([{"latitude": 10.5, "longitude": 105.1, "name": "</script><img src=x onerror=window.hit=1>", "kind": "",
                          "count": 10, "heat": 1.0}])  # fmt: skip
    data = layer(evil, {}, "x")
    assert "</script>" not in data
    told = json.loads(data)
    inside.evaluate("(told) => vaoraHours(window.map, told)", told)
    text = inside.evaluate(
        "(told) => { const b = document.createElement('div'); b.innerHTML = vaoraTold(told.places[0], -1, told); return b.querySelector('img') ? 'tag' : b.textContent; }",
        told,
    )
    assert text.startswith("</script><img")


def test_every_view_on_a_phone_without_sideways_scroll(site, page):
    page.set_viewport_size({"width": 390, "height": 844})
    for view in ("map", "change", "unusual"):
        page.goto(f"{site[0]}/hotspots?view={view}")
        page.get_by_text("Người khai y tế").first.wait_for()
        page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")

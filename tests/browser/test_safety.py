"""The safety map in a real browser: sites drawn and grouped, a click opens the card, a form changes the map, lists download."""

import random
import zipfile
from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from queries.safety import Sites, must_stop, newest, sites
from tests.browser.serving import served
from tests.provinces import invented
from warehouse.reader import Warehouse

MAP = "iframe[title='streamlit_folium.st_folium']"


def drawn(tab):
    tab.frame_locator(MAP).locator("canvas.vaora-sites").wait_for(state="attached")
    inside = next(frame for frame in tab.frames if "streamlit_folium" in frame.url)
    return inside, inside.evaluate("() => window.map.vaoraDrawn()")


def click(tab, group):
    tab.frame_locator(MAP).locator(".leaflet-container").click(position={"x": group[0], "y": group[1]})


def test_every_site_is_drawn_and_a_click_opens_its_card(site, page):
    address, place = site
    page.goto(f"{address}/safety")
    inside, _ = drawn(page)
    corners = page.frame_locator(MAP)
    assert corners.locator(".leaflet-control-attribution").inner_html() == "Leaflet"
    assert corners.locator(".leaflet-control-scale-line").all_inner_texts()[0].endswith("km")
    assert corners.locator(".leaflet-control-scale-line").count() == 1
    with closing(Warehouse(place)) as store:
        found = sites(store, Sites(newest(store)))
    placed = found[found["latitude"].notna()]
    whole = inside.evaluate(
        "() => { window.map.setView([10.5, 105.15], 8, {animate: false}); return window.map.vaoraDrawn(); }"
    )
    assert sum(group[2] for group in whole) == len(placed)
    row = placed[placed["colour"] == "red"].iloc[0]
    move = "at => { window.map.setView(at, 17, {animate: false}); return window.map.vaoraDrawn(); }"
    groups = inside.evaluate(move, [row["latitude"], row["longitude"]])
    centre = inside.evaluate("() => { const s = window.map.getSize(); return [s.x / 2, s.y / 2]; }")
    click(page, min(groups, key=lambda g: abs(g[0] - centre[0]) + abs(g[1] - centre[1])))
    page.get_by_text("Phải dừng hoạt động").first.wait_for()
    page.get_by_role("heading", name=row["name"]).wait_for()
    assert "site=" in page.url
    assert page.outside == []


def test_groups_show_their_worst_and_lose_nobody(site, page):
    page.goto(f"{site[0]}/safety")
    inside, _ = drawn(page)
    script = """([told, zoom]) => {
        const sites = told.map(([x, y, kind], id) => ({x, y, kind, id}));
        const wide = {min: {x: -1e9, y: -1e9}, max: {x: 1e9, y: 1e9}};
        return vaoraCells(sites, zoom, wide).map((g) => [g.sites.map((s) => s.kind), g.counts, g.worst]);
    }"""
    draw = random.Random(1)
    for zoom in (3, 8, 12, 16):
        told = [[draw.uniform(200, 204), draw.uniform(120, 122), draw.choice([0, 0, 0, 1, 2, 3])] for _ in range(400)]
        groups = inside.evaluate(script, [told, zoom])
        assert sum(len(kinds) for kinds, _, _ in groups) == 400
        for kinds, counts, worst in groups:
            assert counts == [kinds.count(kind) for kind in range(4)]
            assert worst == next(kind for kind in (2, 1, 3, 0) if kind in kinds)
        if zoom == 16:
            assert all(len(kinds) == 1 for kinds, _, _ in groups)


def test_the_list_of_sites_that_must_stop_downloads(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        rows = must_stop(store, Sites(date(2021, 6, 9)), sites(store, Sites(date(2021, 6, 9))))
    page.goto(f"{address}/safety?view=stop&on=2021-06-09")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải danh sách ngày").click()
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    codes = [row[1].value for sheet in book.worksheets[2:] for row in sheet.iter_rows(min_row=2)]
    assert sorted(codes) == sorted(rows["code"])
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Mỗi huyện một tệp").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert len(archive.namelist()) == rows["district_code"].nunique()
    assert page.outside == []


def test_a_school_fills_in_the_form_and_turns_red(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        found = sites(store, Sites(newest(store)))
    school = found[(found["kind"] == "truong_hoc") & (found["colour"] != "red")].iloc[0]
    page.goto(f"{address}/assess")
    box = page.get_by_label("Tìm địa điểm")
    box.fill(school["code"])
    box.press("Enter")
    page.get_by_text("Còn 15 trên 15").wait_for()
    for number in range(15):
        page.locator("[data-testid=stRadio]").nth(number).get_by_text("Không đạt" if number == 9 else "Đạt", exact=True).click()
    page.locator("[data-testid=stMetric]", has_text="■ Không an toàn").wait_for()
    page.get_by_text("Khắc phục các tiêu chí sau").wait_for()
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_text("Đã nhận phiếu tự đánh giá").wait_for()
    page.get_by_role("link", name="Xem trên bản đồ an toàn").click()
    page.get_by_text("không đạt tiêu chí bắt buộc số 10").first.wait_for()
    assert page.outside == []


def test_the_new_screens_have_no_sideways_scroll_on_a_phone(site, page):
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("safety", "safety?view=summary", "safety?view=stop", "safety?view=doubts", "assess"):
        page.goto(f"{site[0]}/{name}")
        page.get_by_role("heading", level=1).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_twelve_thousand_sites_are_drawn_and_a_click_opens_one(tmp_path_factory, page):
    """How long it takes, `python -m bench.safety_map` says."""
    place, _ = invented(tmp_path_factory, people=8000, venues=12_000, days=8, end=date(2021, 6, 20), seed=4)
    with served(place) as address:
        page.goto(f"{address}/safety")
        _, groups = drawn(page)
        click(page, next(g for g in groups if g[2] == 1 and 60 < g[1] < 460 and 60 < g[0] < 480))
        page.get_by_text("Các lần đánh giá").or_(page.get_by_text("Chưa có lần tự đánh giá nào")).first.wait_for()

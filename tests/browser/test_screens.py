"""The dashboard in a real browser: no request leaves this machine, the map works, an upload goes all the way."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from datetime import date

import pytest

from demo.province import write
from etl.pipeline import load
from warehouse.place import REPOSITORY, Place

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not (REPOSITORY / "static/vendor/leaflet.js").exists(), reason="map assets are not installed (make setup)"
    ),
]


@contextmanager
def served(place):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "vaora.py", "serve", "--port", str(port), "--data", place.root],
                               cwd=REPOSITORY, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("site"))
    write(place.inbox, people=600, venues=40, days=7, end=date(2021, 6, 9), seed=5)
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text("{}")
    load(place, [place.inbox], by="test", progress=lambda *_: None)
    with served(place) as address:
        yield address, place


@pytest.fixture
def page():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN").new_page()
        tab.set_default_timeout(30_000)
        tab.outside = []
        tab.on(
            "request", lambda r: tab.outside.append(r.url) if r.url.startswith("http") and "127.0.0.1" not in r.url else None
        )
        yield tab
        browser.close()


def test_the_first_address_may_be_any_page(site, page):
    address, _ = site
    page.goto(f"{address}/traffic?kind=quan_ca_phe")
    page.get_by_role("heading", name="Lưu lượng vào, ra").wait_for()
    page.get_by_text("DỮ LIỆU GIẢ ĐỊNH").wait_for()
    page.get_by_role("link", name="Truy vết").wait_for()
    page.get_by_text("Quán cà phê").first.wait_for()
    assert "kind=quan_ca_phe" in page.url
    assert page.outside == []


def test_the_map_shows_its_points_and_a_click_opens_a_venue(site, page):
    address, _ = site
    page.goto(f"{address}/traffic")
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    frame.locator(".leaflet-heatmap-layer").wait_for()
    frame.locator(".seat", has_text="Long Xuyên").wait_for(state="attached")
    inside = next(f for f in page.frames if "streamlit_folium" in f.url)
    inside.wait_for_function("window.map && Object.values(window.map._layers).some(l => l.feature)")
    where = inside.evaluate(
        "() => { const p = Object.values(window.map._layers).filter(l => l.feature && l.getLatLng)"
        " .map(l => window.map.latLngToContainerPoint(l.getLatLng())).find(p => p.x > 80 && p.y > 80 && p.y < 430); return [p.x, p.y]; }"
    )
    box = page.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    page.mouse.move(box["x"] + where[0], box["y"] + where[1])
    frame.locator(".leaflet-container").click(position={"x": where[0], "y": where[1]})
    page.get_by_text("Đang xem:").wait_for()
    assert page.outside == []


def test_an_upload_is_previewed_loaded_and_counted(site, page, tmp_path):
    address, place = site
    path = tmp_path / "quet_moi.csv"
    path.write_text("Thời gian,Mã địa điểm,Số điện thoại,Họ và tên,Chiều\n09/06/2021 20:00:00,MOI-1,0912345678,Lê An,Vào\n"
                    "09/06/2021 21:00:00,MOI-1,0912345678,Lê An,Ra\n09/06/2021 21:00:00,MOI-1,113,Lê Bé,Ra\n")  # fmt: skip
    page.goto(f"{address}/loading")
    page.get_by_role("heading", name="Sổ nạp dữ liệu").wait_for()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("Nhật ký quét mã điểm kiểm soát (tokhaiyte.vn)").first.wait_for()
    page.get_by_role("button", name="Nạp 1 bảng vào kho dữ liệu").click()
    page.get_by_text("Đã nạp 2 dòng, 0 dòng trùng, 1 dòng bị loại").wait_for()
    assert not list(place.work.glob("upload-*"))
    assert page.outside == []


def test_a_narrow_screen_has_no_sideways_scroll(site, page):
    address, _ = site
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("", "traffic", "tracing", "loading"):
        page.goto(f"{address}/{name}")
        page.get_by_role("heading", level=1).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

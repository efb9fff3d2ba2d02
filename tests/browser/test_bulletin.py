"""Bulletins in a real browser: checked, issued, downloaded as workbook and PDF, nothing asked of other machines."""

from contextlib import closing
from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from pypdf import PdfReader

from queries import adoption
from queries.adoption import Asked
from warehouse.bulletins import read
from warehouse.reader import Warehouse

DAY = date(2021, 6, 9)


def test_a_bulletin_is_issued_and_taken_away(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        scans = int(adoption.figures(store, Asked(DAY, 1), "tree").loc["*", "scans"])
    page.goto(f"{address}/bulletin?date={DAY}")
    page.get_by_text("Bản tin 09/06/2021 chưa phát hành").wait_for(timeout=120_000)
    page.get_by_text("điều kiểm tra.").first.click()
    page.get_by_role("button", name="Phát hành").click()
    page.get_by_text("Đã phát hành bản tin 09/06/2021, lần 1.").wait_for(timeout=120_000)
    (issued,) = read(place)
    assert issued.content["figures"]["totals"]["scans"] == scans
    page.get_by_role("button", name="Công khai, PDF").wait_for(timeout=120_000)
    page.wait_for_timeout(1500)  # a file offered before the last run of the page is gone
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Đầy đủ, Excel").click()
    assert waiting.value.suggested_filename == "ban-tin-ngay-2021-06-09.xlsx"
    rows = load_workbook(BytesIO(waiting.value.path().read_bytes()))["So với kỳ trước"].iter_rows(values_only=True)
    assert {row[0]: row[2] for row in rows}["Lượt quét trong kỳ"] == scans
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Công khai, PDF").click()
    told = PdfReader(BytesIO(waiting.value.path().read_bytes())).pages[0].extract_text()
    assert "BẢN TIN NGÀY 09/06/2021" in told
    assert f"date={DAY}" in page.url and page.outside == []


def test_a_narrow_screen_has_no_sideways_scroll(site, page):
    address, _ = site
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/bulletin?date={DAY}&span=week")
    page.get_by_role("heading", name="Số liệu so với kỳ trước").wait_for(timeout=120_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

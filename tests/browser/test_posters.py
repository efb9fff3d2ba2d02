"""A control point in a real browser: registered by the form, its poster printed, the code read, a scan of it counted there."""

from contextlib import closing
from datetime import date

import pytest

from etl.pipeline import load
from tests.qr.conftest import read_back  # noqa: F401
from warehouse.reader import Warehouse

DAY = date(2021, 6, 9)


def choose(page, label, option):
    box = page.get_by_role("combobox", name=label, exact=True).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def test_from_the_form_to_a_scan_at_the_door(site, page, read_back, tmp_path):  # noqa: F811
    address, place = site
    page.goto(f"{address}/posters?without=1")
    page.get_by_role("heading", name="Mã QR của điểm kiểm soát").wait_for()
    page.get_by_text("Đăng ký điểm mới").click()
    page.get_by_label("Tên điểm").fill("Chợ Kênh Thử")
    choose(page, "Loại hình", "Chợ")
    choose(page, "Huyện, thị xã, thành phố", "Huyện Chợ Mới")
    page.get_by_label("Địa chỉ (số nhà").fill("Số 5, ấp Thử")
    page.get_by_label("Địa chỉ (số nhà").press("Tab")
    page.get_by_role("button", name="Đăng ký và cấp mã").click()
    page.get_by_text("Đã đăng ký điểm Chợ Kênh Thử và cấp mã.").wait_for()
    page.goto(f"{address}/posters?district=893&kind=cho")
    box = page.get_by_role("combobox", name="Chọn riêng từng điểm")
    box.click()
    box.fill("Kênh Thử")
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    button = page.get_by_role("button", name="Tải áp phích của 1 điểm")
    button.wait_for()
    page.wait_for_timeout(1500)  # a file offered before the last run of the page is gone
    with page.expect_download() as waiting:
        button.click()
    ((content,),) = read_back(waiting.value.path().read_bytes())
    assert content.startswith("VAORA:1:V:VR89")
    log = tmp_path / "quet.csv"
    log.write_text("Thời gian,Mã địa điểm,Số điện thoại,Họ và tên,Chiều\n"
                   f"{DAY:%d/%m/%Y} 09:00:00,{content},0977000111,Lê Thử,Vào\n", "utf-8")  # fmt: skip
    load(place, [log], by="test", progress=lambda *_: None)
    with closing(Warehouse(place)) as store:
        ((venue, name, scans),) = store._con.execute(
            "select venue_id, name, count(*) from lake.scan join lake.venue using (venue_id) where registered and name like 'Chợ Kênh%' group by all"
        ).fetchall()
    assert (name, scans) == ("Chợ Kênh Thử", 1)
    page.goto(f"{address}/visitors?venue={venue}&date={DAY}")
    page.locator("[data-testid=stMetric]", has_text="Lượt đến trong ngày").get_by_text("1", exact=True).wait_for()
    assert page.outside == []


@pytest.mark.parametrize("name", ["posters", "visitors"])
def test_a_narrow_screen_has_no_sideways_scroll(name, site, page):
    address, _ = site
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/{name}?venue=1&date={DAY}")
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_timeout(2000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

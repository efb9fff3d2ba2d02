"""From a case typed into the form to its list, and a list of 3,000 people, in a real browser."""

from contextlib import closing
from datetime import date

import pytest

from bench.screen import CASE, PEOPLE, fill
from queries.tracing import cases
from tests.browser.serving import served
from warehouse.place import Place
from warehouse.reader import Warehouse


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("market"))
    fill(place)
    with served(place) as address:
        yield address, place


def test_a_case_typed_in_has_its_list_at_once(site, page):
    address, place = site
    page.goto(f"{address}/tracing")
    page.get_by_text("Ca bệnh", exact=True).click()
    page.get_by_label("Mã ca").first.fill("bn-01")
    page.get_by_label("Mã ca").first.press("Enter")
    page.get_by_label("Số điện thoại", exact=True).first.fill("12")
    page.get_by_label("Số điện thoại", exact=True).first.press("Enter")
    page.get_by_text("Không phải số điện thoại Việt Nam hợp lệ.").wait_for()
    page.get_by_label("Số điện thoại", exact=True).first.fill(CASE)
    page.get_by_label("Số điện thoại", exact=True).first.press("Enter")
    page.get_by_text("Không phải số điện thoại Việt Nam hợp lệ.").wait_for(state="detached")
    page.get_by_label("Ngày khởi phát").first.locator("[role=spinbutton]").first.click()
    page.keyboard.type("02062021")
    page.keyboard.press("Escape")
    page.get_by_label("Họ và tên").first.click()
    page.get_by_role("button", name="Lưu ca bệnh").click()
    page.get_by_text("Đã lưu ca BN-01.").wait_for()
    page.get_by_text("3.000 người, từ 15 phút trở lên").wait_for()
    page.get_by_text("quá dài để gọi kịp").wait_for()
    with closing(Warehouse(place)) as store:
        (row,) = cases(store).itertuples()
    assert (row.case_code, row.onset.date()) == ("BN-01", date(2021, 6, 2))
    assert page.outside == []


def test_all_of_a_long_list_stands_on_the_screen(site, page):
    address, _ = site
    page.goto(f"{address}/tracing")
    box = page.locator("input[aria-label^='Số điện thoại']").first
    box.fill(CASE)
    box.press("Enter")
    page.get_by_text("3.000 người, từ 15 phút trở lên").wait_for()
    page.locator(f"[data-testid=stDataFrame] [role=grid][aria-rowcount='{PEOPLE + 1}']").wait_for(state="attached")
    assert page.outside == []

"""An administrator by the form, a round of reminders, a letter downloaded and read, in a real browser."""

from contextlib import closing
from datetime import date

from docx import Document

from queries import administrators
from rules.offices import in_full
from warehouse.reader import Warehouse


def missing(place):
    with closing(Warehouse(place)) as store:
        rows = administrators.situation(store, date(2021, 6, 9))
    return rows[(rows["state"] == "missing") & rows["agency_name"].str.startswith("UBND")].iloc[0]


def test_an_administrator_typed_in_appears(site, page):
    address, place = site
    agency = missing(place)
    page.goto(f"{address}/administrators?agency={agency['agency_code']}")
    page.get_by_role("heading", name=agency["agency_name"]).wait_for()
    page.get_by_text("Nhập hoặc sửa đầu mối").click()
    told = {"Họ và tên": "Lê Thử An", "Chức vụ": "Chuyên viên", "Số điện thoại": "12", "Email": "an@vidu.example"}
    for label, text in told.items():
        page.get_by_label(label, exact=True).fill(text)
        page.get_by_label(label, exact=True).press("Enter")
    page.get_by_text("Không phải số điện thoại Việt Nam hợp lệ.").wait_for()
    page.get_by_label("Số điện thoại", exact=True).fill("0912345678")
    page.get_by_label("Số điện thoại", exact=True).press("Enter")
    page.get_by_text("Không phải số điện thoại Việt Nam hợp lệ.").wait_for(state="detached")
    page.get_by_role("button", name="Lưu đầu mối").click()
    page.get_by_text(f"Đã lưu đầu mối của {agency['agency_name']}.").wait_for()
    page.get_by_text("Lê Thử An · Chuyên viên · 0912345678 · an@vidu.example").first.wait_for()
    assert "0912345678" not in page.url and page.outside == []


def test_a_round_recorded_shows_the_next_and_the_letter_reads_right(site, page):
    address, place = site
    agency = missing(place)
    page.goto(f"{address}/reminders?on=2021-06-09&reason=no_administrator")
    box = page.get_by_role("combobox", name="Chỉ những đơn vị này")
    box.click()
    box.fill(agency["agency_code"])
    page.get_by_role("option", name=f"{agency['agency_name']} · {agency['agency_code']}").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Công văn, một tệp Word (1)").wait_for()
    page.wait_for_timeout(1500)  # a file offered before the last run of the page is gone
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Công văn, một tệp Word (1)").click()
    text = [paragraph.text for paragraph in Document(waiting.value.path()).paragraphs]
    assert f"Kính gửi: {in_full(agency['agency_name'])}" in text
    assert "1. Chưa cử đầu mối quản trị hệ thống (hạn cuối 05/06/2021)." in text
    page.get_by_text("Ghi nhận đã nhắc, đã đề nghị").click()
    page.get_by_role("button", name="Ghi nhận cho 1 đơn vị").click()
    page.get_by_text("Đã ghi nhận cho 1 đơn vị.").wait_for()
    page.goto(f"{address}/reminders?on=2021-06-12&step=wait")  # the letter bears today's day: the next one comes later
    page.get_by_role("button", name="Danh sách Excel (1)").wait_for()
    page.get_by_role("button", name="Công văn, một tệp Word (0)").wait_for()
    assert page.outside == []

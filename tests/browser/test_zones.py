"""Levels of risk in a real browser: stated by the form, the district derived anew, overruled, nothing asked of other machines."""

from contextlib import closing
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from queries import zones
from warehouse.reader import Warehouse

DAY = date(2021, 6, 9)


def level(place, unit):
    with closing(Warehouse(place)) as store:
        found = zones.situation(store, DAY)
    return {**found.communes.set_index("code")["level"], **found.districts.set_index("code")["level"]}[unit]


def choose(part, label, option):
    box = part.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(option)
    box.page.get_by_role("option", name=option, exact=True).click()


def test_a_level_by_the_form_changes_its_district_and_a_decision_goes_before(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        found = zones.situation(store, DAY)
    calm = found.districts[found.districts["level"].isna() & ~found.districts["overridden"]].iloc[0]
    communes = found.communes[found.communes["district_code"] == calm["code"]]
    commune = communes[communes["level"].isna()].iloc[0]
    page.goto(f"{address}/zones?date={DAY}")
    page.get_by_role("heading", name="Toàn tỉnh theo mức nguy cơ").wait_for()
    choose(page, "Huyện, thị xã, thành phố", calm["name"])
    page.get_by_role("heading", name=calm["name"]).wait_for()
    page.locator(".told").first.get_by_text("Chưa rõ (").wait_for()
    page.get_by_text("Ghi nhận mức nguy cơ, quyết định của huyện").click()
    form = page.locator("[data-testid=stForm]").first
    choose(form, "Xã, phường, thị trấn", commune["name"])
    choose(form, "Mức nguy cơ", "Nguy cơ rất cao")
    form.get_by_label("Lý do").fill("Chùm ca bệnh chưa rõ nguồn lây")
    form.get_by_role("button", name="Ghi nhận").click()
    page.get_by_text(f"Đã ghi nhận cho {commune['name']}.").wait_for()
    assert level(place, commune["code"]) == "very_high"
    page.locator(".told").first.get_by_text(f"1/{len(communes)} xã, phường, thị trấn ở mức Nguy cơ rất cao").wait_for()
    assert f"district={calm['code']}" in page.url and f"date={DAY}" in page.url

    page.get_by_role("tab", name="Quyết định, nhận định về huyện").click()
    form = page.locator("[data-testid=stForm]").last
    choose(form, "Mức nguy cơ", "Nguy cơ rất cao")
    form.get_by_label("Lý do").fill("Giáp biên giới")
    form.get_by_role("button", name="Ghi nhận").click()
    page.get_by_text(f"Đã ghi nhận cho {calm['name']}.").wait_for()
    page.locator(".told").first.get_by_text("Theo quyết định của").wait_for()
    assert level(place, calm["code"]) == "very_high"
    assert page.outside == []


def test_the_map_stands_without_the_internet_and_the_tables_come_as_workbooks(site, page):
    address, _ = site
    page.goto(f"{address}/zones?date={DAY}")
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    frame.locator(".seat", has_text="Long Xuyên").locator("small").wait_for(state="attached")
    page.get_by_text("Bảng số liệu theo huyện").click()
    page.get_by_role("heading", name="Điểm không an toàn trong các xã nguy cơ cao, rất cao").wait_for()
    page.wait_for_timeout(1500)  # a file offered before the last run of the page is gone
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải về Excel").nth(1).click()
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    head, *rows = book.worksheets[1].iter_rows(values_only=True)
    assert len(rows) == 11 and "Vì sao" in head
    assert all(row[head.index("Vì sao")] for row in rows)
    assert page.outside == []


def test_a_narrow_screen_has_no_sideways_scroll(site, page):
    address, _ = site
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/zones?date={DAY}&district=893")
    page.get_by_role("heading", name="Huyện Chợ Mới").wait_for()
    page.locator(".told").nth(1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

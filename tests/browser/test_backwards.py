"""Looking backwards in a real browser: 200 cases are drawn, a click opens a case's record, no request leaves this machine."""

import csv
import random
from contextlib import closing
from datetime import date, timedelta

import pytest

from demo.province import write
from etl.pipeline import load
from queries.tracing import cases
from tests.browser.serving import served
from warehouse.place import Place
from warehouse.reader import Warehouse

CASES = 200
HEADER = ["Mã bệnh nhân", "Họ và tên", "Số điện thoại", "Ngày khởi phát", "Ngày lấy mẫu", "Ngày cách ly", "Tình trạng"]
LAST = date(2021, 6, 20)
POINTS = """() => {
    const graph = document.querySelector('.js-plotly-plot'), at = graph.getBoundingClientRect(), layout = graph._fullLayout;
    return Object.fromEntries(graph._fullData.filter(trace => trace.customdata).flatMap(trace => trace.x.map((x, i) => [
        trace.customdata[i][0],
        [at.left + layout._size.l + layout.xaxis.d2p(x), at.top + layout._size.t + layout.yaxis.d2p(trace.y[i])]])));
}"""


def ill(path, truth):
    """Write a list of cases: people who were scanned, each with a phone of their own, with days of illness by chance."""
    seen = truth.visits.loc[truth.visits["in_scanned"], "person"].unique()
    alone = truth.persons.loc[seen].query("phone != '' and not shared")
    rng = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        write_row = csv.writer(file).writerow
        write_row(HEADER)
        for number, person in enumerate(alone.sample(CASES, random_state=7).itertuples()):
            onset = LAST - timedelta(days=rng.randrange(10))
            days = [f"{onset + timedelta(days=after):%d/%m/%Y}" for after in (0, 1, 2)]
            write_row([f"BN-{number:03d}", person.name, person.phone, *days, "Đang điều trị"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("site"))
    truth = write(place.inbox, people=1500, venues=60, days=14, end=LAST, seed=5)
    for path in place.inbox.glob("*ca*benh*"):
        path.unlink()
    ill(place.inbox / "danh_sach_ca_benh.csv", truth)
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text("{}")
    load(place, [place.inbox], by="test", progress=lambda *_: None)
    with served(place) as address:
        yield address, place


def test_two_hundred_cases_are_drawn_and_a_click_opens_a_record(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        known = cases(store).set_index("case_code")
    page.goto(f"{address}/tracing")
    page.get_by_text("Nhìn lại", exact=True).click()
    page.get_by_text(f"{CASES} ca:").wait_for()
    page.locator(".js-plotly-plot .scatterlayer .points path").first.wait_for(state="attached")
    points = page.evaluate(POINTS)
    assert len(points) == CASES
    assert len({(round(x), round(y)) for x, y in points.values()}) == CASES, "no case hides another"
    page.locator(".js-plotly-plot").first.scroll_into_view_if_needed()
    points = page.evaluate(POINTS)
    code = next(one for one, (_, y) in points.items() if 100 < y < 800)
    page.mouse.click(*points[code])
    page.get_by_text("Có thể bị lây từ").wait_for()
    assert page.get_by_label("Hồ sơ ca bệnh").input_value() == code
    metric = page.locator("[data-testid=stMetric]", has_text="Khởi phát")
    metric.get_by_text(f"{known.loc[code, 'onset']:%d/%m/%Y}").wait_for()
    page.get_by_text("Nơi đã đến theo ngày").wait_for()
    page.get_by_role("button", name="Liên kết có thể khác").click()
    page.get_by_text(f"{CASES} ca:").wait_for()
    assert page.outside == []

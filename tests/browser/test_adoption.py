"""Adoption in a real browser: by clicks from the province down the tree to a single site, back up, and a workbook taken away."""

from contextlib import closing
from io import BytesIO

from openpyxl import load_workbook

from queries import overview
from queries.adoption import Asked, agencies, below, ranked, venues
from rules.metrics import metrics
from ui.navigation import PAGES
from warehouse.reader import Warehouse

BOX, HEAD, ROW = 17, 35, 35
"""Where the boxes of a table's rows stand: pixels from its left, and the height of its head and of a row."""


def tick(tab, table, row):
    """Tick the box of a row of the table under a heading."""
    grid = tab.locator(f".st-key-{table} .dvn-scroller").first
    grid.wait_for()
    tab.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    grid.click(position={"x": BOX, "y": HEAD + ROW * row + ROW // 2})


def test_down_the_tree_in_clicks_and_back(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        asked = Asked(overview.morning(store)["day"].date())
        rows = agencies(store, asked)
        first, _ = below(rows, "")
        branch = first["key"].iloc[0]
        second, _ = below(rows, branch)
        agency = second["key"].iloc[0]
        sites = venues(store, Asked(asked.on, root=agency), agency)
    page.goto(f"{address}/adoption")
    # the first visitor of a fresh server also waits for its imports
    page.get_by_role("heading", name="Cấp dưới trực tiếp").wait_for(timeout=90_000)
    screens = page.locator("[data-testid=stSidebarNavLink]")
    assert screens.count() == len(PAGES) and "View" not in page.locator("[data-testid=stSidebarNav]").inner_text()
    tick(page, "below--", 0)
    page.wait_for_url(f"**agency={branch}*")
    page.locator("strong", has_text=first["name"].iloc[0]).first.wait_for()
    tick(page, f"below-{branch}", 0)
    page.wait_for_url(f"**agency={agency}*")
    page.get_by_role("heading", name="Điểm do đơn vị trực tiếp quản lý").first.wait_for()
    tick(page, f"own-{agency}", 0)
    page.wait_for_url("**site=*")
    number = int(page.url.split("site=")[1].split("&")[0])
    chosen = sites[sites["venue_id"] == number].iloc[0]
    page.get_by_role("heading", name=f"Điểm kiểm soát: {chosen['name']}").wait_for()
    card = page.locator("[data-testid=stMetric]", has_text=metrics()["people"].name_vi)
    assert card.inner_text().split()[-1].replace(".", "") == str(chosen["people"])
    page.get_by_role("button", name="Toàn tỉnh").click()
    page.wait_for_url(lambda url: "agency=" not in url and "site=" not in url)
    assert page.outside == []


def test_the_ranking_is_taken_away_as_a_workbook_that_explains_itself(site, page):
    address, place = site
    with closing(Warehouse(place)) as store:
        own = agencies(store, Asked(overview.morning(store)["day"].date()), "own")
    own = ranked(own[~own["key"].isin(["", "*"])])
    page.goto(f"{address}/adoption?view=ranks")
    page.get_by_text("Ý nghĩa các số liệu").click()
    page.get_by_role("cell", name=metrics()["silent_days"].means_vi).wait_for()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="kèm ý nghĩa số liệu").click()
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    head, *lines = book.worksheets[1].values
    column = head.index(metrics()["active_7"].name_vi)
    assert [line[0] for line in lines] == own["name"].tolist()
    assert [line[column] for line in lines] == own["active_7"].tolist()
    assert any(metrics()["active_7"].means_vi in str(row[1]) for row in book.worksheets[0].values)


def test_no_sideways_scroll_on_a_phone(site, page):
    page.set_viewport_size({"width": 390, "height": 844})
    for view in ("tree", "ranks", "splits", "sites", "trend"):
        page.goto(f"{site[0]}/adoption?view={view}")
        page.get_by_role("heading", level=1).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

"""The safety map of 12,000 sites in a real browser: `python -m bench.safety_map` says how long visitors wait for it.

Of each fresh server: until it answers; its very first visitor, then others, each with a browser that has seen nothing yet; the
same browser again; a click on a site until its card. A map stands there once every site is drawn.
"""

import statistics
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from demo.province import write
from etl.pipeline import load
from tests.browser.serving import CHROMIUM, enter, served
from tests.browser.test_safety import click, drawn
from warehouse.place import Place

SITES, SERVERS, VISITORS = 12_000, 5, 3


def visit(page: Page, address: str) -> float:
    """Return the seconds from the address to the drawn map."""
    began = time.perf_counter()
    page.goto(f"{address}/safety")
    _, groups = drawn(page)
    assert groups
    return time.perf_counter() - began


def card(page: Page) -> float:
    """Return the seconds from a click on a single site to its card."""
    _, groups = drawn(page)
    single = next(group for group in groups if group[2] == 1 and 60 < group[1] < 460 and 60 < group[0] < 480)
    began = time.perf_counter()
    click(page, single)
    page.get_by_text("Các lần đánh giá").or_(page.get_by_text("Chưa có lần tự đánh giá nào")).first.wait_for()
    return time.perf_counter() - began


def measure(browser: Browser, place: Place, told: defaultdict[str, list[float]]) -> None:
    """Start a server and add what its visitors waited to `told`."""
    began = time.perf_counter()
    with served(place) as address:
        told["server starts"].append(time.perf_counter() - began)
        for visitor in range(1 + VISITORS):
            context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN")
            enter(context, address)
            page = context.new_page()
            told["a later visitor" if visitor else "the very first visitor"].append(visit(page, address))
            told["the same browser again"].append(visit(page, address))
            told["a click"].append(card(page))
            page.context.close()


def main() -> None:
    """Measure."""
    told: defaultdict[str, list[float]] = defaultdict(list)
    with TemporaryDirectory() as work, sync_playwright() as playwright:
        place = Place(Path(work) / "data")
        write(place.inbox, people=8000, venues=SITES, days=8, end=date(2021, 6, 20), seed=4)
        place.warehouse.mkdir(parents=True)
        place.demo_mark.write_text("{}")
        load(place, [place.inbox], by="bench", progress=lambda *_: None)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for _ in range(SERVERS):
            measure(browser, place, told)
        browser.close()
    for name, times in told.items():
        print(f"{name}: median {statistics.median(times):.2f} s of {len(times)}, longest {max(times):.2f} s")


if __name__ == "__main__":
    main()

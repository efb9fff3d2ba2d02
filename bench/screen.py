"""A list of 3,000 people in a real browser: `python -m bench.screen` says how long it takes from the question to the list.

The case and 3,000 people are scanned into and out of one market; the clock runs from Enter on the phone of the case until
the count, the table and the button for the workbook stand on the screen.
"""

import csv
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from etl.pipeline import load
from tests.browser.serving import CHROMIUM, enter, served
from warehouse.place import Place

PEOPLE, RUNS, CASE = 3_000, 5, "0977000111"


def fill(place: Place, people: int = PEOPLE) -> None:
    """Load a market's day: the case from 8 to 12, everybody else for an hour of it, a fifth without a scan out."""
    path = place.inbox / "cho.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        row = csv.writer(file).writerow
        row(["Thời gian", "Mã địa điểm", "Số điện thoại", "Họ và tên", "Chiều"])
        row(["02/06/2021 08:00:00", "CHO-1", CASE, "Lê Thử", "Vào"])
        row(["02/06/2021 12:00:00", "CHO-1", CASE, "Lê Thử", "Ra"])
        for number in range(people):
            who, minute = [f"0966{number:06d}", f"Nguyễn Văn {number}"], number % 180
            row([f"02/06/2021 {8 + minute // 60:02d}:{minute % 60:02d}:00", "CHO-1", *who, "Vào"])
            if number % 5:
                row([f"02/06/2021 {9 + minute // 60:02d}:{minute % 60:02d}:00", "CHO-1", *who, "Ra"])
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text("{}")
    load(place, [path], by="bench", progress=lambda *_: None)


def seconds(page: Page, address: str, people: int = PEOPLE) -> float:
    """Return how long the list takes to stand there."""
    page.goto(f"{address}/tracing")
    box = page.locator("input[aria-label^='Số điện thoại']").first
    box.fill(CASE)
    page.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    began = time.perf_counter()
    box.press("Enter")
    page.get_by_text(f"{people:,}".replace(",", ".") + " người, từ 15 phút trở lên").wait_for()
    page.locator("[data-testid=stDataFrame] canvas").last.wait_for()
    page.get_by_role("button", name="Tải danh sách để gọi (Excel)").wait_for()
    return time.perf_counter() - began


def main() -> None:
    """Measure."""
    with TemporaryDirectory() as work, sync_playwright() as playwright:
        place = Place(Path(work) / "data")
        fill(place)
        with served(place) as address:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN")
            enter(context, address)
            page = context.new_page()
            first, *times = (seconds(page, address) for _ in range(RUNS + 1))
            browser.close()
    told = f"then median {statistics.median(times):.2f} s of {RUNS}, longest {max(times):.2f} s"
    print(f"{PEOPLE} people: first {first:.2f} s, {told}")


if __name__ == "__main__":
    main()

"""A case with 3,000 contacts, from the click that asks until the list stands on the screen: `python -m bench.screen [SCANS]`.

Loads a history of SCANS (default 1000000) invented scans and one mall visit of the case, serves the dashboard, and measures in
Chromium: until the count is written and the table holds every row. Prints each run and the median.
"""

import csv
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from bench import scan_log
from etl.pipeline import load
from warehouse.place import REPOSITORY, Place

CONTACTS, RUNS = 3_000, 5

NOON = datetime(2021, 6, 15, 12)
SURNAMES, GIVEN = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh"), ("An", "Bình", "Cúc", "Dũng", "Hạnh", "Kiệt", "Loan")
HEADER = ["Thời gian", "Mã địa điểm", "Số điện thoại", "Họ và tên", "Chiều"]
VENUES = [
    ["Mã địa điểm", "Tên địa điểm", "Loại hình", "Xã/Phường", "Quận/Huyện"],
    ["AG-TTTM", "Trung tâm thương mại Thử", "Siêu thị", "Phường Mỹ Bình", "Thành phố Long Xuyên"],
]
CASES = [
    ["Mã bệnh nhân", "Họ và tên", "Số điện thoại", "Ngày khởi phát", "Ngày cách ly"],
    ["BN-DONG", "Lê Thử", "0977000111", "15/06/2021", "16/06/2021"],
    ["BN-VANG", "Đỗ Thử", "0977000222", "16/06/2021", "17/06/2021"],
]


def meetings() -> Iterator[list[str]]:
    """Yield scans: everybody comes to the mall while the case is there; every third leaves unscanned."""
    yield from _stay("0977000111", "Lê Thử", NOON - timedelta(hours=3), NOON + timedelta(hours=1))
    yield from _stay("0977000222", "Đỗ Thử", NOON + timedelta(days=1), None, "AG-VANG")
    for number in range(CONTACTS):
        came = NOON - timedelta(minutes=number % 150)
        name = f"{SURNAMES[number % 5]} {GIVEN[number % 7]} {GIVEN[number // 7 % 7]}"
        yield from _stay(f"0966{number:06d}", name, came, came + timedelta(minutes=40) if number % 3 else None)


def _stay(phone: str, name: str, came: datetime, left: datetime | None, code: str = "AG-TTTM") -> Iterator[list[str]]:
    for at, way in ((came, "Vào"), (left, "Ra")):
        if at:
            yield [f"{at:%d/%m/%Y %H:%M:%S}", code, phone, name, way]


def prepare(place: Place, work: Path, scans: int) -> None:
    """Load the history, the mall and the two cases; the people are invented, and the screens say so."""
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text("{}")
    files = list(scan_log.write(work, scans, days=20))
    for name, rows in (("diem.csv", VENUES), ("quet_tttm.csv", [HEADER, *meetings()]), ("ca_benh.csv", CASES)):
        with (work / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        files.append(work / name)
    load(place, files, by="bench", progress=lambda *_: None)


@contextmanager
def served(place: Place) -> Iterator[str]:
    """Serve the dashboard over `place` on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "vaora.py", "serve", "--port", address.rpartition(":")[2], "--data", str(place.root)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def once(page: Page, address: str) -> float:
    """Return the seconds from choosing the case until its list stands there."""
    page.goto(f"{address}/tracing")
    page.get_by_text("Ca bệnh", exact=True).first.click()
    box = page.get_by_label("Ca bệnh", exact=True).and_(page.get_by_role("combobox"))
    box.wait_for()
    page.get_by_text("Không có ai đủ ngưỡng này").wait_for()
    box.click()
    option = page.get_by_role("option", name="BN-DONG")
    option.wait_for()
    began = time.perf_counter()
    option.click()
    page.get_by_text("3.000 người, từ").wait_for()
    page.locator(f"[data-testid=stDataFrame] canvas table[aria-rowcount='{CONTACTS + 1}']").wait_for(state="attached")
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    scans = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with TemporaryDirectory(prefix="vaora-bench-") as folder, sync_playwright() as playwright:
        place = Place(Path(folder) / "data")
        prepare(place, Path(folder), scans)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with served(place) as address:
            page = browser.new_page(viewport={"width": 1366, "height": 900}, locale="vi-VN")
            times = [once(page, address) for _ in range(RUNS)]
        browser.close()
    print(" ".join(f"{seconds:.2f}" for seconds in times), f"s; median {statistics.median(times):.2f} s", flush=True)


if __name__ == "__main__":
    main()

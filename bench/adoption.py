"""Adoption at scale: `python -m bench.adoption [SCANS]` (default 10000000) says how long the questions and the screen take.

12,000 venues of 5,000 agencies under 170 communes and 11 districts, so many scans in 31 days, half of the agencies with an
administrator, half of the venues with a self-assessment, a declaration for every tenth person and day, one person in a hundred
under two numbers. The clock of the screen runs from asking for an address until the table stands; each view for days not
asked about yet, for those again, and for the newest day, which the server asks ahead. "chosen": the view is chosen on the
screen that is open already; then another period, until all of it is drawn. The peer is a page of Streamlit that says one word.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from bench.visit_lake import fill
from queries.adoption import ALL, Asked, agencies, counts, figures, people, venues
from tests.browser.serving import CHROMIUM, enter, free_port, served
from ui.texts import text as say
from warehouse import lake
from warehouse.engine import connect, sql
from warehouse.place import Place
from warehouse.reader import Warehouse

LAST, SCANS = date(2021, 6, 28), 10_000_000
TABLES = {"tree": "below-", "ranks": "ranks-", "splits": "", "sites": "sites-"}
MORE = """
insert into lake.agency select 'T', 'Tỉnh', null, 'Tỉnh', null, 1
    union all select 'H' || i, 'Huyện ' || i, 'T', 'Huyện', (883 + i)::varchar, 1 from range(11) t(i)
    union all select 'X' || i, 'Xã ' || i, 'H' || (i % 11), 'Xã', (883 + i % 11)::varchar, 1 from range(170) t(i)
    union all select 'D' || i, 'Doanh nghiệp ' || i, 'X' || (i % 170), 'Doanh nghiệp', (883 + i % 170 % 11)::varchar, i % 5
        from range(4_818) t(i);
insert into lake.agency_above
    with recursive up (agency_code, above, steps) as (
        select agency_code, agency_code, 0 from lake.agency
        union all select u.agency_code, a.parent_code, u.steps + 1
        from up u join lake.agency a on a.agency_code = u.above where a.parent_code is not null
    ) select agency_code, above, steps::integer from up;
update lake.venue
    set agency_code = 'D' || (venue_id % 4_818), name = 'Điểm ' || venue_id, district_code = (883 + venue_id % 11)::varchar;
insert into lake.administrator_of
    select 'D' || i, null, true, true, i % 3 > 0, true, now()::timestamp from range(0, 4_818, 2) t(i);
insert into lake.assessment by name
    select venue_id, timestamp '2021-06-10' + to_seconds(venue_id) as assessed_at, 'bench' as sector, 80 as score,
        (['green', 'yellow', 'red'])[1 + venue_id % 3] as level, 'bench' as file_id, true as certain
    from lake.venue where venue_id % 2 = 0;
insert into lake.person_link
    select distinct person_id, person_id - person_id % 100 from lake.visit_by_person where person_id % 100 < 2;
insert into lake.scan
    select day, person_id, venue_id, in_at, true, (['VHD', 'Bluezone', 'NCOVI', 'tokhaiyte'])[1 + person_id % 4], 'bench'
    from lake.visit_by_venue
    union all select out_at::date, person_id, venue_id, out_at, false, 'VHD', 'bench'
    from lake.visit_by_venue where out_at is not null order by all;
insert into lake.declaration by name
    select distinct day, day::timestamp as declared_at, person_id, false as symptoms
    from lake.visit_by_venue where (person_id + (day - '2021-06-01'::date)) % 10 = 0;
"""


def build(folder: Path, scans: int) -> Place:
    """Make the lake."""
    place = fill(folder, scans)
    place.demo_mark.write_text("{}")
    con = connect(memory="3GB", threads=2, temp=place.work)
    lake.attach(con, place, read_only=False)
    for statement in con.extract_statements(MORE):
        con.execute(statement)
    for table in ("venue_day", "day_total"):
        span = {"first": date(2021, 6, 1), "last": date(2021, 7, 31)}
        con.execute(f"insert into lake.{table} {sql(f'etl/sql/marts/{table}')} order by all", span)
    con.close()
    return place


def questions(place: Place) -> None:
    """Measure the questions of one screen, five times each."""
    with closing(Warehouse(place)) as store:
        rows = store._con.execute("select count(*) from lake.scan").fetchone()
        print(f"{rows[0] if rows else 0:,} scans", flush=True)
        asked = Asked(LAST)
        known = counts(store, asked)
        for name, ask in {
            "counts of all groups": lambda: counts(store, asked),
            "… agencies with all below": lambda: agencies(store, asked, known=known, counted=False),
            "… different people of the top and its districts": lambda: people(
                store, asked, "tree", [ALL, *(f"H{n}" for n in range(11))]
            ),
            "… agencies by themselves, with their people": lambda: agencies(store, asked, "own", known=known),
            "… districts, with their people": lambda: figures(store, asked, "district", known=known),
            "… venues, with their people": lambda: venues(store, asked, None, known=known),
        }.items():
            times = []
            for _ in range(5):
                began = time.perf_counter()
                found = ask()
                times.append(time.perf_counter() - began)
            print(f"| {name} | {len(found):,} rows | median {statistics.median(times):.2f} s |", flush=True)


def seconds(page: Page, address: str, view: str, on: date | None = None) -> float:
    """Return how long a view takes to stand there; None: of the newest day."""
    began = time.perf_counter()
    page.goto(f"{address}/adoption?view={view}" + (f"&on={on}" if on else ""))
    stands(page, view)
    return time.perf_counter() - began


def from_another(page: Page, address: str) -> float:
    """Return how long the tree of the newest day takes to stand there after its link on the first screen is clicked."""
    page.goto(address)
    link = page.get_by_role("link", name="Sử dụng mã QR").first
    link.wait_for()
    page.wait_for_timeout(3000)  # until the first screen is all there
    began = time.perf_counter()
    link.click()
    stands(page, "tree")
    return time.perf_counter() - began


def chosen(page: Page, address: str, view: str) -> float:
    """Return how long a view of the newest day takes to stand there after it is chosen on the screen that shows the trend."""
    page.goto(f"{address}/adoption?view=trend")
    button = page.get_by_role("radio", name=say("vi", f"adoption.view_{view}"), exact=True)
    button.wait_for()
    page.wait_for_timeout(3000)  # until the trend is all there
    began = time.perf_counter()
    button.click()
    stands(page, view)
    return time.perf_counter() - began


def stands(page: Page, view: str) -> None:
    """Wait until the table of a view is drawn."""
    place = f"[class*='st-key-{TABLES[view]}'] " if TABLES[view] else ""
    page.locator(f"{place}[data-testid=stDataFrame] canvas").last.wait_for()
    page.get_by_role("button", name="kèm ý nghĩa số liệu").first.wait_for()


def within(page: Page, days: int) -> float:
    """Return how long the open screen takes to answer for another period."""
    page.get_by_role("combobox", name="Kỳ so sánh").first.click()
    option = page.get_by_role("option", name="1 ngày" if days == 1 else f"{days} ngày", exact=True)
    option.wait_for()
    began = time.perf_counter()
    option.click()
    page.wait_for_url(lambda url: f"days={days}" in url)  # the run has begun
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    return time.perf_counter() - began


@contextmanager
def one_word(folder: Path) -> Iterator[str]:
    """Yield the address of the smallest page that Streamlit serves."""
    (folder / "word.py").write_text("import streamlit as st\nst.title('Word')\n")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", folder / "word.py", "--server.headless=true", f"--server.port={port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def until_the_word(page: Page, address: str) -> float:
    """Return how long the smallest page takes to stand there."""
    began = time.perf_counter()
    page.goto(address)
    page.get_by_role("heading", name="Word").wait_for()
    return time.perf_counter() - began


def main() -> None:
    """Measure."""
    scans = int(sys.argv[1]) if len(sys.argv) > 1 else SCANS
    with TemporaryDirectory() as work, sync_playwright() as playwright:
        place = build(Path(work) / "data", scans)
        questions(place)
        with served(place) as address, one_word(Path(work)) as word:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN")
            enter(context, address)
            page = context.new_page()
            page.set_default_timeout(120_000)
            seconds(
                page, address, "tree", LAST - timedelta(days=13)
            )  # the first visitor of a fresh server waits for its imports
            page.goto(word, wait_until="commit", timeout=120_000)
            smallest = [until_the_word(page, word) for _ in range(5)][1:]
            print(f"| screen: one word | {statistics.median(smallest):.2f} s |", flush=True)
            for turn, view in enumerate(TABLES):
                others = [LAST - timedelta(days=3 * turn + day) for day in range(3)]
                told = ", ".join(
                    f"{name} {statistics.median(seconds(page, address, view, on) for on in days):.2f} s"
                    for name, days in (("a day first asked", others), ("again", others), ("newest day", [None] * 3))
                )
                other = [within(page, days) for days in (14, 28, 1)]
                kept = [within(page, days) for days in (14, 28, 1)]
                told += f"; chosen {statistics.median(chosen(page, address, view) for _ in range(3)):.2f} s"
                told += f"; another period first {statistics.median(other):.2f} s, again {statistics.median(kept):.2f} s"
                print(f"| screen: {view} | {told} (medians of 3) |", flush=True)
            clicked = statistics.median(from_another(page, address) for _ in range(3))
            print(f"| screen: tree of the newest day, from the first screen | {clicked:.2f} s |", flush=True)
            browser.close()


if __name__ == "__main__":
    main()

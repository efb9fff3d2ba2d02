"""Loads killed at random points, two loads at once: readers see whole snapshots, the next load succeeds, nothing is left over."""

import random
import subprocess
import sys
import threading
import time

import duckdb
import pytest

from etl.pipeline import load
from tests.conftest import SCAN_HEADER, THOROUGH
from tests.load.test_loading import as_rows, random_log, visits_of
from warehouse.errors import LoaderBusy
from warehouse.lock import only_loader
from warehouse.place import REPOSITORY
from warehouse.reader import Warehouse

KILLS = 12 if THOROUGH else 8


def start(place, path):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.load.killed_loader", place.root, path], cwd=REPOSITORY, stderr=subprocess.DEVNULL
    )


def files_on_disk(place):
    return {str(path) for path in place.files.rglob("*.parquet")}


def files_known(place):
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as _:
        warehouse = Warehouse(place)
        known = set()
        for (table,) in warehouse._con.execute(
            "select table_name from duckdb_tables() where database_name = 'lake'"
        ).fetchall():
            for row in warehouse._con.execute(
                f"select data_file, delete_file from ducklake_list_files('lake', '{table}')"
            ).fetchall():
                known |= {name for name in row if name}
        snapshots = warehouse._con.execute("select count(*) from lake.snapshots()").fetchall()
        warehouse.close()
    return known, snapshots


def test_kill_9_at_random_points(file, into, place):
    log = random_log(1, count=600)
    pieces = [log[at : at + 60] for at in range(0, len(log), 60)]
    into(file("0.csv", SCAN_HEADER, as_rows(pieces[0])))
    reader, totals, stop = Warehouse(place), [], threading.Event()

    def watch():
        while not stop.is_set():
            with reader._con.cursor() as cursor:
                totals.append(cursor.execute(
                    "select (select sum(rows_loaded) from lake.load_file), (select count(*) from lake.scan),"
                    " (select count(*) from lake.visit_by_person), (select count(*) from lake.visit_by_venue)").fetchone())  # fmt: skip
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    draw, killed = random.Random(7), 0
    for number in range(1, len(pieces)):
        path = file(f"{number}.csv", SCAN_HEADER, as_rows(pieces[number]))
        for _ in range(2):
            process = start(place, path)
            time.sleep(draw.uniform(0.3, 2.2))
            process.kill()
            killed += process.wait() != 0
        if killed >= KILLS:
            break
    stop.set()
    watcher.join()
    reader.close()
    assert killed >= 6
    assert all(loaded == scans and by_person == by_venue for loaded, scans, by_person, by_venue in totals), (
        "a reader saw half a load"
    )
    for number in range(1, len(pieces)):
        into(file(f"{number}.csv", SCAN_HEADER, as_rows(pieces[number])))
    from tests import oracle

    assert visits_of(place) == oracle.visits(log)
    known, _ = files_known(place)
    assert known <= files_on_disk(place)
    assert not list(place.work.glob("load-*"))
    orphans = duckdb_orphans(place)
    assert orphans == []


def duckdb_orphans(place):
    """Files on disk that no snapshot needs."""
    from warehouse import lake
    from warehouse.engine import connect

    con = connect(memory="500MB", threads=1, temp=place.work / "orphans")
    lake.attach(con, place, read_only=False)
    found = con.execute("call ducklake_delete_orphaned_files('lake', dry_run => true, cleanup_all => true)").fetchall()
    con.close()
    return found


def test_the_second_of_two_loads_waits(scans, into, place, ask):
    first = scans("a.csv", "\n".join(f"08:{n // 60:02d}:{n % 60:02d} | A | 0912345678 | Vào" for n in range(600)))
    second = scans("b.csv", "09:00 | B | 0987654321 | Vào")
    into(scans("c.csv", "07:00 | C | 0987654321 | Vào"))
    processes = [start(place, first), start(place, second)]
    assert [process.wait() for process in processes] == [0, 0]
    assert ask("select count(*) from lake.load_file") == [(3,)]
    assert ask("select count(*) from lake.scan") == [(602,)]


def test_a_loader_that_waits_too_long_is_told_so(scans, place):
    (place.root).mkdir(parents=True)
    (place.root / "settings.toml").write_text("loader_wait_seconds = 0\n")
    with only_loader(place, 0), pytest.raises(LoaderBusy):
        load(place, [scans("a.csv", "08:00 | A | 0912345678 | Vào")], by="test", progress=lambda *_: None)

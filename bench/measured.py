"""One measurement: `python -m bench.measured NAME ARGUMENTS…` prints {"seconds": …, "megabytes": …} as JSON."""

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from etl import staging
from etl.batch import Batch, opened, workspace
from etl.identify import identify
from etl.pipeline import load as load_files
from etl.registry import admit_strangers, register
from etl.report import LoadReport
from queries import traffic
from queries.filters import Filters
from queries.tracing import ContactQuestion, Window, contacts
from warehouse.engine import sql
from warehouse.place import Place
from warehouse.reader import Warehouse
from warehouse.settings import load_settings

FORMAT = "%d/%m/%Y %H:%M:%S"
ASKED = 40


def silent(*_: object) -> None:
    """Show no progress."""


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Return how long `work` takes."""
    began = time.perf_counter()
    work()
    return {"seconds": round(time.perf_counter() - began, 3)}


def raw(scans: str, target: str) -> dict[str, float]:
    """The engine's own load: all text, nothing checked."""
    con = duckdb.connect(target, config={"threads": 2})
    return timed(lambda: con.execute(f"create table scan as select * from read_csv('{scans}', all_varchar = true)"))


@contextmanager
def _staged(scans: str, venues: str, target: str) -> Iterator[tuple[Batch, dict[str, float]]]:
    place = Place(Path(target))
    with workspace(place) as work, opened(place, load_settings(place), work, silent, "bench") as batch:
        began = time.perf_counter()
        staging.recognise(batch, [Path(scans), Path(venues)], LoadReport())
        staging.prepare(batch)
        staging.stage(batch, staging.REGISTRIES)
        register(batch)
        staging.stage(batch, staging.STATEMENTS)
        yield batch, {"seconds": round(time.perf_counter() - began, 3)}


def clean(scans: str, venues: str, target: str) -> dict[str, float]:
    """Recognised, typed, checked, rejected rows set apart."""
    with _staged(scans, venues, target) as (_, told):
        return told


def fresh(scans: str, venues: str, target: str) -> dict[str, float]:
    """The same, and people identified, duplicates counted."""
    began = time.perf_counter()
    with _staged(scans, venues, target) as (batch, _):
        admit_strangers(batch)
        identify(batch)
        batch.make("event", "etl/sql/pair/event")
        batch.make("touched", "etl/sql/pair/touched")
        batch.gather("old_scan", "etl/sql/pair/old_scan", [])
        batch.make("fresh", "etl/sql/pair/fresh")
        return {"seconds": round(time.perf_counter() - began, 3)}


def load(scans: str, venues: str, target: str) -> dict[str, float]:
    """A whole load: visits, rollups, checks, published."""
    return timed(lambda: load_files(Place(Path(target)), [Path(scans), Path(venues)], by="bench", progress=silent))


def polars(scans: str) -> dict[str, float]:
    """The same cleaning of time, phone, direction and code, and no duplicate, in Polars."""

    def work() -> None:
        phone = (
            pl.col("Số điện thoại").str.replace_all(r"[^0-9]", "").str.replace(r"^(0084|84|0)", "").cast(pl.Int64, strict=False)
        )
        (
            pl.scan_csv(scans, infer_schema=False)
            .select(
                pl.col("Thời gian").str.to_datetime(FORMAT, strict=False).alias("at"),
                pl.col("Mã địa điểm").str.strip_chars().str.to_uppercase().alias("code"),
                phone.alias("phone"),
                pl.col("Chiều").replace_strict({"Vào": True, "Ra": False}, default=None).alias("is_in"),
            )
            .filter(pl.col("phone").is_between(200_000_000, 999_999_999) & pl.col("at").is_not_null())
            .unique()
            .collect()
        )

    return timed(work)


def pandas(scans: str) -> dict[str, float]:
    """The same in pandas."""

    def work() -> None:
        rows = pd.read_csv(scans, dtype=str)
        phone = rows["Số điện thoại"].str.replace(r"[^0-9]", "", regex=True).str.replace(r"^(0084|84|0)", "", regex=True)
        made = pd.DataFrame(
            {
                "at": pd.to_datetime(rows["Thời gian"], format=FORMAT, errors="coerce"),
                "code": rows["Mã địa điểm"].str.strip().str.upper(),
                "phone": pd.to_numeric(phone, errors="coerce"),
                "is_in": rows["Chiều"].map({"Vào": True, "Ra": False}),
            }
        )
        made[made["phone"].between(200_000_000, 999_999_999) & made["at"].notna()].drop_duplicates()

    return timed(work)


def _events(scans: str, con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        f"""create table event as
        select distinct right(c3, 9)::bigint as person_id, right(c2, 5)::integer as venue_id,
            strptime(c1, '{FORMAT}') as scanned_at, c4 = 'Vào' as is_in
        from read_csv('{scans}', all_varchar = true, header = false, skip = 1, names = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'])"""
    )


def visits(scans: str) -> dict[str, float]:
    """Pairing with all its rules, in SQL."""
    con = duckdb.connect(config={"threads": 2, "memory_limit": "800MB"})
    _events(scans, con)
    given = {"fold_us": 60_000_000, "cap_us": 86_400_000_000}
    return timed(lambda: con.execute(f"create table visit as {sql('etl/sql/pair/visit')}", given))


def numpy(scans: str) -> dict[str, float]:
    """Pairing by sorting: folded repeats, an IN and the next OUT; and each scan's neighbours at any venue."""
    con = duckdb.connect()
    _events(scans, con)
    log = con.execute("select person_id, venue_id, epoch_us(scanned_at) as us, is_in from event").fetchnumpy()
    con.close()

    def work() -> None:
        person, venue, us, is_in = (np.asarray(log[name]) for name in ("person_id", "venue_id", "us", "is_in"))
        order = np.lexsort((us, venue, person))
        person, venue, us, is_in = person[order], venue[order], us[order], is_in[order]
        same = (person[1:] == person[:-1]) & (venue[1:] == venue[:-1])
        kept = np.concatenate(([True], ~(same & (is_in[1:] == is_in[:-1]) & (us[1:] - us[:-1] <= 60_000_000))))
        person, venue, us, is_in = person[kept], venue[kept], us[kept], is_in[kept]
        same = (person[1:] == person[:-1]) & (venue[1:] == venue[:-1])
        paired = same & is_in[:-1] & ~is_in[1:] & (us[1:] - us[:-1] <= 86_400_000_000)
        by_time = np.lexsort((us, person))
        after = np.full(len(us), -1)
        follows = person[by_time][1:] == person[by_time][:-1]
        after[by_time[:-1][follows]] = us[by_time][1:][follows]
        before = np.full(len(us), -1)
        before[by_time[1:][follows]] = us[by_time][:-1][follows]
        ins, outs = np.flatnonzero(is_in), np.flatnonzero(~is_in)
        ended = np.concatenate((paired, [False]))
        np.column_stack(
            (person[ins], venue[ins], us[ins], np.where(ended[ins], us[np.minimum(ins + 1, len(us) - 1)], -1), after[ins])
        )
        alone = outs[~np.concatenate(([False], paired))[outs]]
        np.column_stack((person[alone], venue[alone], us[alone], before[alone]))

    return timed(work)


def contacts_of_one(target: str) -> dict[str, float]:
    """One case's contacts, end to end in the query room, for cases drawn by chance: over all days, and over a fortnight."""
    warehouse = Warehouse(Place(Path(target)))
    first, last = warehouse._con.execute("select min(day), max(day) from lake.day_total").fetchall()[0]
    seen = "select distinct person_id from lake.visit_by_person where day = ? order by 1"
    people = random.Random(1).sample(warehouse._con.execute(seen, [first]).fetchall(), ASKED)
    told = {}
    for name, until in (("all", last), ("fortnight", first + timedelta(days=13))):
        asked = [partial(contacts, warehouse, ContactQuestion((Window(person, first, until),), 15)) for (person,) in people]
        times = sorted(timed(ask)["seconds"] * 1000 for ask in asked)
        told |= {f"{name}_median": statistics.median(times), f"{name}_p95": times[int(ASKED * 0.95) - 1]}
    return told


def traffic_screen(target: str) -> dict[str, float]:
    """Every question of the traffic screen for all days and venues."""
    warehouse = Warehouse(Place(Path(target)))
    days = warehouse._con.execute("select min(day), max(day) from lake.day_total").fetchall()[0]
    filters, noon = Filters(*days), datetime.combine(days[0], datetime.min.time()) + timedelta(days=5, hours=12)
    questions = (traffic.by_day, traffic.by_venue, traffic.by_kind, traffic.by_district, traffic.by_hour)
    asked: list[Callable[[], object]] = [partial(question, warehouse, filters) for question in questions]
    asked += [partial(traffic.on_map, warehouse, filters, None), partial(traffic.present, warehouse, filters, noon)]
    for ask in asked:
        ask()
    times = [timed(ask)["seconds"] * 1000 for ask in asked]
    return {"sum": sum(times), "slowest": max(times)}


def day(more: str, target: str) -> dict[str, float]:
    """One more day onto what is there."""
    return timed(lambda: load_files(Place(Path(target)), [Path(more)], by="bench", progress=silent))


NAMES: dict[str, Callable[..., dict[str, float]]] = {
    "raw": raw, "clean": clean, "fresh": fresh, "load": load, "polars": polars, "pandas": pandas, "visits": visits,
    "numpy": numpy, "contacts": contacts_of_one, "traffic": traffic_screen, "day": day,
}  # fmt: skip

if __name__ == "__main__":
    told = NAMES[sys.argv[1]](*sys.argv[2:])
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))

"""Whom cases met, at scale: ours against pandas, Polars and a plain interval join, over the same invented visits.

One measurement: `python -m bench.met NAME LAKE …` as in bench.measured. The visits are written into the lake's own tables, as a
load would have left them: cleaning is measured elsewhere. The peers are given intervals that are already worked out (probable
ends), and only sum overlaps; ours reads scans, works out three bands, unites overlapping stays and counts who was present.
"""

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from bench.measured import silent, timed
from bench.scan_log import write
from etl.pipeline import load
from queries.tracing import ContactQuestion, Window, contacts, second_ring
from warehouse import lake
from warehouse.engine import connect
from warehouse.errors import TooMuch
from warehouse.place import Place
from warehouse.reader import Warehouse

FIRST, DAYS = date(2021, 6, 1), 31
FORTNIGHT = (FIRST + timedelta(days=7), FIRST + timedelta(days=20))
LEAST = 15 * 60
ONES, MANY, RING = 15, 1_000, 5
MOST_JOINED = 100_000_000
"""Rows that a peer that joins on the venue alone may have to hold at once; past it the peer is left out."""
VISITS = """
insert into lake.visit_by_{order}
with drawn as (
    select i, hash(i * 7 + 1) as h, hash(i * 13 + 1) as g from range($low, $high) t(i)
), placed as (
    select 1_000_000 + (h % $people)::bigint as person_id,
        least((pow(12001.0, ((g % 1000003) / 1000003.0)) - 1)::int, 11999) as place,
        $day::date + to_seconds((21600 + (h >> 17) % 54000)::int) as in_at, to_seconds((300 + (g >> 23) % 7200)::int) as stay,
        (g >> 40) % 100 as luck
    from drawn
)
select $day::date as day, p.person_id, v.venue_id, p.in_at, case when luck >= 25 then p.in_at + stay end as out_at,
    null::timestamp as next_at, null::timestamp as prev_at
from placed p join venue_number v using (place)
order by {sort}
"""


def fill(target: str, scans: str) -> dict[str, float]:
    """Make a lake with the venues and visits of so many scans (1.77 a visit), day by day in the lake's own order."""
    place, visits = Place(Path(target)), int(int(scans) / 1.77)
    log, venues = write(place.root / "csv", 2_000)
    load(place, [log, venues], by="bench", progress=silent)
    con = connect(memory="4GB", threads=2, temp=place.work)
    lake.attach(con, place, read_only=False)
    con.execute("create temp table venue_number as select venue_id, right(code, 5)::integer as place from lake.venue")
    con.execute("delete from lake.visit_by_person; delete from lake.visit_by_venue")
    for number in range(DAYS):
        span = {"low": visits * number // DAYS, "high": visits * (number + 1) // DAYS, "people": max(int(scans) // 20, 50)}
        for order, sort in (("person", "2, 3"), ("venue", "3, 2")):
            con.execute(VISITS.format(order=order, sort=sort), {"day": FIRST + timedelta(days=number), **span})
    con.close()
    store = Warehouse(place)
    store._con.execute(
        "copy (select person_id, venue_id, probable_from as starts, probable_to as ends from stay('lake.visit_by_venue')"
        f" where day between '{FORTNIGHT[0]}' and '{FORTNIGHT[1]}') to '{place.root}/peer.parquet'"
    )
    store.close()
    return {"seconds": 0.0}


def _cases(folder: str, count: int) -> list[int]:
    seen = duckdb.execute(f"select distinct person_id from '{folder}/peer.parquet' order by 1 limit 100000").fetchall()
    return random.Random(1).sample([person for (person,) in seen], min(count, len(seen)))


def _question(persons: Sequence[int], minutes: int = LEAST // 60) -> ContactQuestion:
    return ContactQuestion(tuple(Window(person, *FORTNIGHT) for person in persons), minutes)


def _each(persons: Sequence[int], ask: Callable[[list[int]], object]) -> dict[str, float]:
    ask([persons[0]])
    times = sorted(timed(lambda one=person: ask([one]))["seconds"] * 1000 for person in persons)  # type: ignore[misc]
    return {"one_median": statistics.median(times), "one_p95": times[int(len(times) * 0.95)]}


def _many(folder: str, count: Callable[[list[int]], int]) -> dict[str, float]:
    cases = _cases(folder, MANY)
    told: dict[str, float] = {}
    took = timed(lambda: told.update(pairs=count(cases)))
    return {"many_seconds": took["seconds"], **told}


def ours(target: str) -> dict[str, float]:
    """One case, 1,000 cases, the second ring: end to end in the query room."""
    store = Warehouse(Place(Path(target)))
    told = _each(_cases(target, ONES), lambda one: contacts(store, _question(one)))
    told |= _many(target, lambda cases: len(contacts(store, _question(cases))))
    return told | _ring(store, target)


def _ring(store: Warehouse, target: str) -> dict[str, float]:
    """The second ring of a few cases; nothing where it is wider than the engine's memory allows."""
    times, people = [], []
    for person in _cases(target, RING):
        began = time.perf_counter()
        question = _question([person])
        try:
            people.append(contacts(store, second_ring(question, contacts(store, question)))["contact_id"].nunique())
        except TooMuch:
            return {"ring_refused": 1.0}
        times.append(time.perf_counter() - began)
    return {"ring_median": round(statistics.median(times), 3), "ring_people": float(statistics.median(people))}


PLAIN = """
select m.person_id as case_id, o.person_id as contact_id,
    sum(epoch(least(m.ends, o.ends)) - epoch(greatest(m.starts, o.starts))) as seconds
from visit m join visit o
    on o.venue_id = m.venue_id and o.starts < m.ends and m.starts < o.ends and o.person_id <> m.person_id
where list_contains($cases, m.person_id)
group by all having seconds >= $least
"""


def plain(target: str) -> dict[str, float]:
    """The interval join that everybody writes first, over a native table in memory."""
    con = duckdb.connect(config={"threads": 2, "memory_limit": "12GB"})
    con.execute(f"create table visit as from '{target}/peer.parquet'")

    def ask(cases: list[int]) -> int:
        return len(con.execute(PLAIN, {"cases": cases, "least": LEAST}).df())

    return _each(_cases(target, ONES), ask) | _many(target, ask)


def _joined(target: str) -> int:
    """Return how many rows joining 1,000 cases on the venue alone makes."""
    query = (
        f"with v as (from '{target}/peer.parquet'), n as (select venue_id, count(*) as n from v group by all)"
        " select sum(n)::bigint from v join n using (venue_id) where list_contains($cases, person_id)"
    )
    return int(duckdb.execute(query, {"cases": _cases(target, MANY)}).fetchall()[0][0])


def pandas(target: str) -> dict[str, float]:
    """Merge on the venue, keep what overlaps, sum."""
    visits = pd.read_parquet(f"{target}/peer.parquet")

    def ask(cases: list[int]) -> int:
        mine = visits[visits["person_id"].isin(cases)]
        others = visits[visits["venue_id"].isin(mine["venue_id"])]
        met = mine.merge(others, on="venue_id", suffixes=("", "_of"))
        met = met[(met["starts_of"] < met["ends"]) & (met["starts"] < met["ends_of"])]
        met = met[met["person_id"] != met["person_id_of"]]
        together = met[["ends", "ends_of"]].min(axis=1) - met[["starts", "starts_of"]].max(axis=1)
        sums = together.groupby([met["person_id"], met["person_id_of"]]).sum()
        return int((sums >= timedelta(seconds=LEAST)).sum())

    told = _each(_cases(target, ONES), ask)
    return told | _many(target, ask) if _joined(target) <= MOST_JOINED else told


def polars(target: str) -> dict[str, float]:
    """The same by Polars: join on the venue, filter, sum, on its streaming engine."""
    visits = pl.read_parquet(f"{target}/peer.parquet")

    def ask(cases: list[int]) -> int:
        mine = visits.lazy().filter(pl.col("person_id").is_in(cases))
        met = mine.join(visits.lazy(), on="venue_id", suffix="_of").filter(
            (pl.col("starts_of") < pl.col("ends")) & (pl.col("starts") < pl.col("ends_of"))
            & (pl.col("person_id") != pl.col("person_id_of"))
        )  # fmt: skip
        together = pl.min_horizontal("ends", "ends_of") - pl.max_horizontal("starts", "starts_of")
        sums = met.group_by("person_id", "person_id_of").agg(together.sum().alias("together"))
        return sums.filter(pl.col("together") >= timedelta(seconds=LEAST)).collect(engine="streaming").height

    told = _each(_cases(target, ONES), ask)
    return told | _many(target, ask) if _joined(target) <= 10 * MOST_JOINED else told


def agreed(target: str) -> dict[str, float]:
    """Whom the cases met at all is the same people in ours and in the plain join; raise otherwise."""
    store, cases = Warehouse(Place(Path(target))), _cases(target, 50)
    mine = {(row.case_id, row.contact_id) for row in contacts(store, _question(cases, 0)).itertuples()}
    con = duckdb.connect(config={"threads": 2})
    con.execute(f"create table visit as from '{target}/peer.parquet'")
    theirs = {row[:2] for row in con.execute(PLAIN, {"cases": cases, "least": 0}).fetchall()}
    if mine != theirs:
        raise AssertionError(f"{len(mine - theirs)} pairs only ours, {len(theirs - mine)} only theirs")
    return {"pairs": float(len(mine))}


NAMES: dict[str, Callable[..., dict[str, float]]] = {
    "fill": fill, "ours": ours, "plain": plain, "pandas": pandas, "polars": polars, "agreed": agreed,
}  # fmt: skip

if __name__ == "__main__":
    told = NAMES[sys.argv[1]](*sys.argv[2:])
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))

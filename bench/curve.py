"""How many true contacts at which list length: `python -m bench.curve`, the bands against the rules of other systems.

In invented provinces everybody's visits are known, scanned or not. A true contact of a case was at its venue at the same time
for MINUTES or more in its window. All rules see the same scans, paired and linked alike; they differ in how they take an end
that was not scanned.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd

from bench.chart import Line, chart
from bench.linking import owners
from demo import province
from demo.province import Truth
from etl.pipeline import load
from queries.contact_list import contact_list
from queries.tracing import BANDS, ContactQuestion, Window, cases
from rules.windows import in_force
from warehouse.place import REPOSITORY, Place
from warehouse.reader import Warehouse

MINUTES = 15
LENGTHS = (20, 40, 60, 80, 100, 120, 150)
PEOPLE, VENUES, DAYS, SEEDS = 12_000, 400, 20, (3, 4, 5, 6, 7, 8)
UNTIL_MIDNIGHT = "coalesce(out_at, least(in_at::date + 1, lead(in_at) over (partition by person_id order by in_at)))"
ENDS = {
    "24 hours (luca)": "coalesce(out_at, in_at + interval 24 hours)",
    "next check-in or midnight (NHS)": UNTIL_MIDNIGHT,
    "120 minutes (CWA)": "coalesce(out_at, in_at + interval 120 minutes)",
    "check-in within the case's stay (NZ)": UNTIL_MIDNIGHT,
}
"""When a stay ends, by rule, written anew from their documents. A visit without a scan in does not exist there."""
PEER_RULES = """
with stay as (
    select person_id, venue_id, in_at as starts, {ends} as ends from visit where in_at is not null
), mine as (
    select a.case_id, s.venue_id, greatest(starts, window_from) as starts, least(ends, window_to) as ends
    from asked a join stay s on s.person_id = a.case_id and starts < window_to and ends > window_from
)
select m.case_id, o.person_id as contact_id, sum(epoch(least(m.ends, o.ends)) - epoch(greatest(m.starts, o.starts))) as weight
from mine m
join stay o on o.venue_id = m.venue_id and o.person_id <> m.case_id and o.starts < m.ends and o.ends > m.starts
where {matched}
group by all
having {enough}
order by contact_id
"""
TRUE_CONTACTS = """
select a.case_id, o.person, bool_or((m.in_scanned or m.out_scanned) and (o.in_scanned or o.out_scanned)) as scanned
from asked a
join truth m on m.person = a.person and m.in_at < window_to and m.out_at > window_from
join truth o on o.venue = m.venue and o.person <> m.person and o.in_at < least(m.out_at, window_to)
    and o.out_at > greatest(m.in_at, window_from)
group by all
having sum(epoch(least(m.out_at, o.out_at, window_to)) - epoch(greatest(m.in_at, o.in_at, window_from))) >= $least
"""
COLOURS = dict(zip([*BANDS, *ENDS], ("#1b7837", "#0b6e8a", "#542788", "#d95f02", "#e7298a", "#a6761d", "#888888"), strict=True))


@dataclass(frozen=True)
class Province:
    """One invented province. asked: case_id, person, window_from, window_to; true: case_id, person, scanned, infected;
    who: contact_id, person, those who stand behind an entry; lists: by rule, case_id, contact_id, weight (the greatest comes
    first)."""

    asked: pd.DataFrame
    true: pd.DataFrame
    who: pd.DataFrame
    lists: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Curve:
    """One rule's list of all cases together, cut after 0, 1, 2 … rows: rows per case, the shares of the true contacts and of
    the infected ones found. Of the whole list: the share that is true."""

    rows: np.ndarray
    found: np.ndarray
    infected: np.ndarray
    precision: float

    def at(self, rows: float, share: str = "found") -> float:
        """Return the share found in so many rows per case; a list that ends before adds nothing."""
        return float(np.interp(rows, self.rows, getattr(self, share)))


def invented(seed: int, people: int = PEOPLE, venues: int = VENUES, days: int = DAYS) -> Province:
    """Invent a province, load its exports, and ask by every rule for the contacts of its cases."""
    with TemporaryDirectory() as work:
        export, place = Path(work) / "export", Place(Path(work) / "data")
        truth = province.write(export, people, venues, days, date(2021, 6, 20), seed, parties=0)
        load(place, [export], by="bench", progress=lambda *_: None)
        store = Warehouse(place)
        try:
            return _asked_by_all(store, truth)
        finally:
            store.close()


def _asked_by_all(store: Warehouse, truth: Truth) -> Province:
    known = cases(store).merge(truth.cases[["case_code", "person"]], on="case_code")
    days = known[["onset", "sampled", "isolated"]].apply(lambda column: column.dt.date)
    spans = [in_force(row.onset).window(row.onset, row.sampled, row.isolated) for row in days.itertuples()]
    windows = tuple(Window(person, *span) for person, span in zip(known["person_id"], spans, strict=True) if span)
    asked = known.assign(window_from=[w.starts for w in windows], window_to=[w.ends for w in windows])
    asked = asked.rename(columns={"person_id": "case_id"})[["case_id", "person", "window_from", "window_to"]]
    con = duckdb.connect()
    for name, frame in {"asked": asked, "truth": truth.visits, "visit": store.query("bench/visits")}.items():
        con.register(name, frame)
    true = con.execute(TRUE_CONTACTS, {"least": MINUTES * 60}).df()
    caught = truth.chain.merge(asked, left_on="source", right_on="person")[["case_id", "target"]]
    true = true.merge(caught.assign(infected=True), left_on=["case_id", "person"], right_on=["case_id", "target"], how="left")
    lists = {band: _weighed(contact_list(store, ContactQuestion(windows, MINUTES, band))) for band in BANDS}
    lists |= {rule: by_peer(con, rule) for rule in ENDS}
    return Province(asked, true.assign(infected=true["infected"].notna()), _who(store, truth), lists)


def _weighed(rows: pd.DataFrame) -> pd.DataFrame:
    """Several provinces' lists put together stand in the order of contact_list."""
    order = [-rows["priority"], rows["probable_seconds"], rows["possible_seconds"]]
    return rows[["case_id", "contact_id"]].assign(weight=list(zip(*order, strict=True)))


def by_peer(con: duckdb.DuckDBPyConnection, rule: str) -> pd.DataFrame:
    """Return case_id, contact_id and weight, the seconds together, by another system's rule."""
    by_check_in = "NZ" in rule
    matched = "o.starts >= m.starts" if by_check_in else "true"
    enough = "true" if by_check_in else f"weight >= {MINUTES * 60}"
    return con.execute(PEER_RULES.format(ends=ENDS[rule], matched=matched, enough=enough)).df()


def _who(store: Warehouse, truth: Truth) -> pd.DataFrame:
    with store.people() as con:
        entries = con.execute("select * from people.person").df().set_index("person_id")
        names = con.execute("select * from people.person_name").df()
    human = store.query("queries/sql/tracing/members", {"persons": entries.index.tolist()}).set_index("person_id")["human_id"]
    pairs = {(human[entry], person) for entry, held in owners(entries, names, truth.identities).items() for person in held}
    return pd.DataFrame(sorted(pairs), columns=["contact_id", "person"])


def measure(provinces: list[Province], rule: str) -> Curve:
    """Return the curve of one rule over the cases of all provinces. A person found twice counts once, where first found."""
    parts = [
        [frame.assign(province=number) for frame in (one.lists[rule], one.who, one.true)]
        for number, one in enumerate(provinces)
    ]
    listed, who, true = (pd.concat(frames) for frames in zip(*parts, strict=True))
    listed = listed.sort_values("weight", ascending=False, kind="stable")
    listed = listed.assign(place=range(1, len(listed) + 1))
    hits = listed.merge(who, on=["province", "contact_id"]).merge(true, on=["province", "case_id", "person"])
    first = hits.sort_values("place").drop_duplicates(["province", "case_id", "person"])

    def up_to(places: pd.Series) -> np.ndarray:
        return np.bincount(places, minlength=len(listed) + 1).cumsum()

    return Curve(
        np.arange(len(listed) + 1) / sum(len(one.asked) for one in provinces),
        up_to(first["place"]) / len(true),
        up_to(first.loc[first["infected"], "place"]) / true["infected"].sum(),
        hits["place"].nunique() / len(listed),
    )


def main() -> None:
    """Print the tables of docs/tracing.md and draw the curve."""
    provinces = [invented(seed) for seed in SEEDS]
    curves = {rule: measure(provinces, rule) for rule in COLOURS}
    true, count = pd.concat([one.true for one in provinces]), sum(len(one.asked) for one in provinces)
    print(f"{count} cases, {len(true) / count:.0f} true contacts per case, {true['infected'].sum()} infected;")
    print(f"{true['scanned'].mean():.1%} of the true contacts were scanned beside the case at least once\n")
    heads = " | ".join(f"{n} rows" for n in LENGTHS)
    print(f"| list | {heads} | whole list | its rows | of them true |\n{'|---' * (len(LENGTHS) + 4)}|")
    for rule, curve in curves.items():
        cuts = " | ".join(f"{curve.at(n):.1%}" for n in LENGTHS)
        print(f"| {rule} | {cuts} | {curve.found[-1]:.1%} | {curve.rows[-1]:.0f} | {curve.precision:.1%} |")
    print(f"\n| infected | {heads} |\n|---{'|---' * len(LENGTHS)}|")
    for rule, curve in curves.items():
        cuts = " | ".join(f"{curve.at(n, 'infected'):.0%}" for n in LENGTHS)
        print(f"| {rule} | {cuts} |")
    print(f"\n| in as many rows as | rows per case | it | {' | '.join(ENDS)} |\n|---|---|---{'|---' * len(ENDS)}|")
    for band in BANDS:
        rows = curves[band].rows[-1]
        others = " | ".join(f"{curves[rule].at(rows):.1%}" for rule in ENDS)
        print(f"| {band} | {rows:.0f} | {curves[band].found[-1]:.1%} | {others} |")
    _draw(curves)


def _draw(curves: dict[str, Curve]) -> None:
    lines = {}
    for rule, curve in curves.items():
        rows = [*range(0, int(curve.rows[-1]), 2), float(curve.rows[-1])]
        lines[rule] = Line([(n, 100 * curve.at(n)) for n in rows], COLOURS[rule], rule in ENDS)
    title = "True contacts found, by length of the list"
    drawn = chart(title, "rows per case", "% of true contacts", lines, (200, 100))
    (REPOSITORY / "docs" / "images" / "curve.svg").write_text(drawn, "utf-8")


if __name__ == "__main__":
    main()

"""One human being behind several pseudonyms: links with their rule in the people store, their outcome in the lake.

A link is computed anew whenever one of its two entries becomes better known, and officials may overrule it either way:
nothing is ever merged in the data, a human being is only a name for several pseudonyms. Called by the pipeline, and by the
screens for a decision.
"""

from itertools import chain

import pandas as pd

from etl.batch import Batch, opened, workspace
from rules.clusters import clusters
from rules.same_person import Entry, judge
from warehouse.clock import now
from warehouse.engine import sql
from warehouse.lock import only_loader
from warehouse.place import Place
from warehouse.settings import load_settings
from warehouse.stores import PEOPLE


def link(batch: Batch) -> None:
    """Judge who is new or better known against all others and make `stage.person_link`. The store is attached."""
    con = batch.con
    batch.make("reconsidered", "etl/sql/link/reconsidered")
    batch.make("entry", "etl/sql/link/entry")
    pairs = batch.rows(sql("etl/sql/link/pair"))
    known = _entries(batch, set(chain.from_iterable(pairs)))
    judged = [(one, other, judge(known[one], known[other])) for one, other in pairs]
    rows = [(one, other, verdict.rule, verdict.sure) for one, other, verdict in judged if verdict]
    fresh = "in (select person_id from stage.reconsidered)"
    con.execute("begin")
    con.execute(f"delete from people.link where person_id {fresh} or other_id {fresh}")
    if rows:
        con.register("judged", pd.DataFrame(rows, columns=["person_id", "other_id", "rule", "sure"]))
        con.execute("insert into people.link select * from judged")
        con.unregister("judged")
    con.execute("commit")
    _humans(batch)


def decide(place: Place, person: int, other: int, *, same: bool, by: str) -> None:
    """Write down an official's word on two entries and make it count at once. Raises LoaderBusy."""
    settings = load_settings(place)
    with (
        only_loader(place, settings.loader_wait_seconds),
        workspace(place) as work,
        opened(place, settings, work, lambda *_: None, by) as batch,
    ):
        pair = (min(person, other), max(person, other))
        batch.con.execute("create table stage.newcomer (person_id bigint)")
        with PEOPLE.attached(batch.con, place, write=True):
            batch.con.execute("insert into people.link_decision values (?, ?, ?, ?, ?)", [*pair, same, by, now()])
            _humans(batch)
        batch.con.execute("begin")
        write(batch)
        batch.con.execute("call lake.set_commit_message($by, 'link')", {"by": by})
        batch.con.execute("commit")


def write(batch: Batch) -> None:
    """Bring the lake's `person_link` to what `stage.person_link` says, within the caller's transaction."""
    for statement in batch.con.extract_statements(sql("etl/sql/publish/link")):
        batch.con.execute(statement)


def _humans(batch: Batch) -> None:
    """Make `stage.person_link` from all links and decisions."""
    said = dict(batch.rows(
        "select (person_id, other_id), last(same order by made_at, rowid) from people.link_decision group by all"
    ))  # fmt: skip
    links = [(a, b, rule) for a, b, rule in batch.rows("select person_id, other_id, rule from people.link where sure")]
    links += [(*pair, "decided") for pair, same in said.items() if same]
    apart = frozenset(pair for pair, same in said.items() if not same)
    known = _entries(batch, {person for one, other, _ in links for person in (one, other)})
    before = dict(batch.rows("select person_id, human_id from lake.person_link"))
    new = {person for (person,) in batch.rows("select person_id from stage.newcomer")}
    rows = [
        (person, human)
        for members in clusters(known, links, apart)
        for human in [_human(members, before, new)]
        for person in sorted(members)
    ]
    batch.con.register("grouped", pd.DataFrame(rows, columns=["person_id", "human_id"], dtype="int64"))
    batch.con.execute("create or replace table stage.person_link as select * from grouped")
    batch.con.unregister("grouped")


def _human(members: frozenset[int], before: dict[int, int], new: set[int]) -> int:
    """Return which pseudonym stands for all: the one that did before, else one known before, so that lists stay comparable."""
    stood = [before[person] for person in sorted(members) if before.get(person) in members]
    return max(stood, key=stood.count) if stood else min(members - new or members)


def _entries(batch: Batch, persons: set[int]) -> dict[int, Entry]:
    rows = batch.rows(sql("etl/sql/link/known"), {"persons": list(persons)})
    return {
        person: Entry(person, phone, name, tuple(names), year, number, tail, commune, address)
        for person, phone, name, names, year, number, tail, commune, address in rows
    }

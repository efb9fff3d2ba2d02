"""Who was erased does not come back by an old file: keyed hashes of their numbers, in both stores, and the rows that they bar.
Called by identify and by an erasure. What is dated after the erasure loads: the person uses the system again.
"""

from collections.abc import Collection

from etl.batch import Batch
from etl.staging import count
from warehouse.clock import now
from warehouse.engine import sql
from warehouse.stores import OFFICE, PEOPLE, STORES, Store

DATED = {
    "scan": 't."at"', "visit": "coalesce(t.out_at, t.in_at)", "declaration": 't."at"',
    "case": "coalesce(greatest(t.onset, t.sampled, t.isolated), date '0001-01-01')", "card": "date '0001-01-01'",
    "administrator": "coalesce(t.stated_at, date '0001-01-01')",
}  # fmt: skip
"""Source → the moment of a row; what has none may not come back."""


SAID = {PEOPLE: "stage.said", OFFICE: "stage.said_of_officials"}


def remember(
    batch: Batch, phones: Collection[int], shared: Collection[int], names: Collection[str], ids: Collection[str]
) -> None:
    """Write the marks of an erased person into the stores, attached for writing; a phone others share bars by name only."""
    told = {
        "own": [str(phone) for phone in phones if phone not in shared], "shared": [*map(str, shared)], "names": [*names],
        "ids": [*ids], "now": now(),
    }  # fmt: skip
    for store in STORES:
        marks = f"insert or replace into {store.name}.erased {sql('etl/sql/identify/mark')}"
        batch.con.execute(marks, told | {"secret": store.secret(batch.con)})


def bar(batch: Batch, store: Store) -> None:
    """Give rows of erased people, of those the store is for, a reason not to load, before anybody in them is identified."""
    erased = f"{store.name}.erased"
    if not batch.number(f"select count(*) from {erased}"):
        return
    batch.make("barred", "etl/sql/identify/barred", said=SAID[store], erased=erased, secret=store.secret(batch.con))
    for staged in batch.of(store):
        source = staged.table.layout.source
        if source in DATED:
            number = "" if source == "administrator" else " and t.id_number is not distinct from b.id_number"
            batch.con.execute(
                f"update {staged.rows} t set reasons = 'person_erased||' from stage.barred b where t.reasons is null"
                f" and t.phone is not distinct from b.phone and t.name is not distinct from b.name{number}"
                f" and {DATED[source]} <= b.erased_at"
            )
            count(batch, staged)

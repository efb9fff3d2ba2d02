"""Scans into visits: what is new, whom it touches, and how the lake's visits change. Called by the pipeline.

Only the people of this load are looked at, on its days and those beside them: the cost follows the new rows.
"""

from etl.batch import Batch, runs
from warehouse.engine import sql

MICROSECONDS = 1_000_000


def pair(batch: Batch) -> None:
    """Make `stage.fresh` (new scans), `stage.added` and `stage.removed` (what changes in the lake's visits)."""
    for table in ("event", "touched", "touched_day"):
        batch.make(table, f"etl/sql/pair/{table}")
    days = batch.days("touched_day")
    # A visit that begins the day before may end today, and its first scan may be a double of one still earlier.
    batch.gather("old_scan", "etl/sql/pair/old_scan", runs(days, before=3, after=2))
    batch.gather("old_visit", "etl/sql/pair/old_visit", runs(days, before=1, after=1))
    batch.make("fresh", "etl/sql/pair/fresh")
    batch.con.execute(f"create or replace temp view event as {sql('etl/sql/pair/known')}")
    fold, cap = batch.settings.fold_seconds, batch.settings.pairing_cap_hours * 3600
    batch.make("paired", "etl/sql/pair/visit", fold_us=fold * MICROSECONDS, cap_us=cap * MICROSECONDS)
    batch.make("added", "etl/sql/pair/added")
    batch.make("removed", "etl/sql/pair/removed")

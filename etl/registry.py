"""Agencies, venues and codes: what the registries say, joined to what the lake has. Called by the pipeline."""

from etl.batch import Batch

BEFORE_SCANS = ("agency_next", "agency_above", "venue_row", "venue_said", "venue_next", "code_next", "code", "move")
AFTER_SCANS = ("stranger", "venue_changed", "code_changed", "agency_changed")


def register(batch: Batch) -> None:
    """Make `stage.code`, by which the cleaning finds a row's venue, and what stands behind it."""
    for table in BEFORE_SCANS:
        batch.make(table, f"etl/sql/registry/{table}")


def admit_strangers(batch: Batch) -> None:
    """Give every code that no registry knows a venue of its own, to be claimed by a later registry."""
    for table in AFTER_SCANS:
        batch.make(table, f"etl/sql/registry/{table}")
    batch.con.execute("insert into stage.code select code, venue_id from stage.stranger")

"""Declarations, self-assessments, cases and levels of risk: what of them is new. Called by the pipeline."""

from etl.assess import assess
from etl.batch import Batch


def answer(batch: Batch) -> None:
    """Make `stage.declaration_new`, `stage.assessment_new`, `stage.case_new` and `stage.zone_new`."""
    first, last = batch.rows('select min("at")::date, max("at")::date from stage.declaration')[0]
    batch.make("declaration_new", "etl/sql/answers/declaration", first=first, last=last)
    batch.make("assessment_new", "etl/sql/answers/assessment")
    assess(batch)
    batch.make("case_new", "etl/sql/answers/case")
    batch.make("zone_new", "etl/sql/answers/zone", now=batch.started)

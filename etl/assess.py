"""New self-assessments judged by the rubric in force on their day; what the site itself handed in stays beside it."""

from datetime import date

import pandas as pd

from etl.batch import Batch
from rules.rubric import Outcome, Rubric, in_force, judge, read_answers
from warehouse.engine import sql
from warehouse.rubrics import load_rubrics

OUTCOME = {
    "owner": "int64", "rubric_id": "object", "rubric_version": "object", "reached": "float64", "band": "object",
    "computed": "object", "certain": "object", "remarks": "object",
}  # fmt: skip


def assess(batch: Batch) -> None:
    """Make `stage.outcome`, one row per row of `stage.assessment_new`, and `stage.rubric`, the rubrics used. Raises
    RubricsWrong if there is an assessment to judge and a rubric's file is broken."""
    told = batch.rows(sql("etl/sql/answers/judged"))
    rubrics = load_rubrics() if told else {}
    known = [rubric for rubric, _ in rubrics.values()]
    rows = [(owner, *_judged(known, batch.settings.province_code, *rest)) for owner, *rest in told]
    used = {row[1] for row in rows}
    texts = [(rubric.id, rubric.version, text) for rubric, text in rubrics.values() if rubric.id in used]
    _table(batch, "outcome", pd.DataFrame(rows, columns=list(OUTCOME)).astype(OUTCOME))
    _table(batch, "rubric", pd.DataFrame(texts, columns=["rubric_id", "version", "text"], dtype="object"))


def _judged(
    known: list[Rubric], province: str, sector: str, kind: str, day: date, score: float | None, answers: str | None
) -> tuple[object, ...]:
    rubric = in_force(known, sector, kind, province, day)
    if rubric is None:
        return (None,) * 7
    try:
        found = judge(rubric, read_answers(answers or ""), score)
    except ValueError:
        found = Outcome(remarks=("answers_invalid",))
    band = found.band.code if found.band else None
    return rubric.id, rubric.version, found.value, band, found.colour, found.certain, " ".join(found.remarks) or None


def _table(batch: Batch, name: str, rows: pd.DataFrame) -> None:
    batch.con.register("made", rows)
    kinds = {"int64": "bigint", "float64": "double"}
    columns = ", ".join(
        f"{column}::{'boolean' if column == 'certain' else kinds.get(str(rows[column].dtype), 'varchar')} as {column}"
        for column in rows
    )
    batch.con.execute(f"create or replace table stage.{name} as select {columns} from made")
    batch.con.unregister("made")

"""How far the calls of a list have come, and what scanning was worth. One row per district, kind of venue or reason."""

import pandas as pd

from casework.lists import SavedList, kept_rows
from casework.results import current
from queries.tracing import VenueQuestion
from warehouse.reader import Warehouse

COUNTS = ("people", "reached", "isolated", "tested", "positive")


def worked(warehouse: Warehouse, saved: SavedList) -> pd.DataFrame:
    """Return one row per contact of the list with what counts now: KEPT, the fields of results and the flags of COUNTS."""
    rows = kept_rows(warehouse, saved.list_id).merge(current(warehouse, saved.root_id), on="row_code", how="left")
    return rows.assign(
        people=True,
        reached=rows["contact_result"].eq("reached"),
        isolated=rows["isolated"].isin(["home", "centre", "hospital"]),
        tested=rows["test_result"].isin(["negative", "positive", "waiting"]),
        positive=rows["test_result"].eq("positive"),
    )


def progress(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return COUNTS per value of the column `by` ('' where it is unknown), each contact counted once whatever the number of
    cases; the `reasons` of a contact count one by one."""
    flags = rows.groupby("contact_id")[list(COUNTS)].any()
    groups = rows[["contact_id", by]].drop_duplicates("contact_id").fillna("")
    if by == "reasons":
        groups = groups.assign(reasons=groups["reasons"].str.split(",")).explode("reasons")
    counted = groups.join(flags, on="contact_id").groupby(by)[list(COUNTS)].sum().astype(int)
    return counted.sort_values(["people", "positive"], ascending=False).reset_index()


def totals(rows: pd.DataFrame) -> dict[str, int]:
    """Return COUNTS of the whole list, each contact counted once."""
    sums = rows.groupby("contact_id")[list(COUNTS)].any().sum()
    return {name: int(sums[name]) for name in COUNTS}


def minutes_to_list(warehouse: Warehouse, saved: SavedList) -> int | None:
    """Return the minutes from when the newest of the list's cases was entered to the first list, None if it was made for
    people who are no case here, or for a venue."""
    if isinstance(saved.question, VenueQuestion):
        return None
    persons = [window.person_id for window in saved.question.windows]
    entered = warehouse.query("queries/sql/tracing/entered", {"persons": persons})["entered"].iloc[0]
    return None if pd.isna(entered) else max(int((saved.made_at - entered).total_seconds() // 60), 0)

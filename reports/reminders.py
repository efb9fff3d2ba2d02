"""The list of agencies to be reminded, and in words why and what comes next. Rows are those of casework.reminders.due."""

from datetime import date

import pandas as pd

from reports.workbook import Field, workbook
from rules.messages import explain
from warehouse.clock import now
from warehouse.reader import Warehouse

LISTED = (
    ("number", 6), ("name", 32), ("district", 18), ("kind", 16), ("why", 52), ("silent_days", 10), ("step_words", 14),
    ("due_on", 12), ("reminded_words", 20), ("key", 10), ("note", 20),
)  # fmt: skip
"""Columns and their widths, together what A4 holds across."""


def sentences(row: object, warehouse: Warehouse, language: str) -> list[str]:
    """Return why an agency is reminded, a sentence without its stop for each reason."""
    told = {
        "deadline": _day(date.fromisoformat(warehouse.settings.administrator_deadline)), "days": _count(row.silent_days),  # type: ignore[attr-defined]
        "last_day": _day(row.last_day), "covered": _count(row.covered), "owed": _count(row.owed),  # type: ignore[attr-defined]
        "registered": _count(row.registered), "active": _count(row.active_7),  # type: ignore[attr-defined]
    }  # fmt: skip
    whole = {"no_scan": "never" if not told["last_day"] else "", "no_code": "none_yet" if told["covered"] in ("", "0") else ""}
    return [explain(f"remind_{whole.get(reason) or reason}", told, language) for reason in row.reasons]  # type: ignore[attr-defined]


def _day(value: date | pd.Timestamp) -> str:
    return "" if pd.isna(value) else f"{value:%d/%m/%Y}"


def _count(value: object) -> str:
    return "" if pd.isna(value) else str(int(value))  # type: ignore[call-overload]


def in_words(warehouse: Warehouse, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the rows with why, step_words and reminded_words."""
    return rows.assign(
        why=["; ".join(sentences(row, warehouse, language)) for row in rows.itertuples()],
        step_words=[explain(f"remind_step_{step}", {}, language) for step in rows["step"]],
        reminded_words=["; ".join(map(_day, days)) for days in rows["reminded"]],
    )


def reminder_workbook(warehouse: Warehouse, on: date, rows: pd.DataFrame, language: str) -> bytes:
    """Return the list as a workbook. `rows`: as `in_words` gives them, with district in words."""
    listed = rows.assign(number=range(1, len(rows) + 1), due_on=rows["due_on"].map(_day))
    title = explain("remind_title", {}, language)
    fields = [Field("" if name == "note" else name, explain(f"remind_{name}", {}, language), width) for name, width in LISTED]
    lines = {
        "remind_day": _day(on), "remind_count": str(len(rows)),
        "cover_made": f"{now():%H:%M %d/%m/%Y}",
    }  # fmt: skip
    if warehouse.place.is_demo:
        lines = {"cover_demo": explain("cover_demo_text", {}, language)} | lines
    cover = [(explain(code, {}, language), text) for code, text in lines.items()]
    return workbook(title, cover, fields, listed, explain("cover_sha256", {}, language))

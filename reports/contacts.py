"""The contact list as it leaves the house: a workbook to call from, or a CSV for other systems."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from queries.tracing import ContactQuestion
from reports.workbook import Field, workbook
from rules.messages import explain
from warehouse.clock import now
from warehouse.reader import Warehouse

LISTED = (
    ("number", 6), ("contact_name", 26), ("contact_phone", 14), ("minutes_sure", 10), ("minutes_probable", 10),
    ("minutes_possible", 10), ("first_meeting", 17), ("last_meeting", 17), ("venue_names", 40), ("meetings", 9),
    ("number_present", 10), ("case_phone", 14), ("result", 20), ("note", 24),
)  # fmt: skip
TO_FILL = ("result", "note")
CSV_COLUMNS = (
    "case_phone", "contact_phone", "contact_name", "sure_seconds", "probable_seconds", "possible_seconds",
    "first_meeting", "last_meeting", "venues", "meetings", "number_present",
)  # fmt: skip


@dataclass(frozen=True)
class Order:
    """What stands on the cover: who asked, for which case file and why, over which days."""

    question: ContactQuestion
    first: date
    last: date
    case_number: str
    reason: str
    who: str


def contacts_csv(rows: pd.DataFrame) -> str:
    """Return the list as CSV, times as YYYY-MM-DD HH:MM:SS, texts as they are."""
    return rows[list(CSV_COLUMNS)].to_csv(index=False, date_format="%Y-%m-%d %H:%M:%S", lineterminator="\n")


def contacts_workbook(warehouse: Warehouse, order: Order, rows: pd.DataFrame, language: str = "vi") -> bytes:
    """Return the list as .xlsx; `rows` as queries.tracing.contact_list gives them."""
    listed = rows.assign(number=range(1, len(rows) + 1))
    for band in ("sure", "probable", "possible"):
        listed[f"minutes_{band}"] = (listed[f"{band}_seconds"].astype(float) / 60).round(1)
    fields = [Field("" if name in TO_FILL else name, _say(f"list_{name}", language), width) for name, width in LISTED]
    title = _say("list_title", language)
    return workbook(title, _cover(warehouse, order, len(rows), language), fields, listed, _say("cover_sha256", language))


def _cover(warehouse: Warehouse, order: Order, count: int, language: str) -> list[tuple[str, str]]:
    age = warehouse.query("queries/sql/ledger/age").iloc[0]
    settings, question = warehouse.settings, order.question
    threshold = "cover_any" if question.min_minutes == 0 else "cover_threshold"
    values = {
        "question": _say("cover_question_text", language, cases=str(len(question.windows))),
        "window": f"{order.first:%d/%m/%Y} – {order.last:%d/%m/%Y}",
        "rules": _say(threshold, language, minutes=str(question.min_minutes), band=_say(f"band_{question.band}", language)),
        "bands": _say("cover_bands_text", language),
        "caution": _say("cover_caution_text", language),
        "case_number": order.case_number,
        "reason": order.reason,
        "who": order.who,
        "made": f"{now():%d/%m/%Y %H:%M}",
        "data_age": _say("cover_age_text", language, scan=_moment(age["last_scan"]), load=_moment(age["last_load"])),
        "province": settings.province_name,
        "rows": f"{count:,}".replace(",", "." if language == "vi" else ","),
    }
    if warehouse.place.is_demo:
        values = {"demo": _say("cover_demo_text", language)} | values
    return [(_say(f"cover_{name}", language), text) for name, text in values.items()]


def _moment(value: datetime) -> str:
    return f"{value:%d/%m/%Y %H:%M}" if value == value and value is not None else "–"


def _say(code: str, language: str, **values: str) -> str:
    return explain(code, values, language)

"""The words of a bulletin: names of its figures and rows, numbers as they are written, its checks, faults and reasons."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rules.bulletin import AT_MOST, Fault, dictionary
from rules.messages import explain

REFERENCE = Path(__file__).parent.parent / "data" / "reference"
_PAIRS = {f"{part}_{whole}": whole for part, whole in AT_MOST}
REASONS = ("late", "registry", "undone", "before")


def name(figure: str, language: str) -> str:
    """Return what a figure is called."""
    return dictionary()[figure].name(language)


def written(value: float | None, language: str, digits: int = 0) -> str:
    """Return 1234567.8 as 1.234.568 (vi) or 1,234,568 (en); a dash for nothing."""
    if value is None or value != value:
        return "–"
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def percent(value: float | None, language: str) -> str:
    """Return 0.726 as 72,6 %, with a space at which no line breaks."""
    return "–" if value is None or value != value else f"{written(value * 100, language, 1)}\u00a0%"


def row_name(table: str, row: str, language: str) -> str:
    """Return what a row of a table is called: a district, a kind of site, a day; '' is what is not known."""
    if table == "day":
        return f"{date.fromisoformat(row):%d/%m/%Y}"
    known = _districts() if table == "district" else _kinds(language)
    return known.get(row) or explain("bulletin_unknown", {}, language)


@cache
def _districts() -> dict[str, str]:
    return {row["code"]: row["name"] for row in _read("units.csv") if row["level"] == "district"}


@cache
def _kinds(language: str) -> dict[str, str]:
    return {row["kind"]: row[f"name_{language}"] for row in _read("venue_kinds.csv")}


def _read(file: str) -> list[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def check_words(check: str, language: str) -> str:
    """Return what a check asks for."""
    if check not in _PAIRS:
        return explain(f"bulletin_check_{check}", {}, language)
    whole = _PAIRS[check]
    names = {"figure": name(check.removesuffix(f"_{whole}"), language), "whole": name(whole, language)}
    return explain("bulletin_check_at_most", names, language)


def fault_words(fault: Fault, language: str) -> str:
    """Return a fault as a sentence with its figures."""
    share = dictionary()[fault.figure].unit == "share" or fault.check == "rate"
    writer = percent if share else _counted
    told = {
        "where": _where(fault, language),
        "figure": name(fault.figure, language),
        "whole": name(_PAIRS[fault.check], language) if fault.check in _PAIRS else "",
        "found": writer(fault.found, language),
        "other": writer(fault.other, language),
    }
    return explain(f"bulletin_fault_{'at_most' if fault.check in _PAIRS else fault.check}", told, language)


def _counted(value: float, language: str) -> str:
    if value != value:
        return explain("bulletin_no_figure", {}, language)
    return written(value, language, 0 if float(value).is_integer() else 1)


def _where(fault: Fault, language: str) -> str:
    table = explain(f"bulletin_table_{fault.table}", {}, language)
    return f"{table}, {row_name(fault.table, fault.row, language)}" if fault.row else table


def reason_words(reason: Mapping[str, Any], language: str) -> str:
    """Return why a bulletin was restated, as a phrase."""
    parts = [
        explain(f"bulletin_reason_{code}", _loaded(reason[code], language), language) for code in REASONS if reason.get(code)
    ] or [explain("bulletin_reason_none", {}, language)]
    if reason.get("note"):
        parts.append(explain("bulletin_reason_note", {"note": reason["note"]}, language))
    return "; ".join(parts)


def _loaded(told: Any, language: str) -> dict[str, str]:
    if not isinstance(told, Mapping):
        return {}
    last = datetime.fromisoformat(told["last"])
    return {**{key: written(told[key], language) for key in ("files", "rows")}, "last": f"{last:%H:%M %d/%m/%Y}"}

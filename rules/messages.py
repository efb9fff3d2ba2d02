"""Sentences for codes: refusals of files, faults of rows, errors; from data/reference/messages/*.toml."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[1] / "data" / "reference" / "messages"
KINDS: Mapping[Any, str] = {
    str: "fault_text", bool: "fault_yes_no", date: "fault_date", int: "fault_whole", float: "fault_number",
    (int, float): "fault_number", list: "fault_list",
}  # fmt: skip
"""What a value of another kind should have been."""


class Fault(NamedTuple):
    """What is wrong at one place of a file that an official may edit: the place in the file's own words, a code, its values."""

    where: str
    code: str
    values: Mapping[str, str] = MappingProxyType({})


@cache
def messages() -> dict[str, dict[str, Any]]:
    """Return code → language → sentence, of all message files together."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found |= tomllib.loads(path.read_text("utf-8"))
    return found


def explain(code: str, values: Mapping[str, str | Sequence[Fault]], language: str = "vi") -> str:
    """Return the sentence of a refusal or error; faults among its values become sentences too."""
    told = {name: value if isinstance(value, str) else _listed(value, language) for name, value in values.items()}
    return str(messages()[code][language]).format_map(told)


def _listed(faults: Sequence[Fault], language: str) -> str:
    return "; ".join(f"{fault.where}: {explain(fault.code, fault.values, language)}" for fault in faults)


def not_toml(where: str, error: tomllib.TOMLDecodeError) -> Fault:
    """Return the fault of a file that is no TOML, with its line where the reader names one."""
    found = re.search(r"at line (\d+)", str(error))
    return Fault(where, "fault_toml", {"line": found[1]}) if found else Fault(where, "fault_toml_end")


def sentence(reason: str, language: str = "vi") -> str:
    """Return the sentence of one row fault, `code|column|detail`, with the column's name before it."""
    code, column, detail = [*reason.split("|", 2), "", ""][:3]
    text = explain(code, {"detail": detail}, language)
    name = messages().get("column", {}).get(column, {}).get(language)
    return f"{name}: {text}" if name else text

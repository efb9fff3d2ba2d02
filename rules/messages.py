"""Sentences for codes: refusals of files, faults of rows, errors; from data/reference/messages/*.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "data" / "reference" / "messages"


@cache
def messages() -> dict[str, dict[str, Any]]:
    """Return code → language → sentence, of all message files together."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found |= tomllib.loads(path.read_text("utf-8"))
    return found


def explain(code: str, values: dict[str, str], language: str = "vi") -> str:
    """Return the sentence of a refusal or error."""
    return str(messages()[code][language]).format_map(values)


def sentence(reason: str, language: str = "vi") -> str:
    """Return the sentence of one row fault, `code|column|detail`, with the column's name before it."""
    code, column, detail = [*reason.split("|", 2), "", ""][:3]
    text = explain(code, {"detail": detail}, language)
    name = messages().get("column", {}).get(column, {}).get(language)
    return f"{name}: {text}" if name else text

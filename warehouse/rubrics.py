"""The safety rubrics of data/reference/rubrics, read whole or refused with all faults at once."""

import csv
import tomllib
from functools import cache
from pathlib import Path

from rules.rubric import Rubric, parse
from rules.rubric_faults import faults
from warehouse.errors import RubricsWrong
from warehouse.place import REFERENCE

FOLDER = REFERENCE / "rubrics"


def load_rubrics(folder: Path = FOLDER) -> dict[str, tuple[Rubric, str]]:
    """Return id → the rubric and the text of its file; raise RubricsWrong naming every fault of every file."""
    found: dict[str, tuple[Rubric, str]] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            text = path.read_text("utf-8")
            table = tomllib.loads(text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            wrong.append(f"{path.name}: {error}")
            continue
        here = [f"{path.name}: {key}: {what}" for key, what in faults(table, _kinds())]
        if table.get("id") in found:
            here.append(f"{path.name}: id: {table['id']!r} is taken by another rubric")
        wrong += here
        if not here:
            found[table["id"]] = (parse(text), text)
    if wrong:
        raise RubricsWrong(wrong)
    return found


@cache
def _kinds() -> frozenset[str]:
    with (REFERENCE / "venue_kinds.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["kind"] for row in csv.DictReader(file))

"""The safety rubrics of data/reference/rubrics, read whole or refused with all faults at once."""

import csv
import tomllib
from functools import cache
from pathlib import Path

from rules.messages import Fault, not_toml
from rules.rubric import Rubric, parse
from rules.rubric_faults import faults
from warehouse.errors import RubricsWrong
from warehouse.place import REFERENCE

FOLDER = REFERENCE / "rubrics"


def load_rubrics(folder: Path = FOLDER) -> dict[str, tuple[Rubric, str]]:
    """Return id → the rubric and the text of its file; raise RubricsWrong naming every fault of every file."""
    found: dict[str, tuple[Rubric, str]] = {}
    wrong: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            text = path.read_text("utf-8")
            table = tomllib.loads(text)
        except (OSError, UnicodeDecodeError):
            wrong.append(Fault(path.name, "fault_unreadable"))
            continue
        except tomllib.TOMLDecodeError as error:
            wrong.append(not_toml(path.name, error))
            continue
        here = [fault._replace(where=f"{path.name}: {fault.where}") for fault in faults(table, _kinds())]
        if table.get("id") in found:
            here.append(Fault(f"{path.name}: id", "fault_taken", {"value": table["id"]}))
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

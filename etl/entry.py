"""What an official enters by a form goes in as a file does: written in a layout's own headers, kept in the inbox, loaded."""

import csv
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from etl.clean import words_of
from etl.pipeline import load
from etl.report import FileReport
from etl.sources import Layout, load_layouts
from etl.sources.columns import WORDS
from warehouse.clock import now
from warehouse.place import REFERENCE, Place


def enter(place: Place, layout: str, rows: Sequence[Mapping[str, str]], *, by: str) -> FileReport:
    """Load rows given by canonical column, words by their meaning, and return their account.

    Raises as etl.pipeline.load does, and then keeps no file.
    """
    path = _file(place, layout, rows)
    try:
        return load(place, [path], by=by, progress=lambda *_: None).files[0]
    except BaseException:
        path.unlink()
        raise


def _file(place: Place, layout: str, rows: Sequence[Mapping[str, str]]) -> Path:
    form = next(one for one in load_layouts(REFERENCE / "layouts") if one.name == layout)
    place.inbox.mkdir(parents=True, exist_ok=True)
    path = place.inbox / f"{layout}-{now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.csv"
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.aliases[0] for column in form.columns.values()])
        writer.writerows([_written_as(form, name, row.get(name, "")) for name in form.columns] for row in rows)
    return path


def _written_as(form: Layout, column: str, value: str) -> str:
    """Return a value as a file of this form says it."""
    said = words_of(form.words, column).get(value) if column in WORDS else None
    return said[0] if said else value

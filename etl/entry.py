"""What an official enters by a form goes in as a file does: in a layout's own headers, loaded and told apart like any other."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.clean import words_of
from etl.pipeline import load
from etl.report import FileReport
from etl.sources import Layout, load_layouts
from etl.sources.columns import WORDS
from warehouse.clock import now
from warehouse.place import REFERENCE, Place


def enter(place: Place, layout: str, row: Mapping[str, str], *, by: str) -> FileReport:
    """Load one entry, given by canonical column with words by their meaning, and return its account. Raises as
    etl.pipeline.load does."""
    return enter_all(place, layout, [row], by=by)


def enter_all(place: Place, layout: str, rows: Sequence[Mapping[str, str]], *, by: str) -> FileReport:
    """Load several entries as one file, as `enter` does.

    The file lives for the length of the load: it may name people.
    """
    place.work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="upload-", dir=place.work) as folder:
        path = write(Path(folder), layout, rows, by, now())
        return load(place, [path], by=by, progress=lambda *_: None).files[0]


def write(folder: Path, layout: str, rows: Sequence[Mapping[str, str]], by: str, at: datetime) -> Path:
    """Write entries as a file of the layout and return its path.

    The line above the headers says when and by whom, so that no two entries are the same file: what was said may be said
    again after something else.
    """
    form = next(one for one in load_layouts(REFERENCE / "layouts") if one.name == layout)
    path = folder / f"bieu-mau-{layout}-{at:%Y%m%d-%H%M%S}.csv"
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([f"Nhập bằng biểu mẫu lúc {at:%H:%M:%S.%f} ngày {at:%d/%m/%Y}, người nhập: {by}"])
        lines.writerow([column.aliases[0] for column in form.columns.values()])
        lines.writerows([_written_as(form, name, row.get(name, "")) for name in form.columns] for row in rows)
    return path


def _written_as(form: Layout, column: str, value: str) -> str:
    """Return a value as a file of this form says it."""
    said = words_of(form.words, column).get(value) if column in WORDS else None
    return said[0] if said else value

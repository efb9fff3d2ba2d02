"""A case typed into the form, as a file: so that it is loaded, counted and told apart like any other."""

import csv
from datetime import date, datetime
from pathlib import Path

from etl.sources import load_layouts
from rules.case_form import CaseForm
from warehouse.place import REFERENCE

FIELDS = ("case_code", "name", "phone", "id_number", "birth_year", "onset", "sampled", "isolated", "status")


def write(folder: Path, form: CaseForm, by: str, at: datetime) -> Path:
    """Write the case as a CSV of the layout `case_list` and return its path.

    The line above the headers says when and by whom, so that no two entries are the same file: a case may be put back to
    what it was.
    """
    layout = next(layout for layout in load_layouts(REFERENCE / "layouts") if layout.name == "case_list")
    path = folder / f"nhap-ca-bang-bieu-mau-{at:%Y%m%d-%H%M%S}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([f"Ca bệnh nhập bằng biểu mẫu lúc {at:%H:%M:%S.%f} ngày {at:%d/%m/%Y}, người nhập: {by}"])
        lines.writerow([layout.columns[field].aliases[0] for field in FIELDS])
        lines.writerow([_written(getattr(form, field)) for field in FIELDS])
    return path


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)

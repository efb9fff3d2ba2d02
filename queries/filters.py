"""What a screen asks about: days, districts, kinds of venue, one venue; and how a question reaches its `.sql` file."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from warehouse.reader import Warehouse


def params(asked: Any) -> dict[str, object]:
    """Return the fields of what is asked about as parameters of the `.sql` files."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(asked).items()}


def newest_day(warehouse: Warehouse, name: str) -> date | None:
    """Return the `day` of the one row that the `.sql` file `name` gives; None: there is none."""
    found = warehouse.query(name)["day"].iloc[0]
    return None if pd.isna(found) else found.date()


@dataclass(frozen=True)
class Filters:
    """Days included on both sides; no district, no kind, venue 0: all."""

    first: date
    last: date
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    venue: int = 0

    def params(self) -> dict[str, object]:
        """Return the parameters of the `.sql` files."""
        return params(self)

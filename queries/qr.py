"""Codes on posters: which venue has which, since when, and which it had before. No person is in these answers."""

from collections.abc import Sequence

import pandas as pd

from warehouse.reader import Warehouse

FOLDER = "queries/sql/qr"


def venues(warehouse: Warehouse, districts: Sequence[str] = (), kinds: Sequence[str] = (), agency: str = "") -> pd.DataFrame:
    """Return the registered venues: venue_id, code, name, kind, agency_code, address, commune_code, district_code ('' = not
    known), and of the newest code issued qr_code, content (None: none was), issued_at, issued_by, replaces.

    An agency brings the venues of all agencies below it; '' and empty sequences: all.
    """
    asked = {"districts": list(districts), "kinds": list(kinds), "agency": agency}
    rows = warehouse.query(f"{FOLDER}/venues", asked)
    for column in ("address", "qr_code", "content", "replaces"):
        rows[column] = rows[column].astype(object).where(rows[column].notna(), None)
    return rows


def codes(warehouse: Warehouse, venue_id: int) -> pd.DataFrame:
    """Return a venue's codes, the newest issued first: code, content, issued_at, issued_by, replaces; all lead to it."""
    return warehouse.query(f"{FOLDER}/codes", {"venue_id": venue_id})


def agencies(warehouse: Warehouse) -> dict[str, str]:
    """Return code → name of the agencies with a registered venue, their own or below them."""
    rows = warehouse.query(f"{FOLDER}/agencies")
    return dict(zip(rows["agency_code"], rows["agency_name"].fillna(rows["agency_code"]), strict=True))

"""Whom agencies have named: who it is now, what was said before, and how every agency stands. Statements are personal data."""

from dataclasses import astuple, fields
from datetime import date

import pandas as pd

from rules.administrators import Standing, Statement, judge, standing
from rules.phone import local
from warehouse.reader import Warehouse

FOLDER = "queries/sql/administrators"
SAID = (
    "select coalesce(agency_code, '') as agency_code, coalesce(venue_code, '') as venue_code, coalesce(name, '') as name,"
    " coalesce(position, '') as position, coalesce(phone, '') as phone, coalesce(email, '') as email, stated_at,"
    " coalesce(ended, false) as ended, file_id from office.administrator"
    " where $agency is null or agency_code = $agency order by coalesce(number, 0)"
)


def statements(warehouse: Warehouse, agency: str) -> pd.DataFrame:
    """Return `_statements` of an agency as they may be seen."""
    return warehouse.shown("administrators and what was said before", _statements(warehouse, agency))


def _statements(warehouse: Warehouse, agency: str | None) -> pd.DataFrame:
    """Return what was said of the administrators of an agency (None: of all), oldest first: agency_code, venue_code, name,
    position, phone (0912345678), email ('' where nothing), stated_at, ended, file_name, loaded_at, loaded_by."""
    with warehouse.office() as con:
        rows = con.execute(SAID, {"agency": agency}).df()
    rows = rows.merge(warehouse.query(f"{FOLDER}/files"), on="file_id")
    phones = [local(phone) if phone else "" for phone in rows["phone"]]
    return rows.assign(phone=phones, stated_at=rows["stated_at"].fillna(rows["loaded_at"].dt.normalize()))


def said(rows: pd.DataFrame) -> list[Statement]:
    """Return rows of `statements` as the rules take them."""
    return [
        Statement(row.name_, row.position, row.phone, row.email, row.stated_at.date(), bool(row.ended), row.venue_code)
        for row in rows.rename(columns={"name": "name_"}).itertuples()
    ]


def people(warehouse: Warehouse, agency: str) -> list[Statement]:
    """Return the administrators of an agency as they stand and may be seen."""
    rows = warehouse.shown("administrators", _rows(as_they_stand(warehouse, agency)))
    return [Statement(*one) for one in rows.values.tolist()]


def as_they_stand(warehouse: Warehouse, agency: str) -> list[Statement]:
    """Return `people` with all that was said: for a form to hand back unseen."""
    return standing(said(_statements(warehouse, agency)))


def _rows(found: list[Statement]) -> pd.DataFrame:
    return pd.DataFrame([astuple(one) for one in found], columns=[one.name for one in fields(Statement)], dtype="object")


def of_site(warehouse: Warehouse, venue_code: str, agency_code: str) -> list[Statement]:
    """Return whom to ring about a venue, its own administrators before its agency's."""
    found = [one for one in people(warehouse, agency_code) if one.venue_code in ("", venue_code)]
    return sorted(found, key=lambda one: (not one.venue_code, one.name))


def situation(warehouse: Warehouse, today: date) -> pd.DataFrame:
    """Return how every agency stands: agency_code, agency_name, parent_name, kind, district_code, known (False: it named
    somebody but is not in the tree of agencies), people (now), state, lacking (tuple), since, late. No person is in it."""
    deadline = date.fromisoformat(warehouse.settings.administrator_deadline)
    known = _statements(warehouse, None)
    told: dict[str, list[Statement]] = {code: [] for code in known["agency_code"]}
    for code, one in zip(known["agency_code"], said(known), strict=True):
        told[code].append(one)
    tree = warehouse.query(f"{FOLDER}/agencies").assign(known=True)
    strange = sorted(told.keys() - set(tree["agency_code"]))
    names = [code.removeprefix("ten:") for code in strange]
    rest = pd.DataFrame({"agency_code": strange, "agency_name": names, "kind": None, "district_code": "", "known": False})
    rows = pd.concat([tree, rest], ignore_index=True) if strange else tree
    found: list[Standing] = [judge(told.get(code, []), deadline, today) for code in rows["agency_code"]]
    return rows.assign(
        people=[len(standing(told.get(code, []))) for code in rows["agency_code"]],
        state=[one.state for one in found],
        lacking=[one.lacking for one in found],
        since=pd.to_datetime([one.since for one in found]),
        late=[one.late for one in found],
    )

"""Who is meant: people found by phone, id number or name, and the pseudonyms that are one human being. Personal data.

A person is named by the pseudonym that stands for all of theirs (lake table person_link).
"""

import csv
from collections.abc import Collection
from functools import cache

import pandas as pd

from rules.phone import local
from rules.text import fold
from warehouse.engine import sql
from warehouse.errors import NotAllowed
from warehouse.place import REFERENCE
from warehouse.reader import Warehouse
from warehouse.stores import pseudonym

FOLDER = "queries/sql/tracing"
FOUND = 50
NAMED_SQL = "select person_id, phone, name, birth_year, id_number, commune_code, address from people.person"


@cache
def units() -> dict[str, tuple[str, str]]:
    """Return GSO code → (name, code of the unit above)."""
    with (REFERENCE / "units.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["name"], row["parent_code"]) for row in csv.DictReader(file)}


def district_of(commune: object) -> str | None:
    """Return the code of the district of a commune; None: not known."""
    return units().get(str(commune), ("", None))[1]


def members(warehouse: Warehouse, persons: Collection[int]) -> list[tuple[int, int]]:
    """Return (pseudonym, the one that stands for it) for all pseudonyms of these people."""
    rows = warehouse.query(f"{FOLDER}/members", {"persons": list(persons)})
    return [(int(person), int(human)) for person, human in zip(rows["person_id"], rows["human_id"], strict=True)]


def persons_by_phone(warehouse: Warehouse, national: int) -> list[int]:
    """Return the people known by this phone, first whoever has its own pseudonym: several in a household that shares it, and
    then somebody has to choose. Empty: nobody, in a district nobody of it."""
    with warehouse.people() as con:
        own = pseudonym(con, national)
        found = con.execute(
            "select person_id from people.person where phone = ? order by person_id <> ?, name", [f"+84{national}", own]
        ).fetchall()
    humans = pd.DataFrame({"person_id": _humans(warehouse, [int(row[0]) for row in found])}, dtype="int64")
    humans = warehouse.shown("search by phone", in_district(warehouse, humans), str(national))
    return [int(one) for one in humans["person_id"]]


def named(warehouse: Warehouse, ids: Collection[int]) -> pd.DataFrame:
    """Return `entries` as they may be seen."""
    return warehouse.shown("who people are", entries(warehouse, ids))


def entries(warehouse: Warehouse, ids: Collection[int]) -> pd.DataFrame:
    """Return who these people are: person_id, phone (0912345678), name, birth_year, id_number, commune_code, address and
    other_phones, all they are known by besides; what one of their pseudonyms does not tell, another may. For questions that
    show only what comes of it."""
    human = dict(members(warehouse, ids))
    rows = _people(warehouse, f"{NAMED_SQL} where person_id in (select unnest($ids))", {"ids": list(human)})
    rows = rows.assign(human_id=rows["person_id"].map(human)).sort_values("person_id")
    own = rows["person_id"] == rows["human_id"]
    rows = pd.concat([rows[own], rows[~own]])
    told = rows.groupby("human_id").first().drop(columns="person_id")
    several = rows[rows["human_id"].duplicated(keep=False)].groupby("human_id")
    phones = several["phone"].agg(lambda numbers: "; ".join(numbers.dropna().unique()[1:]) or None)
    names = several["name"].agg(lambda said: max(said.dropna(), key=_clearest, default=None))
    told = told.assign(other_phones=phones.reindex(told.index), name=names.reindex(told.index).fillna(told["name"]))
    return told.rename_axis("person_id").reset_index()


def _clearest(name: str) -> tuple[bool, int, str]:
    """What makes one spelling of a name better than another: marks, then words written out."""
    return fold(name) != name.lower(), len(name), name


def find_by_name(warehouse: Warehouse, name: str) -> pd.DataFrame:
    """Return people whose name holds every word asked, in any order, with or without marks: as NAMED_SQL, at most FOUND. Raises
    NotAllowed for an agency."""
    refuse_agency(warehouse)
    words = fold(name).split()
    found = _people(warehouse, sql(f"{FOLDER}/by_name"), {"words": words, "most": FOUND}) if words else None
    return warehouse.shown("search by name", in_district(warehouse, _once(warehouse, found)), name)


def find_by_id(warehouse: Warehouse, id_number: str) -> pd.DataFrame:
    """Return the people with this CCCD, CMND or passport number: as NAMED_SQL. Raises NotAllowed for an agency."""
    refuse_agency(warehouse)
    plain = "".join(letter for letter in id_number if letter.isalnum()).upper()
    found = _people(warehouse, f"{NAMED_SQL} where id_number = $id", {"id": plain})
    return warehouse.shown("search by id number", in_district(warehouse, _once(warehouse, found)), plain)


def links(warehouse: Warehouse, person: int) -> pd.DataFrame:
    """Return what ties a person's entries together and what might: person_id, other_id, rule (rules.same_person.RULES), sure
    (False: only likely), same (an official's word, missing: none), and phone, name, birth_year, commune_code of the other."""
    ours = [one for one, _ in members(warehouse, [person])]
    rows = _people(warehouse, sql(f"{FOLDER}/links"), {"persons": ours})
    return warehouse.shown("entries of one person", rows)


def entry_of_case(warehouse: Warehouse, case_code: str) -> pd.Series:
    """Return the one entry that a case was written down under, as NAMED_SQL, as it may be seen; empty: no such case."""
    rows = warehouse.shown("who a case is", _entry_of_case(warehouse, case_code))
    return rows.iloc[0] if len(rows) else pd.Series(dtype=object)


def standing_entry(warehouse: Warehouse, case_code: str) -> pd.Series:
    """Return `entry_of_case` as it stands: for a form to hand back unseen."""
    rows = _entry_of_case(warehouse, case_code)
    return rows.iloc[0] if len(rows) else pd.Series(dtype=object)


def _entry_of_case(warehouse: Warehouse, case_code: str) -> pd.DataFrame:
    """Raises NotAllowed where another district works on the case."""
    person = warehouse.query(f"{FOLDER}/entry_of_case", {"case_code": case_code})["person_id"]
    if of_district(warehouse, person.tolist()) != set(person):
        raise NotAllowed
    return _people(warehouse, f"{NAMED_SQL} where person_id in (select unnest($ids))", {"ids": person.tolist()})


def refuse_agency(warehouse: Warehouse) -> None:
    """Raise NotAllowed for an agency, which traces nobody."""
    if warehouse.agency:
        raise NotAllowed


def at_home(warehouse: Warehouse, ids: Collection[int]) -> set[int]:
    """Return who of these people is known to live in the district of whoever asks; all of them where that is the province."""
    if not warehouse.district or not ids:
        return set(ids)
    human = dict(members(warehouse, ids))
    homes = entries(warehouse, human.values()).set_index("person_id")["commune_code"].map(district_of)
    return {one for one in ids if homes.get(human[one]) == warehouse.district}


def of_district(warehouse: Warehouse, ids: Collection[int]) -> set[int]:
    """Return whose cases and routes the district of whoever asks works on: who lives there or was at a venue there
    (docs/access.md §6)."""
    there = at_home(warehouse, ids)
    if not warehouse.district or not set(ids) - there:
        return there
    human = dict(members(warehouse, ids))
    asked = {"persons": list(human), "district": warehouse.district}
    came = {human[person] for person in warehouse.query(f"{FOLDER}/came_to_district", asked)["person_id"]}
    return there | {one for one in ids if human[one] in came}


def in_district(warehouse: Warehouse, rows: pd.DataFrame) -> pd.DataFrame:
    """Return of rows with a person_id those of whom `of_district` says so."""
    if not warehouse.district or rows.empty:
        return rows
    return rows[rows["person_id"].isin(of_district(warehouse, rows["person_id"].tolist()))].reset_index(drop=True)


def _people(warehouse: Warehouse, query: str, params: dict[str, object]) -> pd.DataFrame:
    with warehouse.people() as con:
        rows = con.execute(query, params).df()
    return rows.assign(phone=rows["phone"].map(local, na_action="ignore"))


def _once(warehouse: Warehouse, found: pd.DataFrame | None) -> pd.DataFrame:
    """Return one row per human being."""
    if found is None or found.empty:
        return pd.DataFrame()
    human = dict(members(warehouse, found["person_id"].tolist()))
    return found.assign(person_id=found["person_id"].map(human)).drop_duplicates("person_id").reset_index(drop=True)


def _humans(warehouse: Warehouse, ids: list[int]) -> list[int]:
    human = dict(members(warehouse, ids)) if ids else {}
    return list(dict.fromkeys(human[one] for one in ids))

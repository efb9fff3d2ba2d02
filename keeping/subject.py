"""One person as all stores know them: who is meant by a phone or an id number, and everything held about them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import duckdb
import pandas as pd

from etl.clean import install_macros
from rules.phone import MOVED, local, national
from rules.text import fold
from warehouse import lake
from warehouse.engine import connect, sql
from warehouse.errors import NoWarehouse, PersonUnknown, SeveralPeople
from warehouse.place import Place
from warehouse.settings import load_settings
from warehouse.stores import both_attached

HELD = (
    "person", "name", "link", "card", "administrator", "scan", "visit", "declaration", "case", "list", "result", "rejected",
)  # fmt: skip
"""What may be held about a person, each a file in keeping/sql/held."""


@dataclass(frozen=True)
class Asked:
    """Who is asked for: a phone or an id number as typed, and a name where several people share the phone."""

    phone: str = ""
    id_number: str = ""
    name: str = ""


@dataclass(frozen=True)
class Subject:
    """Who was found: their pseudonyms, phones (national), id numbers, and names. `shared`: phones that others use too."""

    persons: tuple[int, ...]
    phones: tuple[int, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    shared: tuple[int, ...]


@contextmanager
def reading(place: Place) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield an engine that sees the lake and, for the length of the block, both stores."""
    if not place.exists:
        raise NoWarehouse(data=place.root.name)
    settings = load_settings(place)
    con = connect(memory=settings.reader_memory, threads=settings.threads, temp=place.work / "people")
    with closing(con), both_attached(con, place, write=True):  # a store made by an older version gets its tables
        lake.attach(con, place, read_only=True)
        yield con


def find(con: duckdb.DuckDBPyConnection, asked: Asked) -> Subject:
    """Return who is meant and make the temporary tables asked_… that keeping/sql/held speaks of; lake and stores are attached.

    Raises PersonUnknown if nothing is held, SeveralPeople if a phone is shared by several and no name tells whom.
    """
    install_macros(con)
    number = national(asked.phone) if asked.phone else None
    plain = "".join(letter for letter in asked.id_number if letter.isalnum()).upper()
    told = {"phone": f"+84{number}" if number else None, "id_number": plain or None}
    humans: dict[int, list[int]] = {}
    for person, human in con.execute(sql("keeping/sql/erase/found"), told).fetchall():
        humans.setdefault(human, []).append(person)
    if asked.name:
        humans = {human: persons for human, persons in humans.items() if fold(asked.name) in map(fold, _names(con, persons))}
    if len(humans) > 1:
        raise SeveralPeople(count=str(len(humans)))
    persons = next(iter(humans.values()), [])
    subject = _subject(con, sorted(persons), number, plain)
    _ask_for(con, subject)
    if not any(held(con).values()):
        raise PersonUnknown
    return subject


def held(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return how much of each kind (HELD) is held about the person found."""
    return {name: len(con.execute(sql(f"keeping/sql/held/{name}")).fetchall()) for name in HELD}


def everything(con: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame]:
    """Return all that is held about the person found: kind (HELD) → rows."""
    found = {name: con.execute(sql(f"keeping/sql/held/{name}")).df() for name in HELD}
    for rows in found.values():
        if "phone" in rows:
            rows["phone"] = rows["phone"].map(local, na_action="ignore")
    return found


def _subject(con: duckdb.DuckDBPyConnection, persons: list[int], number: int | None, plain: str) -> Subject:
    rows = con.execute(
        "select phone, id_number from people.person where person_id in (select unnest($p))", {"p": persons}
    ).fetchall()
    phones = {int(phone.removeprefix("+84")) for phone, _ in rows if phone} | ({number} if number and not plain else set())
    ids = {id_number for _, id_number in rows if id_number} | ({plain} if plain else set())
    shared = con.execute(
        "select distinct phone from people.person"
        " where phone in (select unnest($phones)) and person_id not in (select unnest($p))",
        {"phones": [f"+84{phone}" for phone in phones], "p": persons},
    ).fetchall()
    others = tuple(sorted(int(phone.removeprefix("+84")) for (phone,) in shared))
    return Subject(tuple(persons), tuple(sorted(phones)), tuple(sorted(ids)), tuple(_names(con, persons)), others)


def _names(con: duckdb.DuckDBPyConnection, persons: list[int]) -> list[str]:
    rows = con.execute(
        "select name from people.person where person_id in (select unnest($p)) union"
        " select name from people.person_name where person_id in (select unnest($p)) order by all", {"p": persons},
    ).fetchall()  # fmt: skip
    return [name for (name,) in rows if name]


def digits_of(subject: Subject) -> list[str]:
    """Return the numbers of a person as digits that any way of writing them contains: phones also as before September 2018."""
    own = [phone for phone in subject.phones if phone not in subject.shared]
    before = {now: then for then, now in MOVED.items()}
    moved = [f"{before[phone // 10**7]}{phone % 10**7:07d}" for phone in own if phone // 10**7 in before]
    ids = ["".join(filter(str.isdigit, text)) for text in subject.ids]
    return [*map(str, own), *moved, *filter(None, ids)]


def _ask_for(con: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    own = [f"+84{phone}" for phone in subject.phones if phone not in subject.shared]
    names = sorted({fold(name) for name in subject.names if " " in fold(name)})
    for table, column, kind, values in (
        ("asked_person", "person_id", "bigint", subject.persons),
        ("asked_phone", "phone", "varchar", own),
        ("asked_number", "digits", "varchar", digits_of(subject)),
        ("asked_name", "folded", "varchar", names),
    ):
        con.execute(f"create or replace temp table {table} as select unnest($v::{kind}[]) as {column}", {"v": list(values)})
    con.execute(f"create or replace temp table asked_rejected as {sql('keeping/sql/erase/rejected')}")

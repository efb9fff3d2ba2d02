"""The data tests: each is a question whose every answer is a fault. Asked inside each load and by `vaora.py check`."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse import lake
from warehouse.engine import connect, sql
from warehouse.errors import ChecksFailed
from warehouse.place import REPOSITORY, Place
from warehouse.settings import load_settings
from warehouse.stores import both_attached

FOLDER = "etl/sql/checks"
ON_PEOPLE = "people_known"


@dataclass(frozen=True)
class Outcome:
    """A check and how many faulty rows it found."""

    name: str
    faults: int


def names() -> list[str]:
    """Return the names of all checks, in order."""
    return sorted(path.stem for path in (REPOSITORY / FOLDER).glob("*.sql"))


def ask(con: duckdb.DuckDBPyConnection, name: str, first: date, last: date, load: int, cap_hours: int) -> Outcome:
    """Run one check over the days from `first` to `last` and the loads from `load` on."""
    values = {"first": first, "last": last, "load": load, "cap_hours": cap_hours}
    statement = f"select count(*) from ({sql(f'{FOLDER}/{name}')})"
    wanted = con.extract_statements(statement)[0].named_parameters
    row = con.execute(statement, {key: values[key] for key in wanted}).fetchone()
    return Outcome(name, int(row[0]) if row else 0)


def hold(con: duckdb.DuckDBPyConnection, first: date, last: date, cap_hours: int) -> None:
    """Raise ChecksFailed if something removed from the days from `first` to `last` leaves a lake that is not sound."""
    asked = [ask(con, name, first, last, 0, cap_hours) for name in names() if name != ON_PEOPLE]
    if failed := [outcome.name for outcome in asked if outcome.faults]:
        raise ChecksFailed(checks=", ".join(failed))


def ask_all(place: Place) -> list[Outcome]:
    """Run every check over all days and loads, with the stores of persons attached: their keys are right then."""
    settings = load_settings(place)
    con = connect(memory=settings.reader_memory, threads=settings.threads, temp=place.work / "check")
    with closing(con), both_attached(con, place):
        lake.attach(con, place, read_only=True)
        return [ask(con, name, date.min, date.max, 0, settings.pairing_cap_hours) for name in names()]

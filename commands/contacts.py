"""Commands that make a list to call from: whom cases met, who was at a venue. As a workbook it is kept and sealed."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from access.view_log import Purpose, View, record
from casework.lists import Asked, ask, keep, seal
from commands.console import DAYS, LANGUAGE, Data, console, number, purpose_of, say, user
from queries.persons import persons_by_phone
from queries.tracing import Band, ContactQuestion, VenueQuestion, Window, venue_of_code
from queries.tracing import cases as known_cases
from reports.contacts import contacts_csv, contacts_workbook
from rules.phone import national
from rules.text import fold
from warehouse.errors import UnknownThing
from warehouse.place import Place
from warehouse.reader import Warehouse

CASE_HEADERS = ("case phone", "phone", "so dien thoai", "dien thoai", "sdt", "case code", "ma ca", "ma ca benh")
MOMENTS = [*DAYS, "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
MinMinutes = Annotated[int, typer.Option(min=0, help="Minutes at least; 0: any time at all.")]
CaseNumber = Annotated[str, typer.Option(help="Number of the case file; goes on the cover and into the view log.")]
Reason = Annotated[str, typer.Option(help="Why the list is needed; goes on the cover and into the view log.")]
Out = Annotated[Path, typer.Option(help="File to write: .csv or .xlsx.")]
InBand = Annotated[Band, typer.Option(help="Which minutes count.")]


def contacts(
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="First day of the window.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAYS, help="Last day of the window, included.")],
    min_minutes: MinMinutes,
    case_number: CaseNumber,
    reason: Reason,
    out: Out,
    phone: Annotated[list[str] | None, typer.Option(help="Phone of a case; may be given again.")] = None,
    cases: Annotated[Path | None, typer.Option(help="CSV with a column of phones (case_phone) or case codes.")] = None,
    band: InBand = "probable",
    data: Data = None,
) -> None:
    """List whom the cases met: same place, same time."""
    purpose = purpose_of(case_number, reason)
    warehouse = Warehouse(Place.find(data))
    asked = [*(phone or []), *(_case_column(cases) if cases else [])]
    persons, missing = _persons(warehouse, asked)
    if missing:
        console.print(say("cli_not_found", count=", ".join(map(str, missing))))
    if not persons:
        raise UnknownThing(name=say("cli_cases"))
    windows = tuple(Window(person, first.date(), last.date()) for person in persons)
    answer = _taken_out(warehouse, ask(warehouse, ContactQuestion(windows, min_minutes, band)), purpose, out)
    console.print(say("cli_contacts_written", rows=number(len(answer.rows)), cases=number(len(windows)), out=out))


def _until(text: str) -> datetime:
    """Return the moment at which a period ends that is given by its last day or its end."""
    for form in MOMENTS:
        try:
            return datetime.strptime(text, form) + timedelta(days=form in DAYS)
        except ValueError:
            continue
    raise typer.BadParameter(text)


def venue(
    code: Annotated[str, typer.Argument(help="Code of the venue.")],
    starts: Annotated[datetime, typer.Option("--from", formats=MOMENTS, help="From when.")],
    ends: Annotated[datetime, typer.Option("--to", parser=_until, help="Until when; a day alone is included whole.")],
    case_number: CaseNumber,
    reason: Reason,
    out: Out,
    min_minutes: MinMinutes = 0,
    band: InBand = "probable",
    data: Data = None,
) -> None:
    """List who was at a venue."""
    purpose = purpose_of(case_number, reason)
    warehouse = Warehouse(Place.find(data))
    place = venue_of_code(warehouse, code)
    if place is None:
        raise UnknownThing(name=code)
    answer = _taken_out(warehouse, ask(warehouse, VenueQuestion(place, starts, ends, min_minutes, band)), purpose, out)
    console.print(say("cli_venue_written", rows=number(len(answer.rows)), out=out))


def _taken_out(warehouse: Warehouse, asked: Asked, purpose: Purpose, out: Path) -> Asked:
    """Log the view, then write the list; as a workbook it is kept and sealed."""
    rows = asked.rows
    record(warehouse.place, View.of(user(), asked.described(), rows, purpose))
    if out.suffix.lower() == ".xlsx":
        saved = keep(warehouse, asked, purpose, user())
        made = contacts_workbook(warehouse, saved, rows, LANGUAGE)
        seal(warehouse, saved, made.checksums, user())
        out.write_bytes(made.content)
    else:
        order = {f"{asked.question.band}_seconds": False, "contact_phone": True, "case_phone": True, "contact_id": True}
        out.write_text(contacts_csv(rows.sort_values([*order], ascending=[*order.values()])), "utf-8")
    return asked


def _case_column(path: Path) -> list[str]:
    """Return the phones, else the case codes, of a CSV; without a known header, its first column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if any(row)]
    headers = [fold(cell) for cell in rows[0]] if rows else []
    known = [headers.index(name) for name in CASE_HEADERS if name in headers]
    return [row[known[0] if known else 0] for row in (rows[1:] if known else rows)]


def _persons(warehouse: Warehouse, asked: list[str]) -> tuple[list[int], list[int]]:
    """Return the people meant, and which of the given (counted from 1) are nobody here."""
    codes = dict(known_cases(warehouse)[["case_code", "person_id"]].itertuples(index=False))
    persons: dict[int, None] = {}
    missing = []
    for place, text in enumerate(asked, start=1):
        phone_number = national(text)
        found = persons_by_phone(warehouse, phone_number) if phone_number else []
        if not found and text.strip().upper() in codes:
            found = [int(codes[text.strip().upper()])]
        if len(found) > 1:
            console.print(say("cli_phone_shared", count=place))
        persons |= dict.fromkeys(found)
        if not found:
            missing.append(place)
    return list(persons), missing


def add_to(app: typer.Typer) -> None:
    """Put these commands onto the front door."""
    app.command()(contacts)
    app.command()(venue)

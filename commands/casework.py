"""Commands for lists that have left the house: verify one, hand in its results, see what changed, list them all."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid

from access.view_log import View, record
from casework.lists import ask, difference, keep, list_of, lists, seal, sealed_as
from casework.progress import COUNTS, totals, worked
from casework.results import hand_in
from casework.seal import read_sealed
from commands.console import LANGUAGE, Data, console, number, say, user
from reports.contacts import contacts_workbook
from reports.interchange import System, files_for
from warehouse.errors import NotSealed
from warehouse.place import Place
from warehouse.reader import Warehouse

Workbook = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The workbook.")]
ListCode = Annotated[str, typer.Argument(help="Code of the list, as its cover shows it.")]


def verify(file: Workbook, data: Data = None) -> None:
    """Say whether a found list is genuine and which list it is."""
    found = read_sealed(file.read_bytes())
    checksum = found.computed()
    if checksum != found.printed:
        console.print(say("verify_altered", rows=number(len(found.rows))))
        raise NotSealed
    known = sealed_as(Warehouse(Place.find(data)), checksum)
    if not known:
        console.print(say("verify_not_ours", rows=number(len(found.rows))))
        raise NotSealed
    for saved in known:
        console.print(
            say(
                "verify_genuine", list=saved.list_id, case_number=saved.purpose.case_number, who=saved.made_by,
                at=f"{saved.made_at:%H:%M %d/%m/%Y}", rows=number(len(found.rows)), whole=number(saved.rows),
            ), markup=False,
        )  # fmt: skip


def results(file: Workbook, data: Data = None) -> None:
    """Take in the results that officials filled into a list."""
    warehouse = Warehouse(Place.find(data))
    done = hand_in(warehouse, file.read_bytes(), file.name, user())
    for code, sheet, row, title in done.faults:
        console.print(say(code, sheet=sheet, row=row, title=title), markup=False)
    told = {"taken": done.taken, "unchanged": done.unchanged, "conflicts": done.conflicts, "faults": len(done.faults)}
    console.print(say("results_done", list=done.saved.list_id, **{name: number(value) for name, value in told.items()}))


def list_lists(data: Data = None) -> None:
    """List the lists that left the house, with how far their calls have come."""
    warehouse = Warehouse(Place.find(data))
    grid = Grid(*(say(f"cover_{name}") for name in ("list_id", "case_number", "made", "who")))
    for name in COUNTS:
        grid.add_column(say(f"count_{name}"), justify="right")
    for saved in lists(warehouse):
        sums = totals(worked(warehouse, saved))
        cells = (saved.list_id, saved.purpose.case_number, f"{saved.made_at:%H:%M %d/%m/%Y}", saved.made_by)
        grid.add_row(*cells, *(number(sums[name]) for name in COUNTS))
    console.print(grid)


def changes(
    code: ListCode, out: Annotated[Path, typer.Option(help="File to write: .xlsx, only what changed.")], data: Data = None
) -> None:
    """Ask a list's question again; write only who is new, withdrawn or changed, and keep the list as it is now."""
    warehouse = Warehouse(Place.find(data))
    saved = list_of(warehouse, code)
    asked, rows = difference(warehouse, saved)
    record(warehouse.place, View.of(user(), f"changes of list {saved.list_id}", rows, saved.purpose))
    newer = keep(warehouse, asked, saved.purpose, user(), root=saved.root_id)
    made = contacts_workbook(warehouse, newer, rows, LANGUAGE)
    seal(warehouse, newer, made.checksums, user())
    out.write_bytes(made.content)
    counts = {change: number(int((rows["change"] == change).sum())) for change in ("new", "withdrawn", "changed")}
    console.print(say("changes_written", out=out, list=newer.list_id, **counts))


def interchange(
    code: ListCode,
    to: Annotated[System, typer.Option(help="The other system.")],
    out: Annotated[Path, typer.Option(help="Folder to write the files into.")],
    data: Data = None,
) -> None:
    """Write a list, as it is now, for another system."""
    warehouse = Warehouse(Place.find(data))
    saved = list_of(warehouse, code)
    rows = ask(warehouse, saved.question, saved.ring).rows
    record(warehouse.place, View.of(user(), f"list {saved.list_id} for {to}", rows, saved.purpose))
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files_for(to, warehouse, saved, rows).items():
        (out / name).write_text(text, "utf-8", newline="")
        console.print(str(out / name), markup=False)


def add_to(app: typer.Typer) -> None:
    """Put these commands onto the front door."""
    for name, command in (
        ("verify", verify),
        ("results", results),
        ("lists", list_lists),
        ("changes", changes),
        ("interchange", interchange),
    ):
        app.command(name)(command)

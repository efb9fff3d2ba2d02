"""The front door for the command line: `python vaora.py COMMAND --help`. Exit codes: warehouse/errors.py."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from access import view_log
from access.view_log import View, record
from commands import account, bulletin, casework, contacts, keeping
from commands.console import LANGUAGE, Data, console, number, purpose_of, say, user
from commands.keeping import CaseNumber, Reason
from etl import checks
from etl.pipeline import load as load_files
from etl.rejects import rejects_of, write_rejects
from etl.report import LoadReport
from etl.rollback import rollback as roll_back
from rules.messages import explain
from warehouse.errors import ChecksFailed, NothingLoaded, NotInvented, SomeRefused, VaoraError
from warehouse.place import REPOSITORY, Place
from warehouse.reader import Warehouse

app = typer.Typer(
    help="Vào Ra: from a province's check-in exports to traffic, adoption and contact lists.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Yield a function that shows (text, share done) on a bar."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda text, share: bar.update(task, description=text, completed=share)


contacts.add_to(app)
casework.add_to(app)
bulletin.add_to(app)
account.add_to(app)
keeping.add_to(app)


@app.callback()
def _everywhere(data: Data = None) -> None:
    if data:
        os.environ["VAORA_DATA"] = str(data)


@app.command()
def load(paths: Annotated[list[Path], typer.Argument(help="Files, folders or zips of exports.")], data: Data = None) -> None:
    """Load export files as one commit; files loaded before are skipped."""
    _finish(_loaded(Place.find(data), paths))


def _loaded(place: Place, paths: list[Path]) -> LoadReport:
    with progress_bar() as bar:
        bar(say("cli_reading"), 0.0)
        report = load_files(place, paths, by=user(), progress=lambda step, share: bar(_step(step), share))
    _show(report)
    return report


def _step(step: str) -> str:
    named = step in ("identify", "pair", "publish")
    return say(f"cli_{step}") if named else say("cli_cleaning", name=step)


def _show(report: LoadReport) -> None:
    grid = Grid(*(say(f"cli_{name}") for name in ("file", "layout", "id")))
    for name in ("read", "loaded", "duplicate", "rejected"):
        grid.add_column(say(f"cli_{name}"), justify="right")
    counted = [file for file in report.files if not file.known]
    for file in report.files:
        figures = (file.read, file.loaded, file.duplicate, file.rejected)
        cells = [""] * 4 if file.known else [number(figure) for figure in figures]
        grid.add_row(file.name, say("cli_known") if file.known else file.layout, file.file_id, *cells)
    grid.add_section()
    sums = [sum(getattr(file, name) for file in counted) for name in ("read", "loaded", "duplicate", "rejected")]
    grid.add_row(say("cli_sum"), "", "", *map(number, sums))
    console.print(grid)
    for file in counted:
        if file.withheld:
            console.print(say("cli_withheld", name=file.name, rows=number(file.withheld)), markup=False)
        if file.unknown_headers:
            console.print(say("cli_unknown_headers", name=file.name, headers=", ".join(file.unknown_headers)), markup=False)
    for refusal in report.refused:
        why = explain(refusal.code, refusal.values, LANGUAGE)
        console.print(say("cli_refused", name=refusal.name, why=why), markup=False)
    console.print(say("cli_done", seconds=f"{report.seconds:.1f}".replace(".", "," if LANGUAGE == "vi" else ".")))


def _finish(report: LoadReport) -> None:
    if report.refused:
        raise SomeRefused if report.files else NothingLoaded


@app.command()
def demo(
    people: Annotated[int, typer.Option(min=100, help="People of the province.")] = 60_000,
    days: Annotated[int, typer.Option(min=1, help="Days of data.")] = 30,
    seed: Annotated[int, typer.Option(help="The same seed gives the same province.")] = 1,
    end: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day (default: today).")] = None,
    data: Data = None,
) -> None:
    """Invent a province: write its export files and load them. An earlier invented province here is replaced."""
    from demo.province import write

    place = Place.find(data)
    if place.exists and not place.is_demo:
        raise NotInvented(data=place.root.name)
    folder = place.inbox / "demo"
    for old in (place.warehouse, folder):
        shutil.rmtree(old, ignore_errors=True)
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text(f'{{"people": {people}, "days": {days}, "seed": {seed}}}\n', "utf-8")
    console.print(say("cli_demo", people=number(people), days=days))
    last: date | None = end.date() if end else None
    write(folder, people, venues=max(20, people // 30), days=days, end=last, seed=seed)
    _finish(_loaded(place, [folder]))


@app.command()
def status(data: Data = None) -> None:
    """Say what the warehouse holds and how old it is."""
    place = Place.find(data)
    warehouse = Warehouse(place)
    facts = warehouse.query("queries/sql/ledger/status").iloc[0].to_dict()
    grid = Grid(say("cli_figure"), say("cli_value"))
    grid.add_row(say("figure_data"), str(place.root))
    grid.add_row(say("figure_snapshot"), str(warehouse.snapshot()))
    for name, value in facts.items():
        grid.add_row(say(f"figure_{name}"), _shown(value))
    console.print(grid)


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value == value else ""
    return number(int(value)) if value == value and value is not None else ""  # type: ignore[call-overload]


@app.command()
def check(data: Data = None) -> None:
    """Run every data check over everything; no fault is a pass."""
    place = Place.find(data)
    outcomes = [*checks.ask_all(place), checks.Outcome("view_log", view_log.faults(place))]
    grid = Grid(say("cli_check"), say("cli_check_holds"), say("cli_faults"))
    for outcome in outcomes:
        grid.add_row(outcome.name, say(f"check_{outcome.name}"), number(outcome.faults))
    console.print(grid)
    if failed := [outcome.name for outcome in outcomes if outcome.faults]:
        raise ChecksFailed(checks=", ".join(failed))


@app.command()
def rejects(
    file_id: Annotated[str, typer.Argument(help="Id of the file, as `load` and the ledger show it.")],
    case_number: CaseNumber,
    reason: Reason,
    out: Annotated[Path, typer.Option(help="File to write: .csv or .xlsx.")],
    data: Data = None,
) -> None:
    """Write a file's rejected rows, in the file's own columns plus the reason, to be mended and loaded again."""
    purpose, place = purpose_of(case_number, reason), Place.find(data)
    found = rejects_of(Warehouse(place), file_id)
    record(place, View.of(user(), f"rejected rows of file {file_id}, file", pd.DataFrame(found.rows), purpose))
    write_rejects(found, out)
    console.print(say("cli_rejects_written", rows=number(len(found.rows)), out=out))


@app.command()
def rollback(
    load: Annotated[int | None, typer.Option(help="Undo this load and all later ones (default: the newest).")] = None,
    data: Data = None,
) -> None:
    """Go back to the state before a load."""
    console.print(say("cli_rolled_back", load=roll_back(Place.find(data), load, by=user())))


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on; the default is this machine only.")] = "127.0.0.1",
    data: Data = None,
) -> None:
    """Open the dashboard."""
    os.environ["VAORA_DATA"] = str(Place.find(data).root)
    os.chdir(REPOSITORY)  # where the server finds its own settings
    from ui.server import app as dashboard

    dashboard.run(config={"server.port": port, "server.address": address})


def main() -> None:
    """Run the command; an error that the user may know becomes a sentence and its exit code."""
    try:
        app()
    except VaoraError as error:
        Console(stderr=True, soft_wrap=True).print(explain(error.code, error.values, LANGUAGE), markup=False)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()

"""Commands for how long data are kept, and for whom: purge, one person's data, backups, the key."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.table import Table as Grid

from access.view_log import View, digest, record
from commands.console import DAYS, LANGUAGE, Data, console, number, purpose_of, say, user
from keeping.backup import backup as write_backup
from keeping.backup import passphrase
from keeping.backup import restore as unpack_backup
from keeping.erase import erase as erase_one
from keeping.key import rotate as change_key
from keeping.purge import purge as remove_old
from keeping.subject import Asked, everything, find, reading
from reports.person import person_workbook
from warehouse.clock import now
from warehouse.place import Place
from warehouse.stores import STORES

Phone = Annotated[str, typer.Option(help="Phone of the person; - reads it from standard input.")]
IdNumber = Annotated[str, typer.Option(help="CCCD, CMND or passport of the person; - reads it from standard input.")]
Name = Annotated[str, typer.Option(help="Full name, where several people share the phone; - reads it from standard input.")]
CaseNumber = Annotated[str, typer.Option(help="Number of the request; goes into the view log.")]
Reason = Annotated[str, typer.Option(help="Why; goes into the view log. No personal value.")]
PassphraseFile = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="File with the passphrase (default: VAORA_BACKUP_PASSPHRASE).")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")]


def purge(
    dry_run: DryRun = False,
    today: Annotated[datetime | None, typer.Option(formats=DAYS, help="Count periods from this day.")] = None,
    data: Data = None,
) -> None:
    """Remove for good what is older than its period (keep_… in settings.toml), and say what that was."""
    day = today.date() if today else now().date()
    if day > now().date():
        raise typer.BadParameter(say("purge_future"))
    place = Place.find(data)
    found = remove_old(place, day, by=user(), dry_run=dry_run)
    grid = Grid(say("purge_kind"), say("purge_kept_from"))
    grid.add_column(say("purge_would" if dry_run else "purge_removed"), justify="right")
    for kind, count in found.removed.items():
        first = found.kept_from[kind]
        grid.add_row(say(f"purge_{kind}"), f"{first:%d/%m/%Y}" if first.year > 1 else say("purge_for_ever"), number(count))
    console.print(grid)
    for path in found.files:
        console.print(say("purge_file", name=path.relative_to(place.inbox)), markup=False)
    for path in found.strangers:
        console.print(say("purge_stranger", name=path.relative_to(place.inbox)), markup=False)


def export_person(
    case_number: CaseNumber,
    reason: Reason,
    out: Annotated[Path, typer.Option(help="File to write: .xlsx.")],
    phone: Phone = "",
    id_number: IdNumber = "",
    name: Name = "",
    data: Data = None,
) -> None:
    """Write all that is held about one person into a workbook, for that person."""
    asked, purpose, place = _asked(phone, id_number, name), purpose_of(case_number, reason), Place.find(data)
    with reading(place) as con:
        find(con, asked)
        found = everything(con)
    count = sum(len(rows) for rows in found.values())
    prints = [digest(rows) for rows in found.values()]
    record(place, View(user(), "everything held about one person", count, digest(pd.DataFrame(prints)), purpose))
    out.write_bytes(person_workbook(found, purpose.case_number, user(), LANGUAGE))
    console.print(say("person_written", rows=number(count), out=out), markup=False)


def erase(
    case_number: CaseNumber,
    reason: Reason,
    phone: Phone = "",
    id_number: IdNumber = "",
    name: Name = "",
    dry_run: DryRun = False,
    data: Data = None,
) -> None:
    """Erase one person from all stores, and name what still holds them."""
    asked, purpose, place = _asked(phone, id_number, name), purpose_of(case_number, reason), Place.find(data)
    record(place, View(user(), "erasure of one person" + ", dry run" * dry_run, 1, digest(pd.DataFrame()), purpose))
    found = erase_one(place, asked, by=user(), dry_run=dry_run)
    grid = Grid(say("purge_kind"))
    grid.add_column(say("purge_would" if dry_run else "purge_removed"), justify="right")
    for kind, count in found.removed.items():
        grid.add_row(say(f"held_{kind}"), number(count))
    console.print(grid)
    lines = [say("erase_list", list=code) for code in found.lists]
    lines += [say("erase_remains", kind=say(f"remains_{kind}"), where=where) for kind, where in found.remains]
    lines += [say("erase_file", name=path.relative_to(place.inbox)) for path in found.files]
    lines += [say("erase_unread", name=path.relative_to(place.inbox)) for path in found.unread]
    lines += [say("erase_shared", count=number(found.others))] if found.others else []
    for line in [*lines, say("erase_backups")]:
        console.print(line, markup=False)


def backup(
    out: Annotated[Path, typer.Option(help="File to write.")], passphrase_file: PassphraseFile = None, data: Data = None
) -> None:
    """Write the data folder as one encrypted file, while loads and screens go on."""
    if out.exists():
        raise typer.BadParameter(say("backup_exists"))
    files = write_backup(Place.find(data), out, passphrase(passphrase_file))
    console.print(say("backup_written", files=number(files), out=out), markup=False)


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The backup.")],
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Data folder to make; it must be empty or absent.")],
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make a data folder from a backup."""
    place = Place.find(data)
    files = unpack_backup(file, place, passphrase(passphrase_file))
    console.print(say("restored", files=number(files), data=place.root), markup=False)


def rotate(data: Data = None) -> None:
    """Encrypt the stores of persons with new keys."""
    place = Place.find(data)
    change_key(place)
    for store in STORES:
        console.print(say("key_rotated", name=store.key_file(place)), markup=False)


def _asked(phone: str, id_number: str, name: str) -> Asked:
    if bool(phone) == bool(id_number):
        raise typer.BadParameter(say("person_how"))
    return Asked(*(sys.stdin.readline().strip() if text == "-" else text for text in (phone, id_number, name)))


def add_to(app: typer.Typer) -> None:
    """Put these commands onto the front door."""
    app.command()(purge)
    app.command("export-person")(export_person)
    app.command()(erase)
    app.command()(backup)
    app.command()(restore)
    key = typer.Typer(help="The keys of the stores of persons.", no_args_is_help=True)
    key.command()(rotate)
    key.callback()(lambda: None)
    app.add_typer(key, name="key")

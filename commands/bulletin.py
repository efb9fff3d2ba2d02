"""The command for cron: issue the bulletin of a day or a week and write its files."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from casework.bulletin import Span, issue
from commands.console import DAYS, LANGUAGE, Data, console, say, user
from rules.bulletin_words import reason_words
from warehouse.clock import now
from warehouse.place import Place
from warehouse.reader import Warehouse


def bulletin(
    out: Annotated[Path, typer.Option(help="Folder to write the files into.")],
    date: Annotated[datetime | None, typer.Option(formats=DAYS, help="Day (default: yesterday).")] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="The week, Monday to Sunday, that the day lies in.")] = False,
    note: Annotated[str, typer.Option(help="Why figures are restated, in words; for the full form.")] = "",
    data: Data = None,
) -> None:
    """Issue the bulletin of a day or week; its figures are frozen. Again: the same, or restated with the reason."""
    from reports.bulletin import period, unfinished
    from reports.bulletin_files import bulletin_files  # half a second, which no other command should wait for
    from reports.pdf import Document

    Document("")  # without the fonts nothing may be issued: no file could be written
    warehouse = Warehouse(Place.find(data))
    day = date.date() if date else now().date() - timedelta(days=1)
    made = issue(warehouse, Span.of("week" if weekly else "day", day), user(), note)
    out.mkdir(parents=True, exist_ok=True)
    for one in made:
        told = {"period": period(one), "version": str(one.version), "at": f"{one.made_at:%H:%M %d/%m/%Y}"}
        why = reason_words(one.reason, LANGUAGE) if one.version > 1 else ""
        console.print(say(f"cli_bulletin_{'restated' if why else 'issued'}", **told, reason=why), markup=False)
        early = unfinished(one, LANGUAGE)
        if early:
            console.print(say("bulletin_cli_unfinished", period=period(one), warning=early), markup=False)
        for name, content in bulletin_files(one, LANGUAGE, warehouse.settings, demo=warehouse.place.is_demo).items():
            (out / name).write_bytes(content)
            console.print(str(out / name), markup=False)


def add_to(app: typer.Typer) -> None:
    """Put this command onto the front door."""
    app.command()(bulletin)

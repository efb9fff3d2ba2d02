"""Accounts on the command line: `vaora.py account add|app|list|close|reopen`."""

from contextlib import closing
from typing import Annotated

import segno
import typer
from rich.table import Table as Grid

from access import accounts, apps
from access.roles import roles
from commands.console import LANGUAGE, Data, console, say, user
from queries.adoption import way
from rules.masking import masked_phone
from warehouse.place import Place
from warehouse.reader import Warehouse

Phone = Annotated[str, typer.Option(help="Phone number of the account.")]
Number = Annotated[int, typer.Option(help="Number in the list, for an account of the province's own sign-on.")]
group = typer.Typer(help="Who may sign in, and as what.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="account")


@group.command()
def add(
    phone: Annotated[str, typer.Option(help="Phone number, to which the one-time codes go.")],
    name: Annotated[str, typer.Option(help="Name, as it will stand in the log.")],
    role: Annotated[str, typer.Option(help="Role: a key of data/reference/roles.toml.")],
    scope: Annotated[
        str,
        typer.Option(help="Code of the agency, for the role agency; of the district, for a tracing official of one district."),
    ] = "",
    email: Annotated[str, typer.Option(help="E-mail, where codes are sent by mail.")] = "",
    data: Data = None,
) -> None:
    """Make an account, or change the one of this phone."""
    place = Place.find(data)
    made = accounts.add(place, phone, name, role, user(), scope=scope, email=email)
    console.print(say("cli_account_added", name=made.name, role=roles()[made.role].names[LANGUAGE]), markup=False)
    if roles()[made.role].scope == "agency":
        _warn_of_unknown(place, made.scope)


def _warn_of_unknown(place: Place, agency: str) -> None:
    """Say so if no register loaded so far has this agency; one loaded later may."""
    if not place.exists:
        return
    with closing(Warehouse(place)) as store:
        if way(store, agency).empty:
            console.print(say("cli_account_scope_unknown", code=agency), markup=False)


@group.command()
def app(
    phone: Phone,
    off: Annotated[bool, typer.Option("--off", help="Send codes by message again.")] = False,
    data: Data = None,
) -> None:
    """Let an account sign in by an authenticator app: show once what the app has to take up. A former app counts no more."""
    if off:
        apps.take_away(Place.find(data), phone)
        console.print(say("cli_account_app_off"))
        return
    address = apps.share(Place.find(data), phone)
    segno.make(address, micro=False).terminal(compact=True)
    console.print(say("cli_account_app", secret=apps.secret_in(address)), markup=False)


@group.command("list")
def list_all(data: Data = None) -> None:
    """List the accounts, phones covered."""
    grid = Grid(*(say(f"cli_account_{part}") for part in ("number", "name", "phone", "way", "role", "scope", "open")))
    for one in accounts.accounts(Place.find(data)):
        role = roles()[one.role].names[LANGUAGE] if one.role in roles() else one.role
        state = say(f"cli_account_{'is_open' if one.open else 'is_closed'}")
        phone = masked_phone(one.phone) if one.phone else ""
        grid.add_row(str(one.number), one.name, phone, say(f"cli_account_by_{one.way}"), role, one.scope, state)
    console.print(grid)


@group.command()
def close(phone: Phone = "", number: Number = 0, data: Data = None) -> None:
    """Close an account: whoever is signed in with it is out at once."""
    accounts.close(Place.find(data), phone, number)
    console.print(say("cli_account_closed"))


@group.command()
def reopen(phone: Phone = "", number: Number = 0, data: Data = None) -> None:
    """Open a closed account again; it takes a new sign-in."""
    accounts.reopen(Place.find(data), phone, number)
    console.print(say("cli_account_reopened"))

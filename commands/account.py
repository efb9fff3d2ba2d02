"""Accounts on the command line: `vaora.py account add|list|close`."""

from typing import Annotated

import typer
from rich.table import Table as Grid

from access import accounts
from access.roles import roles
from commands.console import LANGUAGE, Data, console, say, user
from rules.masking import masked_phone
from warehouse.place import Place

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
    made = accounts.add(Place.find(data), phone, name, role, user(), scope=scope, email=email)
    console.print(say("cli_account_added", name=made.name, role=roles()[made.role].names[LANGUAGE]), markup=False)


@group.command("list")
def list_all(data: Data = None) -> None:
    """List the accounts, phones covered."""
    grid = Grid(*(say(f"cli_account_{part}") for part in ("name", "phone", "role", "scope", "open")))
    for one in accounts.accounts(Place.find(data)):
        role = roles()[one.role].names[LANGUAGE] if one.role in roles() else one.role
        grid.add_row(
            one.name, masked_phone(one.phone), role, one.scope, say(f"cli_account_{'is_open' if one.open else 'is_closed'}")
        )
    console.print(grid)


@group.command()
def close(phone: Annotated[str, typer.Option(help="Phone number of the account.")], data: Data = None) -> None:
    """Close an account: whoever is signed in with it is out at once."""
    accounts.close(Place.find(data), phone)
    console.print(say("cli_account_closed"))

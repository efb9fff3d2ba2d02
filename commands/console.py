"""What the commands share: the user's language, name and console."""

import getpass
import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from access.view_log import Purpose
from rules.messages import explain

LANGUAGE = "en" if os.environ.get("VAORA_LANGUAGE") == "en" else "vi"
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
Data = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="Data folder (default: VAORA_DATA, else data/).")]
console = Console(soft_wrap=True)


def say(code: str, /, **values: object) -> str:
    """Return a sentence in the user's language."""
    return explain(code, {name: str(value) for name, value in values.items()}, LANGUAGE)


def number(value: int) -> str:
    """Return a whole number with the thousands mark of the user's language."""
    return f"{value:,}".replace(",", "." if LANGUAGE == "vi" else ",")


def user() -> str:
    """Return the name under which actions are logged."""
    return os.environ.get("VAORA_USER") or getpass.getuser()


def purpose_of(case_number: str, reason: str) -> Purpose:
    """Return why people's data are asked for; a wrong argument is told as the others are."""
    try:
        return Purpose(case_number, reason)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None

"""The words of the screens, from ui/texts/<language>.toml, and how numbers, dates and shares are written in each language."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = ("vi", "en")


@cache
def _texts(language: str) -> dict[str, str]:
    tables = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    return {f"{table}.{key}": text for table, texts in tables.items() for key, text in texts.items()}


def language() -> str:
    """Return the language of this page, 'vi' unless the address says lang=en."""
    return "en" if st.query_params.get("lang") == "en" else "vi"


def say(code: str, /, **values: object) -> str:
    """Return the text `table.key` with its {placeholders} filled."""
    return text(language(), code, **values)


def text(language: str, code: str, /, **values: object) -> str:
    """Return the text `table.key` in a language, with its {placeholders} filled: where there is no page."""
    return _texts(language)[code].format_map({name: str(value) for name, value in values.items()})


def plain(text: object) -> str:
    """Return a text from the data so that no letter of it is taken for markup."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~$<>:&])", r"\\\1", str(text))


def number(value: Any, digits: int = 0) -> str:
    """Return 1234567.8 as 1.234.568 (vi) or 1,234,568 (en); a dash for nothing, as Python or pandas has it."""
    if pd.isna(value):
        return "–"
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language() == "vi" else text


def share(value: Any) -> str:
    """Return 0.726 as 72,6 %."""
    return "–" if pd.isna(value) else f"{number(value * 100, 1)} %"


def day(value: date | datetime | None) -> str:
    """Return a day as 02/06/2021."""
    return "–" if pd.isna(value) else f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """Return a moment as 08:30 02/06/2021."""
    return "–" if pd.isna(value) else f"{value:%H:%M %d/%m/%Y}"

"""Layouts: one TOML file per export form, saying by which headers it is known and how its words are written.

All faults of all files are raised together, as `LayoutError`, so that they can be mended in one go.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.sources.columns import header_key
from etl.sources.layout_faults import faults
from warehouse.errors import VaoraError


@dataclass(frozen=True)
class Column:
    """The headers under which a form writes one canonical column."""

    aliases: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Layout:
    """One export form. Look up `known[header_key(h)]` for the canonical column of a header."""

    name: str
    title_vi: str
    title_en: str
    source: str
    columns: Mapping[str, Column]
    required_any: tuple[tuple[str, ...], ...]
    constants: Mapping[str, str]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    dates: tuple[str, ...]
    app: str
    excel_epoch: int
    known: Mapping[str, str]
    """header_key(alias) → canonical column"""
    above: tuple[str, ...] = ()
    """The columns that a line above the headers may give for all rows."""

    @property
    def required(self) -> frozenset[str]:
        """The columns without which a file is not of this form."""
        return frozenset(name for name, column in self.columns.items() if column.required)


class LayoutError(VaoraError):
    """Layout files are wrong; `faults` lists every fault as 'file: key: what is wrong'."""

    exit_code = 10
    code = "layout_wrong"

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults), faults="; ".join(faults))
        self.faults = faults


def load_layouts(folder: Path) -> list[Layout]:
    """Return the layouts of every .toml file in `folder`; raise `LayoutError` with all faults at once."""
    wrong: list[str] = []
    layouts: list[Layout] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            wrong.append(f"{path.name}: {error}")
            continue
        found = [f"{path.name}: {key}: {what}" for key, what in faults(table)]
        if any(layout.name == table.get("name") for layout in layouts):
            found.append(f"{path.name}: name: {table['name']!r} is taken by another layout")
        wrong += found
        if not found:
            layouts.append(_layout(table))
    if not layouts and not wrong:
        wrong.append(f"{folder.name}: no layout file (*.toml) here")
    if wrong:
        raise LayoutError(wrong)
    return layouts


def _layout(table: Mapping[str, Any]) -> Layout:
    columns = {
        name: Column(tuple(column["aliases"]), column.get("required", False)) for name, column in table["columns"].items()
    }
    return Layout(
        name=table["name"],
        title_vi=table["title_vi"],
        title_en=table["title_en"],
        source=table["source"],
        columns=columns,
        required_any=tuple(tuple(group) for group in table.get("required_any", [])),
        constants=dict(table.get("constants", {})),
        words={name: {k: tuple(v) for k, v in said.items()} for name, said in table.get("words", {}).items()},
        dates=tuple(table.get("dates", [])),
        app=table.get("app", ""),
        excel_epoch=table.get("excel_epoch", 1900),
        known={header_key(alias): name for name, column in columns.items() for alias in column.aliases},
        above=tuple(table.get("above", [])),
    )

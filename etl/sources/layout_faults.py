"""What can be wrong in a layout file, each fault as (key, what is wrong). Called by `load_layouts`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from etl.sources.columns import COLUMNS, WORDS, header_key
from rules.text import fold

_KEYS = {
    "name", "title_vi", "title_en", "source", "app", "constants", "columns", "required_any", "words", "dates",
    "excel_epoch", "above",
}  # fmt: skip
_DATE_PARTS = re.compile(r"%[dmyYHMSpIfbBj%]|[^%]")


def faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong) for every fault of one layout file."""
    for key in sorted(table.keys() - _KEYS):
        yield key, f"unknown key; known: {', '.join(sorted(_KEYS))}"
    for key in ("name", "title_vi", "title_en"):
        if not _filled(table.get(key)):
            yield key, "must be a non-empty text"
    if not isinstance(table.get("app", ""), str):
        yield "app", "must be a text"
    if table.get("excel_epoch", 1900) not in (1900, 1904):
        yield "excel_epoch", "must be 1900 or 1904"
    yield from _date_faults(table.get("dates", []))
    source = table.get("source")
    if source not in COLUMNS:
        yield "source", f"must be one of {', '.join(COLUMNS)}"
        return
    yield from _column_faults(table.get("columns"), COLUMNS[source])
    yield from _group_faults("required_any", table.get("required_any", []), table.get("columns"))
    yield from _group_faults("above", [table["above"]] if "above" in table else [], table.get("columns"))
    yield from _constant_faults(table.get("constants", {}), COLUMNS[source])
    yield from _word_faults(table.get("words", {}), COLUMNS[source])


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_filled(item) for item in value)


def _date_faults(dates: object) -> Iterator[tuple[str, str]]:
    if not isinstance(dates, list):
        yield "dates", "must be a list of date forms"
        return
    for form in dates:
        if not _filled(form) or _DATE_PARTS.sub("", form):
            yield "dates", f"{form!r} is no date form (example: '%d/%m/%Y %H:%M:%S')"


def _column_faults(columns: object, canonical: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not isinstance(columns, dict) or not columns:
        yield "columns", "at least one [columns.<name>] with aliases is needed"
        return
    seen: dict[str, str] = {}
    for name, column in columns.items():
        key = f"columns.{name}"
        if name not in canonical:
            yield key, f"unknown column; known: {', '.join(canonical)}"
        if not isinstance(column, dict) or not _texts(column.get("aliases")):
            yield key, "aliases must be a non-empty list of texts"
            continue
        if column.keys() - {"aliases", "required"} or not isinstance(column.get("required", False), bool):
            yield key, "only aliases = [...] and required = true or false may stand here"
        for alias in column["aliases"]:
            owner = seen.setdefault(header_key(alias), name)
            if owner != name:
                yield key, f"header {alias!r} is also an alias of {owner}"


def _group_faults(key: str, groups: object, columns: object) -> Iterator[tuple[str, str]]:
    if not isinstance(groups, list) or not all(_texts(group) for group in groups):
        yield key, f"must be a list {'of lists ' if key == 'required_any' else ''}of columns"
        return
    for name in sorted({name for group in groups for name in group}):
        if not isinstance(columns, dict) or name not in columns:
            yield key, f"{name} has no [columns.{name}]"


def _constant_faults(constants: object, canonical: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not isinstance(constants, dict):
        yield "constants", "must be a table"
        return
    for name, value in constants.items():
        if name not in canonical:
            yield f"constants.{name}", f"unknown column; known: {', '.join(canonical)}"
        if not isinstance(value, str):
            yield f"constants.{name}", "must be a text"


def _word_faults(words: object, canonical: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not isinstance(words, dict):
        yield "words", "must be a table"
        return
    for name, said in words.items():
        meanings = WORDS.get(name) if name in canonical else None
        if meanings is None:
            yield (
                f"words.{name}",
                f"no such column with words; known: {', '.join(w for w in WORDS if w in canonical)}",
            )
        elif not isinstance(said, dict):
            yield f"words.{name}", "must be a table"
        else:
            yield from _meaning_faults(f"words.{name}", said, meanings)


def _meaning_faults(key: str, said: Mapping[str, Any], meanings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for meaning, spellings in said.items():
        if meaning not in meanings:
            yield f"{key}.{meaning}", f"must be one of {', '.join(meanings)}"
        if not _texts(spellings):
            yield f"{key}.{meaning}", "must be a non-empty list of texts"
            continue
        for spelling in spellings:
            if seen.setdefault(fold(spelling), meaning) != meaning:
                yield f"{key}.{meaning}", f"{spelling!r} also means {seen[fold(spelling)]}"

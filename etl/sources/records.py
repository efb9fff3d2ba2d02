"""JSON (lines or an array of objects) and Parquet as grids whose first row is the keys."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from etl.sources.cell import cell_text
from etl.sources.delimited import bounded_lines
from etl.sources.encoding import Reading, detect
from etl.sources.model import Grid, RefusedError, Row

if TYPE_CHECKING:
    import duckdb

LARGEST_WHOLE = 64 << 20
"""A JSON object that holds its records somewhere inside has to be read whole."""

_SAMPLE = 1 << 20
_CHUNK = 1 << 20
_BATCH = 10_000
# Numbers keep all their digits: an id or a phone may stand as one.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=lambda digits: cell_text(float(digits)))

Record = tuple[dict[str, str], str]
"""The cells of one record by key, and its fault code."""


def json_grid(path: Path) -> Grid:
    """Return the records of a JSON file: one a line, an array of objects, or an object that holds one."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    reading = detect(sample, whole=len(sample) == path.stat().st_size)
    lines = _by_line(path, reading)
    read = partial(_lines if lines else _values, path, reading)
    keys = list(dict.fromkeys(key for record, _ in read() for key in record))
    if not keys:
        raise RefusedError("empty")
    return Grid(partial(_rows, read, keys), "jsonl" if lines else "json", keyed=True)


def parquet_grid(path: Path) -> Grid:
    """Return the rows of a Parquet file."""
    next(_parquet_rows(path))
    return Grid(partial(_parquet_rows, path), "parquet", keyed=True)


def _rows(read: Callable[[], Iterator[Record]], keys: list[str]) -> Iterator[Row]:
    yield keys, ""
    for record, fault in read():
        yield [record.get(key, "") for key in keys], fault


def _by_line(path: Path, reading: Reading) -> bool:
    with path.open(encoding=reading.codec, errors="replace") as file:
        first = next((line for line in iter(partial(file.readline, _SAMPLE), "") if line.strip()), "")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and not any(_is_table(value) for value in record.values())


def _is_table(value: Any) -> bool:
    """Return True for a list of records: what holds it is an answer around the rows, not a row."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _lines(path: Path, reading: Reading) -> Iterator[Record]:
    with path.open(encoding=reading.codec, errors="replace") as file:
        for line in bounded_lines(file):
            try:
                record = _DECODER.decode(line) if line.strip() else {}
            except (ValueError, RecursionError):
                record = None
            yield _record(record, reading, damaged="\ufffd" in line)


def _values(path: Path, reading: Reading) -> Iterator[Record]:
    try:
        with path.open(encoding=reading.codec, errors="replace") as file:
            start = file.read(_CHUNK).lstrip("\ufeff \t\r\n")
            found = _elements(file, start[1:]) if start.startswith("[") else _inside(path, file, start)
            for value in found:
                yield _record(value, reading)
    except (ValueError, RecursionError):
        raise RefusedError("damaged") from None


def _elements(file: TextIO, buffer: str) -> Iterator[Any]:
    """Yield the elements of an array, its opening bracket already read, without holding them all."""
    while not (buffer := buffer.lstrip(" \t\r\n,")).startswith("]"):
        try:
            value, end = _DECODER.raw_decode(buffer)
        except ValueError:
            # Read as much again, so that a long element is not tried over and over.
            more = file.read(max(_CHUNK, len(buffer)))
            if not more or len(buffer) > LARGEST_WHOLE:
                raise
            buffer += more
        else:
            yield value
            buffer = buffer[end:]


def _inside(path: Path, file: TextIO, start: str) -> list[Any]:
    """Return the first list in an object, as in {"total": 3, "data": [...]}, or else the object itself."""
    if path.stat().st_size > LARGEST_WHOLE:
        raise RefusedError("json_too_large", megabytes=str(LARGEST_WHOLE >> 20))
    found = _DECODER.decode(start + file.read())
    return next((value for value in found.values() if isinstance(value, list)), [found])


def _record(value: Any, reading: Reading, damaged: bool = False) -> Record:
    if not isinstance(value, dict):
        return {}, "json_damaged"
    return _flat(value, reading), "encoding_damaged" if damaged else ""


def _flat(record: Mapping[str, Any], reading: Reading) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in record.items():
        inner = value.items() if isinstance(value, dict) else [(None, value)]
        for name, part in inner:
            text = json.dumps(part, ensure_ascii=False) if isinstance(part, dict) else cell_text(part)
            cells[key if name is None else f"{key}[{name}]"] = reading.fix(text) if reading.fix else text
    return cells


def _parquet_rows(path: Path) -> Iterator[Row]:
    import duckdb  # a third of a second, which every workbook's own process would pay

    try:
        with duckdb.connect(config={"threads": 1}) as con:
            con.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
            found = con.execute(_parquet_query(con, path), {"path": str(path)})
            yield [column[0] for column in found.description or ()], ""
            while rows := found.fetchmany(_BATCH):
                for row in rows:
                    yield [cell_text(cell) for cell in row], ""
    except duckdb.Error:
        raise RefusedError("damaged") from None


def _parquet_query(con: "duckdb.DuckDBPyConnection", path: Path) -> str:
    """Moments with a zone become the wall clock of Viet Nam."""
    columns = con.execute("describe select * from read_parquet($path)", {"path": str(path)}).fetchall()
    quoted = ((name.replace('"', '""'), kind) for name, kind, *_ in columns)
    parts = (f'"{name}"' + ("::timestamp" if "TIME ZONE" in kind else "") + f' as "{name}"' for name, kind in quoted)
    return f"select {', '.join(parts)} from read_parquet($path)"

"""CSV, TSV and other delimited text as grids, one for every delimiter that could be meant."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from etl.sources.encoding import Fix, Reading, detect
from etl.sources.model import Grid, RefusedError, Row

DELIMITERS = ",;\t|"
PLAIN_FROM = 32 << 20
"""Files from this size on are left to DuckDB as they are, if they are regular."""

_LONGEST_LINE = 1 << 20
_LONGEST_RECORD = 500
_RUNAWAYS = 1000
_SAMPLE = 1 << 20
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
csv.field_size_limit(_LONGEST_LINE * _LONGEST_RECORD)
_BLANK_LINE = re.compile(rb"\n\r?\n|\r\r")


def text_grids(path: Path) -> list[Grid]:
    """Return a grid for every delimiter that parts the text, the likeliest first; at least one."""
    size = path.stat().st_size
    with path.open("rb") as file:
        sample = file.read(PLAIN_FROM)
    whole = size <= len(sample)
    reading = detect(sample, whole)
    careful = not whole or reading.damaged or any(sign in sample for sign in (b'"', b"\0", b"\xef\xbf\xbd"))
    ways = {delimiter: partial(_rows, path, reading, delimiter, careful) for delimiter in DELIMITERS}
    evenness = {delimiter: _evenness(rows()) for delimiter, rows in ways.items()}
    meant = sorted((delimiter for delimiter in DELIMITERS if evenness[delimiter]), key=evenness.__getitem__, reverse=True)
    plain = path if not whole and reading.is_plain and _is_regular(path, size) else None
    return [Grid(ways[delimiter], reading.name, delimiter=delimiter, plain=plain) for delimiter in meant or [","]]


def plain_rows(path: Path, delimiter: str = ",") -> Iterator[Row]:
    """Return the rows of a UTF-8 file."""
    return _rows(path, Reading("utf-8", "utf-8-sig"), delimiter, careful=True)


def csv_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV that this room wrote itself."""
    with path.open(encoding="utf-8", newline="") as file:
        for fields in csv.reader(file):
            yield fields, ""


def _evenness(rows: Iterator[Row]) -> tuple[int, ...]:
    """Return how many of the first rows have the commonest width above one, and that width; () if none."""
    widths = Counter(len(fields) for fields, _ in islice(rows, 50) if any(fields))
    return max(((count, width) for width, count in widths.items() if width > 1), default=())


def _rows(path: Path, reading: Reading, delimiter: str, careful: bool) -> Iterator[Row]:
    """Yield the rows; `careful`: there may be quotes or damage, which cost time to watch for."""
    with path.open(encoding=reading.codec, errors="replace", newline="") as file:
        lines = bounded_lines(file)
        rows = _records(lines, delimiter) if careful else ((row, "") for row in csv.reader(lines, delimiter=delimiter))
        yield from _fixed(rows, reading.fix) if reading.fix else rows


def _fixed(rows: Iterator[Row], fix: Fix) -> Iterator[Row]:
    for fields, fault in rows:
        fixed = [field if field.isascii() else fix(field) for field in fields]
        damaged = not fault and any("\ufffd" in field for field in fixed)
        yield fixed, "encoding_damaged" if damaged else fault


def bounded_lines(file: TextIO) -> Iterator[str]:
    """Yield the lines of `file`; refuse it if one of them would fill the memory."""
    for line in iter(partial(file.readline, _LONGEST_LINE), ""):
        if len(line) == _LONGEST_LINE:
            raise RefusedError("line_too_long")
        yield line


def _records(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """Yield the records; a quote that is never closed spoils its own line only, not the rest of the file."""
    back: deque[str] = deque()
    for _ in range(_RUNAWAYS):
        taken: list[str] = []
        try:
            yield from _sound(lines, back, taken, delimiter)
        except _RunawayError:
            yield _fields(taken[0], delimiter), "quote_unclosed"
            back.extendleft(reversed(taken[1:]))
        else:
            return
    for line in (*back, *lines):
        yield _fields(line, delimiter), "quote_unclosed" if '"' in line else ""


class _RunawayError(Exception):
    """A quoted field has swallowed lines that are no part of it."""


def _sound(lines: Iterator[str], back: deque[str], taken: list[str], delimiter: str) -> Iterator[Row]:
    ended = False

    def noted() -> Iterator[str]:
        nonlocal ended
        while back:
            taken.append(back.popleft())
            yield taken[-1].replace("\0", "")
        for line in lines:
            taken.append(line)
            if len(taken) > _LONGEST_RECORD:
                raise _RunawayError
            yield line.replace("\0", "") if "\0" in line else line
        ended = True

    try:
        for fields in csv.reader(noted(), delimiter=delimiter):
            if (ended or len(taken) > 1) and not _whole(taken, delimiter):
                raise _RunawayError
            yield _unwrapped(fields, taken), _fault(taken)
            taken.clear()
    except csv.Error:
        raise _RunawayError from None


def _whole(taken: list[str], delimiter: str) -> bool:
    try:
        return len(list(csv.reader(taken, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _fields(line: str, delimiter: str) -> list[str]:
    return line.replace("\0", "").rstrip("\r\n").split(delimiter)


def _unwrapped(fields: list[str], taken: list[str]) -> list[str]:
    """Return the fields without Excel's ="…" around texts that look like numbers."""
    if '="' not in taken[0] and (len(taken) == 1 or '="' not in "".join(taken)):
        return fields
    return [found[1] if (found := _WRAPPED.fullmatch(field)) else field for field in fields]


def _fault(taken: list[str]) -> str:
    text = taken[0] if len(taken) == 1 else "".join(taken)
    if "\0" in text:
        return "nul_byte"
    return "" if "\ufffd" not in text else "encoding_damaged"


def _is_regular(path: Path, size: int) -> bool:
    """Return True when samples show nothing that needs the exact reading, such as blank lines."""
    with path.open("rb") as file:
        for start in (0, size // 2, max(size - _SAMPLE, 0)):
            file.seek(start)
            sample = file.read(_SAMPLE)
            if b"\0" in sample or b'="' in sample or _BLANK_LINE.search(sample.rstrip(b"\r\n")):
                return False
    return True

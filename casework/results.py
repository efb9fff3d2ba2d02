"""Results of the calls: officials fill them into the very workbook and hand it in; nothing anybody wrote is lost.

Every cell handed in is kept with file, hand and time. It counts at once unless somebody else changed the same cell after this
workbook left the house: then both stay, and a person chooses.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd

from casework.lists import SavedList, list_of
from casework.seal import SealedList, plain, read_sealed
from rules.messages import messages
from warehouse.clock import now
from warehouse.errors import NotSealed
from warehouse.reader import Warehouse

CHOICES = {
    "contact_result": ("reached", "no_answer", "wrong_number", "refused"),
    "classification": ("f1", "f2", "no_contact"),
    "isolated": ("home", "centre", "hospital", "no"),
    "test_result": ("negative", "positive", "waiting"),
}
FIELDS = (*CHOICES, "note")
LONGEST = 1_000


@dataclass
class HandedIn:
    """What became of a workbook handed in. `faults` are (code, sheet, row, title) of cells that were not taken."""

    saved: SavedList
    taken: int = 0
    unchanged: int = 0
    conflicts: int = 0
    faults: list[tuple[str, str, int, str]] = field(default_factory=list)


def current(warehouse: Warehouse, root_id: str) -> pd.DataFrame:
    """Return what counts now: index row_code, one column per FIELDS; missing: nobody has said."""
    with warehouse.people() as con:
        return _now(con, root_id)


def version(warehouse: Warehouse, root_id: str) -> int:
    """Return the number of the newest result of a list: printed on the cover, so that a later upload knows what it was
    based on."""
    with warehouse.people() as con:
        return _newest(con, root_id)


def hand_in(warehouse: Warehouse, content: bytes, name: str, by: str) -> HandedIn:
    """Take in a filled workbook; raise NotSealed or UnknownList. The same workbook twice changes nothing."""
    book = read_sealed(content)
    done = HandedIn(list_of(warehouse, book.cover.get("cover_list_id", "")))
    base = book.cover.get("cover_version", "0")
    if "row_code" not in _places(book.titles) or not base.isdigit():
        raise NotSealed
    root = done.saved.root_id
    with warehouse.people(write=True) as con:
        con.execute("begin")
        rows = con.execute("select row_code from people.saved_row where list_id = ?", [done.saved.list_id]).fetchall()
        known = {code for (code,) in rows}
        told = _told(book, known, done)
        edits = _edits(con, root, int(base), told, done)
        origin = (name, hashlib.sha256(content).hexdigest(), by, now())
        for number, edit in enumerate(edits, start=_newest(con) + 1):
            con.execute("insert into people.outcome values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [number, root, *edit, *origin])
        con.execute("commit")
    return done


def _told(book: SealedList, known: set[str], done: HandedIn) -> dict[tuple[str, str], str]:
    """Return (row code, field) → value for every cell that can be read; what cannot becomes a fault."""
    places = _places(book.titles)
    told: dict[tuple[str, str], str] = {}
    seen: set[str] = set()
    for sheet, row_no, row in book.rows:
        code = plain(row[places["row_code"]]).strip()
        if code not in known or code in seen:
            done.faults.append(("result_row_twice" if code in seen else "result_row_unknown", sheet, row_no, ""))
            continue
        seen.add(code)
        for column in (name for name in FIELDS if name in places):
            value = _coded(column, plain(row[places[column]]).strip())
            if value is None:
                done.faults.append(("result_unknown", sheet, row_no, book.titles[places[column]]))
            else:
                told[code, column] = value
    return told


def _edits(
    con: duckdb.DuckDBPyConnection, root: str, base: int, told: dict[tuple[str, str], str], done: HandedIn
) -> list[tuple[str, str, str, str]]:
    """Return (row code, field, value, status) of every cell that says something new."""
    before, today = _now(con, root, base), _now(con, root)
    waiting = set(
        con.execute(
            "select row_code, field, value from people.outcome where root_id = ? and status = 'conflict'", [root]
        ).fetchall()
    )
    edits = []
    for (code, column), value in told.items():
        then, here = _at(before, code, column), _at(today, code, column)
        if value in (then, here) or (code, column, value) in waiting:
            done.unchanged += value != ""
        elif here == then:
            done.taken += 1
            edits.append((code, column, value, "applied"))
        else:
            done.conflicts += 1
            edits.append((code, column, value, "conflict"))
    return edits


def conflicts(warehouse: Warehouse, root_id: str) -> pd.DataFrame:
    """Return the open conflicts: number, row_code, field, value (handed in), standing (what counts), made_by, made_at,
    file_name; notes as they may be seen, since they are free text about a person."""
    with warehouse.people() as con:
        rows = con.execute(
            "select number, row_code, field, value, made_by, made_at, file_name from people.outcome"
            " where root_id = ? and status = 'conflict' order by number", [root_id]).df()  # fmt: skip
        standing = _now(con, root_id)
    rows["standing"] = [_at(standing, code, column) for code, column in zip(rows["row_code"], rows["field"], strict=True)]
    if rows.empty:
        return rows
    notes = rows["field"] == "note"
    parted = rows.assign(note=rows["value"].where(notes), standing_note=rows["standing"].where(notes))
    hidden = {"value": rows["value"].mask(notes, ""), "standing": rows["standing"].mask(notes, "")}
    seen = warehouse.shown("conflicting results", parted.assign(**hidden))
    return rows.assign(value=seen["note"].fillna(seen["value"]), standing=seen["standing_note"].fillna(seen["standing"]))


def settle(warehouse: Warehouse, number: int, by: str, *, take: bool) -> None:
    """End a conflict: take the value handed in, or leave the one that stands. Both stay in the record."""
    with warehouse.people(write=True) as con:
        con.execute("begin")
        if take:
            con.execute(
                "insert into people.outcome select (select max(number) + 1 from people.outcome), root_id, row_code, field,"
                " value, 'applied', file_name, sha256, $by, $at from people.outcome"
                " where number = $number and status = 'conflict'",
                {"by": by, "at": now(), "number": number})  # fmt: skip
        con.execute("update people.outcome set status = 'settled' where number = ? and status = 'conflict'", [number])
        con.execute("commit")


def _places(titles: tuple[str, ...]) -> dict[str, int]:
    said = messages()
    names = {title: name for name in (*FIELDS, "row_code") for title in said[f"list_{name}"].values()}
    return {names[title]: place for place, title in enumerate(titles) if title in names}


def _coded(column: str, text: str) -> str | None:
    """Return the code of a choice as it stands in either language, a note as it is, None if it is no choice."""
    if column not in CHOICES or not text:
        return text[:LONGEST]
    said = messages()
    codes = {words.casefold(): code for code in CHOICES[column] for words in said[f"choice_{code}"].values()}
    return codes.get(text.casefold())


def _at(table: pd.DataFrame, code: str, column: str) -> str:
    value: Any = table[column].get(code) if column in table else None
    return value if isinstance(value, str) else ""


def _newest(con: duckdb.DuckDBPyConnection, root_id: str | None = None) -> int:
    query = "select coalesce(max(number), 0) from people.outcome where coalesce(root_id = $root, true)"
    rows = con.execute(query, {"root": root_id}).fetchall()
    return int(rows[0][0])


def _now(con: duckdb.DuckDBPyConnection, root_id: str, until: int | None = None) -> pd.DataFrame:
    rows = con.execute(
        "select row_code, field, arg_max(value, number) as value from people.outcome"
        " where root_id = $root and status = 'applied' and ($until is null or number <= $until) group by all",
        {"root": root_id, "until": until}).df()  # fmt: skip
    return rows.pivot(index="row_code", columns="field", values="value").reindex(columns=list(FIELDS))

"""Lists under their case: every list that leaves the house is kept, so that it can be verified, compared and worked on.

A list made again from another's question has the same `root_id`: the results of the calls belong to the root.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

import pandas as pd

from access.view_log import Purpose
from queries.contact_list import contact_list
from queries.persons import named
from queries.tracing import (
    ContactQuestion,
    Question,
    VenueQuestion,
    Window,
    chosen,
    contacts,
    hold_to_scope,
    of_humans,
    second_ring,
    venues,
)  # fmt: skip
from warehouse.clock import now
from warehouse.errors import UnknownList
from warehouse.reader import Warehouse

KEPT = (
    "row_code", "case_id", "contact_id", "sure_seconds", "probable_seconds", "possible_seconds", "first_meeting",
    "last_meeting", "priority", "reasons", "district_code", "closest_kind",
)  # fmt: skip
CHANGES = ("new", "withdrawn", "changed")


@dataclass(frozen=True)
class SavedList:
    """A list that left the house, without its rows. `ring` 2: the contacts' contacts of `question`."""

    list_id: str
    root_id: str
    purpose: Purpose
    question: Question
    ring: int
    rows: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Asked:
    """A question, its ring (1: contacts, 2: their contacts) and its answer, as queries.contact_list gives it."""

    question: Question
    ring: int
    rows: pd.DataFrame

    def described(self) -> str:
        """Return the question as the view log has it: no person in it."""
        asked = self.question
        rule = f"{asked.min_minutes} min {asked.band}"
        if isinstance(asked, VenueQuestion):
            return f"people at venue {asked.venue_id}, {asked.starts:%Y-%m-%d %H:%M} to {asked.ends:%Y-%m-%d %H:%M}, {rule}"
        first, last = asked.days
        of = f", to be called by district {asked.district}" if asked.district else ""
        without = f", without {len(asked.without)} venues" if asked.without else ""
        return f"contacts of {len(asked.windows)} cases, {first} to {last}, ring {self.ring}, {rule}{without}{of}"


def ask(warehouse: Warehouse, question: Question, ring: int = 1, met: pd.DataFrame | None = None) -> Asked:
    """Return the list that answers the question now, in a district its part of it; `met` is what queries.tracing.everybody
    answers to it, if known. Raises NotAllowed."""
    hold_to_scope(warehouse, question)
    if isinstance(question, VenueQuestion):
        return Asked(question, 1, contact_list(warehouse, question))
    question = of_humans(warehouse, question)
    question = replace(question, district=warehouse.district) if warehouse.district else question
    first = contacts(warehouse, question) if met is None else chosen(met, question)
    if ring == 1:
        return Asked(question, 1, contact_list(warehouse, question, found=first))
    apart = frozenset(window.person_id for window in question.windows) | frozenset(first.get("contact_id", ()))
    return Asked(question, 2, contact_list(warehouse, second_ring(question, first), apart))


def keep(warehouse: Warehouse, asked: Asked, purpose: Purpose, by: str, root: str | None = None) -> SavedList:
    """Keep a list and return it; the same list for the same case number is kept once."""
    told = {name: value for name, value in asdict(asked.question).items() if name != "district" or value}
    question = json.dumps({"ring": asked.ring, **told}, default=str, sort_keys=True)
    figures = asked.rows[[column for column in KEPT if column in asked.rows and column != "reasons"]].to_csv(index=False)
    list_id = _short(purpose.case_number, question, figures, root or "")
    saved = SavedList(list_id, root or list_id, purpose, asked.question, asked.ring, len(asked.rows), now(), by)
    kept = coded(saved, asked.rows)
    kept = kept.assign(reasons=kept["reasons"].map(",".join))[list(KEPT)]
    with warehouse.people(write=True) as con:
        if con.execute("select 1 from people.saved_list where list_id = ?", [list_id]).fetchall():
            return replace(saved, made_at=_read(con, "list_id = ?", list_id)[0].made_at)
        con.execute("begin")
        con.execute(
            "insert into people.saved_list values (?, ?, ?, ?, ?, ?, ?, ?)",
            [list_id, saved.root_id, purpose.case_number, purpose.reason, question, saved.rows, saved.made_at, by],
        )
        if len(kept):
            con.register("kept", kept)
            con.execute("insert into people.saved_row select $id, * from kept", {"id": list_id})
            con.unregister("kept")
        con.execute("commit")
    return saved


def coded(saved: SavedList, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with `row_code`, which names a row in every list of the same root."""
    pairs = zip(rows["case_id"], rows["contact_id"], strict=True)
    codes = [_short(saved.root_id, "" if pd.isna(case) else str(case), str(contact)) for case, contact in pairs]
    return rows.assign(row_code=codes)


def _short(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10].upper()


def seal(warehouse: Warehouse, saved: SavedList, checksums: dict[str, int], by: str) -> None:
    """Write into the register that files with these checksums (and so many rows) left the house as this list."""
    with warehouse.people(write=True) as con:
        for checksum, rows in checksums.items():
            con.execute("insert or ignore into people.seal values (?, ?, ?, ?, ?)", [checksum, saved.list_id, rows, now(), by])


def sealed_as(warehouse: Warehouse, checksum: str) -> list[SavedList]:
    """Return the lists that left the house with this checksum: none if the file is not genuine."""
    with warehouse.people() as con:
        return _mine(warehouse, _read(con, "list_id in (select list_id from people.seal where sha256 = ?)", checksum))


def lists(warehouse: Warehouse) -> list[SavedList]:
    """Return all lists kept, in a district its own, newest first."""
    with warehouse.people() as con:
        return _mine(warehouse, _read(con, "list_id <> ?", ""))


def list_of(warehouse: Warehouse, list_id: str) -> SavedList:
    """Return one list; raise UnknownList."""
    with warehouse.people() as con:
        found = _mine(warehouse, _read(con, "list_id = ?", list_id.strip().upper()))
    if not found:
        raise UnknownList(name=list_id)
    return found[0]


def _mine(warehouse: Warehouse, found: list[SavedList]) -> list[SavedList]:
    """Return of these lists, in a district, those of its contacts and of its venues."""
    if not warehouse.district:
        return found
    there = set(venues(warehouse)["venue_id"])
    return [one for one in found if _is_of(one.question, warehouse.district, there)]


def _is_of(question: Question, district: str, there: set[int]) -> bool:
    return question.venue_id in there if isinstance(question, VenueQuestion) else question.district == district


def _read(con: object, condition: str, value: str) -> list[SavedList]:
    rows = con.execute(  # type: ignore[attr-defined]
        "select list_id, root_id, case_number, reason, question, list_rows, made_at, made_by from people.saved_list"
        f" where {condition} order by made_at desc, list_id",
        [value],
    ).fetchall()
    return [SavedList(i, root, Purpose(case, why), *_question(text), n, at, by) for i, root, case, why, text, n, at, by in rows]


def _question(text: str) -> tuple[Question, int]:
    told = json.loads(text)
    if "venue_id" in told:
        starts, ends = datetime.fromisoformat(told["starts"]), datetime.fromisoformat(told["ends"])
        return VenueQuestion(told["venue_id"], starts, ends, told["min_minutes"], told["band"]), 1
    windows = tuple(
        Window(
            one["person_id"],
            date.fromisoformat(one["first"]),
            date.fromisoformat(one["last"]),
            datetime.fromisoformat(one["since"]) if one["since"] else None,
        )
        for one in told["windows"]
    )
    without, district = tuple(told.get("without", ())), told.get("district", "")
    return ContactQuestion(windows, told["min_minutes"], told["band"], without, district), told["ring"]


def kept_rows(warehouse: Warehouse, list_id: str) -> pd.DataFrame:
    """Return the rows of a list as they were kept; columns KEPT."""
    with warehouse.people() as con:
        rows = con.execute(f"select {', '.join(KEPT)} from people.saved_row where list_id = ?", [list_id]).df()
    for moment in ("first_meeting", "last_meeting"):
        rows[moment] = rows[moment].astype("datetime64[us]")
    return rows


def difference(warehouse: Warehouse, saved: SavedList) -> tuple[Asked, pd.DataFrame]:
    """Ask the list's question again. Return the list as it is now, and only what differs: the columns of a contact list and
    `change`, one of CHANGES, and `before`, the seconds in the list's band that it had then. A withdrawn contact has the
    figures it was listed with."""
    asked = ask(warehouse, saved.question, saved.ring)
    current, old = coded(saved, asked.rows), kept_rows(warehouse, saved.list_id)
    band = f"{saved.question.band}_seconds"
    figures = ["sure_seconds", "probable_seconds", "possible_seconds", "first_meeting", "last_meeting", "priority"]
    both = current.merge(old[["row_code", *figures]], on="row_code", how="left", suffixes=("", "_then"), indicator=True)
    fresh = both["_merge"] == "left_only"
    moved = pd.Series(False, index=both.index)
    for figure in figures:
        moved |= ~fresh & (both[figure] != both[f"{figure}_then"])
    both = both.assign(change=fresh.map({True: "new", False: "changed"}), before=both[f"{band}_then"])
    shown = both.loc[fresh | moved, [*current.columns, "change", "before"]]
    gone = old[~old["row_code"].isin(current["row_code"])]
    if gone.empty:
        return asked, shown.reset_index(drop=True)
    who = named(warehouse, {*gone["contact_id"], *gone["case_id"].dropna()}).set_index("person_id")
    lost = gone.assign(
        reasons=gone["reasons"].str.split(",").map(tuple),
        contact_name=gone["contact_id"].map(who["name"]),
        contact_phone=gone["contact_id"].map(who["phone"]),
        case_phone=gone["case_id"].map(who["phone"]),
        change="withdrawn",
        before=gone[band],
    )
    return asked, pd.concat([shown, lost.reindex(columns=shown.columns)], ignore_index=True)

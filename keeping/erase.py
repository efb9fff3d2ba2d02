"""One person's data gone from all stores, and what still holds them named. Docs: docs/keeping.md, sections 4 and 5.

The lake goes first: as long as the people store knows the person, an erasure that was killed can be asked for again.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from etl import checks
from etl.batch import Batch, opened, runs, workspace
from etl.erased import remember
from etl.publish import roll_up
from etl.sources import Refusal, load_layouts, open_tables
from keeping.subject import Asked, Subject, digits_of, find, held
from rules.text import fold
from warehouse import lake
from warehouse.engine import sql
from warehouse.errors import NoWarehouse
from warehouse.lock import only_loader
from warehouse.place import REFERENCE, Place
from warehouse.settings import load_settings
from warehouse.stores import OFFICE, PEOPLE, both_attached

FOLDER = "keeping/sql/erase"
OWN = "person_id in (from asked_person)"
TIE = f"{OWN} or other_id in (from asked_person)"
MEETING = "contact_id in (from asked_person) or case_id in (from asked_person)"
GONE_LIST = "root_id in (from gone_root)"
REJECTED = "(file_id, row_no) in (select (file_id, row_no) from asked_rejected)"
GONE = {
    "person": OWN, "person_name": OWN, "card_holder": OWN, "link": TIE, "link_decision": TIE,
    "rejected": REJECTED,
    "saved_row": f"{MEETING} or list_id in (select list_id from people.saved_list where {GONE_LIST})",
    "seal": f"list_id in (select list_id from people.saved_list where {GONE_LIST})",
    "outcome": f"{GONE_LIST} or (root_id, row_code) in (select (l.root_id, r.row_code) from people.saved_row r"
    f" join people.saved_list l using (list_id) where {MEETING})",
}  # fmt: skip
"""Table of the people store → which of its rows go; what is left of `saved_list` stands in the table list_left."""
GONE_OFFICIAL = {"administrator": "phone in (from asked_phone)", "rejected": REJECTED}
"""The same of the store of officials."""
LISTS = "select l.* replace (n.question as question) from people.saved_list l join list_left n using (list_id)"


@dataclass
class Erasure:
    """What was removed, or would be: kind → number. `lists`: codes of lists in which the person stood, which may be in other
    hands. `remains`: (kind, where) of texts that officials wrote. `files`: of the inbox, those that hold the person;
    `unread`: those that cannot be read. `others`: how many phones of theirs others use too."""

    removed: dict[str, int]
    lists: list[str]
    remains: list[tuple[str, str]]
    files: list[Path]
    unread: list[Path]
    others: int


def erase(place: Place, asked: Asked, *, by: str, dry_run: bool = False) -> Erasure:
    """Remove one person from the lake and both stores, for good, and return what was found.

    Raises NoWarehouse, LoaderBusy, PeopleKeyError, PersonUnknown, SeveralPeople, or ChecksFailed, with
    the lake as it was.
    """
    if not place.exists:
        raise NoWarehouse(data=place.root.name)
    settings = load_settings(place)
    with only_loader(place, settings.loader_wait_seconds):
        with workspace(place) as work, opened(place, settings, work, lambda *_: None, by) as batch:
            found = _erase(batch, asked, dry_run)
        if not dry_run:
            lake.compact(place)
    return found


def _erase(batch: Batch, asked: Asked, dry_run: bool) -> Erasure:
    con = batch.con
    with both_attached(con, batch.place, write=True):
        subject = find(con, asked)
        removed = held(con) | {"rejected": batch.number("select count(*) from asked_rejected")}
        lists = [code for (code,) in batch.rows(f"select distinct list_id from people.saved_row where {MEETING} order by all")]
        remains = batch.rows(sql(f"{FOLDER}/remains"))
    files, unread = _in_inbox(batch, subject)
    if not dry_run:
        _from_lake(batch)
        with both_attached(con, batch.place, write=True):
            _from_stores(batch, subject)
        with both_attached(con, batch.place):
            _administrators(batch)
            remains = batch.rows(sql(f"{FOLDER}/remains"))
    return Erasure(removed, lists, [(kind, where) for kind, where in remains], files, unread, len(subject.shared))


def _from_lake(batch: Batch) -> None:
    """Remove the person's rows and count their days anew, as one commit; then nothing of what was there before is left."""
    con = batch.con
    days = [day for (day,) in batch.rows(sql(f"{FOLDER}/day"))]
    con.execute("begin")
    try:
        for statement in con.extract_statements(sql(f"{FOLDER}/lake")):
            con.execute(statement)
        for first, last in runs(days):
            roll_up(batch, first, last)
            checks.hold(con, first, last, batch.settings.pairing_cap_hours)
        con.execute("call lake.set_commit_message($by, 'erasure')", {"by": batch.by})
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    lake.scrub(con)


def _from_stores(batch: Batch, subject: Subject) -> None:
    """Remember by keyed hashes whom an old file must not bring back, and write the stores without them."""
    remember(batch, subject.phones, subject.shared, subject.names, subject.ids)
    _lists_left(batch, set(subject.persons))
    OFFICE.rewrite(batch.con, batch.place, GONE_OFFICIAL)
    PEOPLE.rewrite(batch.con, batch.place, GONE, {"saved_list": LISTS})


def _lists_left(batch: Batch, persons: set[int]) -> None:
    """Make list_left, the lists that stay with their question, and gone_root, those of which the person was the only case."""
    left, gone = [], set()
    for code, root, text in batch.rows("select list_id, root_id, question from people.saved_list"):
        told = json.loads(text)
        if "windows" in told:
            told["windows"] = [one for one in told["windows"] if one["person_id"] not in persons]
            gone |= set() if told["windows"] else {root}
            text = json.dumps(told, sort_keys=True)
        left.append((code, root, text))
    frame = pd.DataFrame([one for one in left if one[1] not in gone], columns=["list_id", "root_id", "question"], dtype="str")
    batch.con.register("left_lists", frame)
    batch.con.execute("create or replace temp table list_left as select list_id, question from left_lists")
    batch.con.unregister("left_lists")
    batch.con.execute("create or replace temp table gone_root as select unnest($r::varchar[]) as root_id", {"r": [*gone]})


def _administrators(batch: Batch) -> None:
    """Bring the lake's administrators to what their store says now."""
    batch.make("administrator_of", "etl/sql/identify/administrator_of", now=batch.started)
    batch.make("administrator_differs", "etl/sql/identify/administrator_differs")
    for statement in batch.con.extract_statements(sql("etl/sql/publish/administrator_of")):
        batch.con.execute(statement)


def _in_inbox(batch: Batch, subject: Subject) -> tuple[list[Path], list[Path]]:
    """Return the files of the inbox that hold the person, and those that cannot be read."""
    layouts = load_layouts(REFERENCE / "layouts")
    numbers, names = digits_of(subject), {fold(name) for name in subject.names if " " in fold(name)}
    holding, unread = [], []
    for path in sorted(path for path in batch.place.inbox.rglob("*") if path.is_file()):
        for found in open_tables(path, batch.work, layouts):
            if isinstance(found, Refusal):
                unread.append(path)
            elif _holds(found.csv, numbers, names):
                holding.append(path)
                break
    return holding, sorted(set(unread) - set(holding))


def _holds(table: Path, numbers: list[str], names: set[str]) -> bool:
    with table.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            digits = "".join(letter for letter in line if letter.isdigit() or letter in ",;\t|")
            if any(number in digits for number in numbers) or any(f" {name} " in f" {fold(line)} " for name in names):
                return True
    return False

"""What is older than its period goes for good: from the lake, the stores of persons, the inbox. Docs: docs/keeping.md.

Every step takes what it finds, so that a purge that was killed is finished by the next one.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from etl import checks
from etl.batch import Batch, opened, workspace
from etl.sources import Refusal
from etl.sources.unpack import sources
from rules.keeping import first_kept
from warehouse import lake
from warehouse.engine import sql
from warehouse.errors import NoWarehouse
from warehouse.lock import only_loader
from warehouse.place import Place
from warehouse.settings import Settings, load_settings
from warehouse.stores import OFFICE, PEOPLE, both_attached

FOLDER = "keeping/sql/purge"
PERIOD_OF = {
    "scan": "visits", "visit": "visits", "declaration": "visits", "case": "cases", "list": "lists", "rejected": "rejected",
    "person": "visits", "inbox": "inbox",
}  # fmt: skip
"""Kind of data → the setting keep_…_days that it follows; a person goes when nothing is kept that speaks of them."""
GONE_PERSON = "person_id not in (select person_id from stage.kept_person)"
GONE_OTHER = "other_id not in (select person_id from stage.kept_person)"
GONE_LIST = "root_id in (select root_id from stage.old_root)"
GONE_ROW = f"list_id in (select list_id from people.saved_list where {GONE_LIST})"
GONE_FILE = "file_id in (select file_id from stage.old_file)"
GONE = {
    "person": GONE_PERSON, "person_name": GONE_PERSON, "link": f"{GONE_PERSON} or {GONE_OTHER}",
    "link_decision": f"{GONE_PERSON} or {GONE_OTHER}", "card_holder": GONE_PERSON, "saved_list": GONE_LIST,
    "outcome": GONE_LIST, "saved_row": GONE_ROW, "seal": GONE_ROW, "rejected": GONE_FILE, "rejected_header": GONE_FILE,
}  # fmt: skip
"""Table of the people store → which of its rows go."""
GONE_OFFICIAL = {"rejected": GONE_FILE, "rejected_header": GONE_FILE}
"""The same of the store of officials."""
LEFTOVER_SECONDS = 86_400


@dataclass
class Purge:
    """What a purge removed, or would: kind (PERIOD_OF) → first day kept, number removed. `strangers`: old files of the inbox
    that were never loaded, and stay."""

    kept_from: dict[str, date]
    removed: dict[str, int]
    files: list[Path] = field(default_factory=list)
    strangers: list[Path] = field(default_factory=list)


def purge(place: Place, today: date, *, by: str, dry_run: bool = False) -> Purge:
    """Remove what on the day `today` is older than its period and return what that was.

    Raises NoWarehouse, LoaderBusy, PeopleKeyError, or ChecksFailed if the lake would not be sound, which is then as it was.
    """
    if not place.exists:
        raise NoWarehouse(data=place.root.name)
    settings = load_settings(place)
    with only_loader(place, settings.loader_wait_seconds):
        with workspace(place) as work, opened(place, settings, work, lambda *_: None, by) as batch:
            found = _remove(batch, _limits(settings, today), dry_run)
        if not dry_run:
            lake.compact(place)
            for path in [*found.files, *_leftovers(place)]:
                path.unlink(missing_ok=True)
    return found


def _limits(settings: Settings, today: date) -> dict[str, date]:
    periods = sorted(set(PERIOD_OF.values()) | {"cards"})
    return {name: first_kept(today, getattr(settings, f"keep_{name}_days")) for name in periods}


def _remove(batch: Batch, limits: dict[str, date], dry_run: bool) -> Purge:
    with both_attached(batch.con, batch.place, write=True):
        found = _found(batch, limits)
        if not dry_run and any(found.removed.values()):
            _from_lake(batch, found)
            OFFICE.rewrite(batch.con, batch.place, GONE_OFFICIAL)
            PEOPLE.rewrite(batch.con, batch.place, GONE)
    if not dry_run:
        lake.scrub(batch.con)
    return found


def _found(batch: Batch, limits: dict[str, date]) -> Purge:
    """Make the stage tables that say what goes and what stays, and count it."""
    for table in ("old_case", "old_root", "old_file", "kept_person"):
        batch.make(table, f"{FOLDER}/{table}", **_named(batch, f"{FOLDER}/{table}", limits))
    counted = batch.con.execute(sql(f"{FOLDER}/counts"), {"visits": limits["visits"]})
    kinds = [column[0] for column in counted.description or ()]
    found = Purge(
        {kind: limits[period] for kind, period in PERIOD_OF.items()}, dict(zip(kinds, counted.fetchall()[0], strict=True))
    )
    known = dict(batch.rows("select sha256, max(loaded_at)::date from lake.load_file group by all"))
    for path in _old_files(batch.place.inbox, limits["inbox"]):
        loaded = [known.get(digest) for digest in _digests(path, batch.work)]
        if not loaded or None in loaded:
            found.strangers.append(path)
        elif max(day for day in loaded if day) < limits["inbox"]:
            found.files.append(path)
    found.removed["inbox"] = len(found.files)
    return found


def _named(batch: Batch, name: str, limits: dict[str, date]) -> dict[str, date]:
    return {key: limits[key] for key in batch.con.extract_statements(sql(name))[0].named_parameters}


def _from_lake(batch: Batch, found: Purge) -> None:
    con, first = batch.con, found.kept_from["scan"]
    con.execute("begin")
    try:
        for statement in con.extract_statements(sql(f"{FOLDER}/lake")):
            con.execute(statement, {"visits": first} if statement.named_parameters else None)
        rows = [(kind, found.kept_from[kind], count, batch.started, batch.by) for kind, count in found.removed.items() if count]
        con.executemany("insert into lake.purge values (?, ?, ?, ?, ?)", rows)
        checks.hold(con, first, first + timedelta(days=1), batch.settings.pairing_cap_hours)
        con.execute("call lake.set_commit_message($by, 'purge')", {"by": batch.by})
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise


def _old_files(inbox: Path, first: date) -> Iterator[Path]:
    """Yield the files of the inbox that were not touched since the first day kept."""
    for path in sorted(inbox.rglob("*")):
        if path.is_file() and date.fromtimestamp(path.stat().st_mtime) < first:
            yield path


def _digests(path: Path, work: Path) -> list[str]:
    """Return the SHA-256 of every file that a file stands for, as the ledger has it; '' for what cannot be read."""
    found = []
    for source in sources(path, work):
        if isinstance(source, Refusal):
            found.append("")
            continue
        with source.file.open("rb") as file:
            found.append(hashlib.file_digest(file, "sha256").hexdigest())
    return found


def _leftovers(place: Place) -> list[Path]:
    """Return what programs that were killed left in the work folder: uploads, what an engine put on disk, links of a backup (by
    the time of the link, not of what it links)."""
    before = time.time() - LEFTOVER_SECONDS
    return [path for path in place.work.rglob("*") if path.is_file() and path.stat().st_ctime < before]

"""Back to the state before a load, as a new commit: nobody who reads meanwhile sees anything half done.

Append-only tables keep their rows: a code that was issued hangs on a wall.
"""

import duckdb

from etl.batch import opened, workspace
from warehouse import lake
from warehouse.errors import NoWarehouse, TooOld
from warehouse.lock import only_loader
from warehouse.place import Place
from warehouse.settings import load_settings


def rollback(place: Place, load: int | None, *, by: str) -> int:
    """Undo `load` (the newest if None) and every later one; return its number. Raises TooOld if it is not kept."""
    if not place.exists:
        raise NoWarehouse(data=place.root.name)
    settings = load_settings(place)
    with (
        only_loader(place, settings.loader_wait_seconds),
        workspace(place) as work,
        opened(place, settings, work, lambda *_: None, by) as batch,
    ):
        wanted = load or batch.number("select max(load_id) from lake.load_file")
        _restore(batch.con, _before(batch.con, wanted), f"rollback to before load {wanted}", by)
    return wanted


def _before(con: duckdb.DuckDBPyConnection, load: int) -> int:
    """Return the snapshot just before a load that is still in the ledger."""
    row = con.execute(
        "select max(snapshot_id) - 1 from lake.snapshots() where commit_message = 'load ' || $load"
        " and exists (select 1 from lake.load_file where load_id = $load)",
        {"load": load},
    ).fetchone()
    if row is None or row[0] is None or not _kept(con, int(row[0])):
        raise TooOld(name=str(load))
    return int(row[0])


def _kept(con: duckdb.DuckDBPyConnection, snapshot: int) -> bool:
    found = con.execute("select count(*) from lake.snapshots() where snapshot_id = ?", [snapshot]).fetchone()
    return bool(found and found[0])


def _restore(con: duckdb.DuckDBPyConnection, snapshot: int, text: str, by: str) -> None:
    newest = lake.snapshot(con)
    span = {"first": snapshot + 1, "last": newest}
    con.execute("begin")
    try:
        for table in (name for name, told in lake.tables().items() if not told.get("append_only")):
            changes = f"(select rowid from ducklake_table_{{}}('lake', 'main', '{table}', $first, $last))"
            con.execute(f"delete from lake.{table} where rowid in {changes.format('insertions')}", span)
            con.execute(
                f"insert into lake.{table} by name select * from lake.{table} at (version => {snapshot})"
                f" where rowid in {changes.format('deletions')}",
                span,
            )
        con.execute("call lake.set_commit_message($by, $text)", {"by": by, "text": text})
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise

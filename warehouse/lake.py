"""The lake: creating it, opening it for reading or for the one loader, its snapshots and its sweeping."""

import sqlite3
import tomllib
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import NoWarehouse
from warehouse.place import Place

SCHEMA = Path(__file__).parent / "schema" / "lake.toml"
PRESENT = "select table_name, column_name from duckdb_columns() where database_name = 'lake'"
OPTIONS = {"parquet_compression": "zstd", "parquet_row_group_size": 20_480}


@cache
def tables() -> dict[str, dict[str, Any]]:
    """Return the schema: table → grain, columns (name → type, meaning), partition, order."""
    schema: dict[str, dict[str, Any]] = tomllib.loads(SCHEMA.read_text("utf-8"))
    for table in schema.values():
        if "same_columns_as" in table:
            table["columns"] = schema[table["same_columns_as"]]["columns"]
    return schema


def attach(con: duckdb.DuckDBPyConnection, place: Place, *, read_only: bool) -> None:
    """Attach the lake as `lake`; a writer makes it first if it is not there. Raises NoWarehouse for a reader."""
    if not place.exists:
        if read_only:
            raise NoWarehouse(data=place.root.name)
        _create(con, place)
        return
    con.execute(_attach_sql(place, read_only=read_only))
    missing = _missing(con)
    if missing and read_only:  # made before these tables and columns were thought of
        con.execute("detach lake")
        con.execute(_attach_sql(place, read_only=False))
        _make(con, missing)
        con.execute("detach lake")
        con.execute(_attach_sql(place, read_only=True))
    elif missing:
        _make(con, missing)


def _missing(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the statements that make what the schema has and the lake lacks."""
    present: dict[str, set[str]] = {}
    for table, column in con.execute(PRESENT).fetchall():
        present.setdefault(table, set()).add(column)
    statements: list[str] = []
    for name, table in tables().items():
        lacking = table["columns"].keys() - present[name] if name in present else ()
        added = [(column, *told) for column, told in table["columns"].items() if column in lacking]
        statements += [f"alter table lake.{name} add column {column} {kind}" for column, kind, _ in added]
        statements += [_comment(name, column, meaning) for column, _, meaning in added]
        statements += [] if name in present else _definition(name, table)
    return statements


def _make(con: duckdb.DuckDBPyConnection, statements: Sequence[str]) -> None:
    con.execute("begin")
    for statement in statements:
        con.execute(statement)
    con.execute("commit")


def _attach_sql(place: Place, *, read_only: bool) -> str:
    mode = ", READ_ONLY" if read_only else ""
    catalog, files = _quoted(place.catalog), _quoted(place.files)
    options = f"DATA_PATH '{files}', OVERRIDE_DATA_PATH true, DATA_INLINING_ROW_LIMIT 0{mode}"
    return f"ATTACH 'ducklake:sqlite:{catalog}' AS lake ({options})"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _create(con: duckdb.DuckDBPyConnection, place: Place) -> None:
    """Make the catalog under another name and rename it, so that a reader never meets half a schema."""
    place.files.mkdir(parents=True, exist_ok=True)
    draft = Place(place.root).warehouse / "catalog.draft.sqlite"
    for leftover in draft.parent.glob("catalog.draft.sqlite*"):
        leftover.unlink()
    con.execute(_attach_sql(place, read_only=False).replace(_quoted(place.catalog), _quoted(draft)))
    _make(con, [statement for name, table in tables().items() for statement in _definition(name, table)])
    for option, value in OPTIONS.items():
        con.execute(f"call lake.set_option('{option}', '{value}')")
    con.execute("detach lake")
    with sqlite3.connect(draft) as catalog:
        catalog.execute("pragma journal_mode = wal")
    draft.rename(place.catalog)
    con.execute(_attach_sql(place, read_only=False))


def _comment(table: str, column: str, meaning: str) -> str:
    return f"comment on column lake.{table}.{column} is '{meaning.replace(chr(39), chr(39) * 2)}'"


def _definition(name: str, table: dict[str, Any]) -> list[str]:
    columns = ", ".join(f"{column} {kind}" for column, (kind, _) in table["columns"].items())
    statements = [f"create table lake.{name} ({columns})", f"comment on table lake.{name} is '{table['grain']}'"]
    statements += [_comment(name, column, meaning) for column, (_, meaning) in table["columns"].items()]
    if "partition" in table:
        statements.append(f"alter table lake.{name} set partitioned by ({table['partition']})")
    if "order" in table:
        statements.append(f"alter table lake.{name} set sorted by ({', '.join(table['order'])})")
    return statements


def snapshot(con: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the snapshot that `con` sees."""
    row = con.execute("select id from lake.current_snapshot()").fetchone()
    return int(row[0]) if row else 0


def version(con: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """Return the number and the moment of the newest snapshot: a lake that takes the place of another may have its number."""
    known = "select snapshot_id, snapshot_time from __ducklake_metadata_lake.ducklake_snapshot"
    number, moment = con.execute(f"{known} order by snapshot_id desc limit 1").fetchall()[0]
    return int(number), str(moment)


def scrub(con: duckdb.DuckDBPyConnection) -> None:
    """Leave nothing of what was deleted: data files written anew without it, every former snapshot gone."""
    con.execute("call ducklake_rewrite_data_files('lake', delete_threshold => 0)")
    sweep(con, 0)


def compact(place: Place) -> None:
    """Write the catalog anew, so that its free pages hold nothing of what was deleted. For when no engine is attached here."""
    with closing(sqlite3.connect(place.catalog, timeout=30, isolation_level=None)) as catalog:
        catalog.execute("vacuum")
        catalog.execute("pragma wal_checkpoint(truncate)")


def sweep(con: duckdb.DuckDBPyConnection, keep_days: int) -> None:
    """Delete what no snapshot needs: expired snapshots, their files, and files of loads that were killed."""
    con.execute(f"call ducklake_expire_snapshots('lake', older_than => now() - interval '{int(keep_days)} days')")
    con.execute("call ducklake_cleanup_old_files('lake', cleanup_all => true)")
    con.execute("call ducklake_delete_orphaned_files('lake', cleanup_all => true)")

"""Files into the stage: recognise, clean, count. One stage table per file, one view per source over their good rows."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import duckdb

from etl.batch import Batch, Staged
from etl.clean import clean, install_macros, install_reference, set_layout
from etl.report import FileReport, LoadReport
from etl.sources import COLUMNS, Refusal, Table, load_layouts, open_tables, renormalise
from rules.qr import PLACE
from warehouse.engine import sql
from warehouse.place import REFERENCE

REGISTRIES = ("agency", "venue")
STATEMENTS = ("administrator", "scan", "visit", "declaration", "assessment", "case", "zone", "card")
SOURCES = (*REGISTRIES, *STATEMENTS)
WITHHELD = "(contains(reasons, 'past_keeping|') or contains(reasons, 'person_erased|'))"
"""Rows that may not come back: not even parked."""
CLOCK_LEAVE = timedelta(minutes=10)
"""How far a phone's clock may be ahead of ours."""


def recognise(batch: Batch, paths: Sequence[Path], report: LoadReport) -> None:
    """Open every path; recognised tables go to `batch.staged`, registries first, the rest to `report.refused`."""
    layouts = load_layouts(REFERENCE / "layouts")
    tables: list[Table] = []
    for path in paths:
        for found in open_tables(path, batch.work, layouts):
            report.refused.append(found) if isinstance(found, Refusal) else tables.append(found)
    tables.sort(key=lambda table: (SOURCES.index(table.layout.source), table.name))
    known = {row[0] for row in batch.rows("select file_id from lake.load_file")}
    for number, table in enumerate(tables, start=1):
        account = _account(table)
        account.known = account.file_id in known
        known.add(account.file_id)
        report.files.append(account)
        if not account.known:
            batch.staged.append(Staged(number, table, account))
            batch.con.execute("insert into stage.file values (?, ?)", [number, account.file_id])


def _account(table: Table) -> FileReport:
    with table.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    sheet = table.name.partition(f"{table.file.name} › ")[2]
    file_id = hashlib.sha256(f"{digest}{sheet}".encode()).hexdigest()[:12]
    headers = tuple(" ≈ ".join([found.header, *found.nearest[:1]]) for found in table.unknown)
    return FileReport(
        file_id, table.name, table.layout.name, table.layout.source, table.encoding, digest, unknown_headers=headers
    )


def prepare(batch: Batch) -> None:
    """Give the engine the cleaning macros and the reference tables."""
    install_macros(batch.con)
    install_reference(batch.con, REFERENCE)
    batch.con.execute("set variable earliest = $day::timestamp", {"day": batch.settings.earliest_day})
    head, _, tail = batch.settings.qr_payload.partition(PLACE)
    for name, text in {"province": batch.settings.province_code, "qr_head": head, "qr_tail": tail}.items():
        batch.con.execute(f"set variable {name} = $text", {"text": text})
    kept_from = batch.rows(sql("etl/sql/stage/kept_from"))[0][0]
    batch.con.execute("set variable kept_from = $day", {"day": kept_from})
    batch.con.execute("set variable latest = $moment::timestamp", {"moment": batch.started + CLOCK_LEAVE})


def stage(batch: Batch, sources: Sequence[str]) -> None:
    """Clean every recognised table of `sources` into the stage and make the views over them."""
    mine = [staged for staged in batch.staged if staged.table.layout.source in sources]
    for done, staged in enumerate(mine):
        batch.progress(staged.table.name, done / len(mine))
        _clean(batch, staged)
        count(batch, staged)
    for source in sources:
        _view(batch, source)


def _clean(batch: Batch, staged: Staged) -> None:
    layout = staged.table.layout
    set_layout(batch.con, layout.words, layout.dates, staged.table.excel_epoch)
    # The planner takes a CSV for a few dozen rows and would build its hash tables on the wrong side.
    batch.con.execute("set disabled_optimizers = 'build_side_probe_side,join_order'")
    try:
        _raw_view(batch, staged.table)
        clean(batch.con, layout.source, staged.rows, len(staged.table.columns))
    except duckdb.Error:
        if staged.table.normalised:
            raise
        staged.table = renormalise(staged.table, batch.work)
        _raw_view(batch, staged.table)
        clean(batch.con, layout.source, staged.rows, len(staged.table.columns))
    finally:
        batch.con.execute("set disabled_optimizers = ''")


def _raw_view(batch: Batch, table: Table) -> None:
    """Show the file's columns under their canonical names; a column the form lacks is its constant, or NULL."""
    width = len(table.columns) + table.normalised
    parts = ["*"] + [f'{_source_of(table, column)} as "{column}"' for column in COLUMNS[table.layout.source]]
    parts.append(f"{f'c{width - 1}' if table.normalised else 'null::varchar'} as fault")
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    batch.con.execute(
        f"create or replace temp view raw as select {', '.join(parts)} from read_csv({_text(str(table.csv))},"
        f" auto_detect = false, header = false, columns = {{{columns}}}, delim = {_text(table.delimiter)},"
        f" quote = '\"', escape = '\"', skip = {table.skip}, nullstr = '', max_line_size = 16000000)"
    )


def _source_of(table: Table, column: str) -> str:
    if column in table.mapping:
        return f"c{table.mapping[column]}"
    constant = table.layout.app if column == "app" else table.said.get(column) or table.layout.constants.get(column)
    return _text(constant) if constant else "null::varchar"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def count(batch: Batch, staged: Staged) -> None:
    """Write into the account of a staged table how many of its rows were read, rejected and withheld."""
    read, rejected, withheld = batch.rows(
        f"select count(*) filter (where reasons is distinct from 'blank'), count(*) filter (where reasons <> 'blank'),"
        f" count(*) filter (where {WITHHELD}) from {staged.rows}"
    )[0]
    staged.report.read, staged.report.rejected, staged.report.withheld = read, rejected, withheld


def _view(batch: Batch, source: str) -> None:
    parts = [f"select 0::bigint as file_no, 0::bigint as row_no, * from stage.no_{source}"]
    parts += [
        f"select {staged.number}::bigint, rowid, * from {staged.rows} where reasons is null"
        for staged in batch.staged
        if staged.table.layout.source == source
    ]
    batch.con.execute(f'create view stage."{source}" as {" union all ".join(parts)}')

"""The one commit of a load: everything staged goes into the lake, is checked there, and is seen whole or not at all."""

from datetime import date

from etl import checks, link
from etl.batch import Batch, runs
from etl.report import LoadReport
from warehouse import lake
from warehouse.engine import sql
from warehouse.errors import ChecksFailed

ROLLUPS = ("venue_hour", "venue_day", "app_day", "day_total")


def publish(batch: Batch, report: LoadReport) -> None:
    """Commit the staged load; raise ChecksFailed, with the lake as it was, if a check finds a fault."""
    con = batch.con
    con.execute("begin")
    try:
        load = _write(batch)
        _check(batch, load)
        con.execute("call lake.set_commit_message($by, $text)", {"by": batch.by, "text": f"load {load}"})
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    report.snapshot = lake.snapshot(con)


def _write(batch: Batch) -> int:
    _registries(batch)
    link.write(batch)
    _scans(batch)
    _visits(batch)
    _answers(batch)
    for first, last in runs(_rollup_days(batch)):
        roll_up(batch, first, last)
    if batch.number("select count(*) from stage.added"):
        _typical_stays(batch)
    return _ledger(batch)


def _run(batch: Batch, name: str, **params: object) -> None:
    for statement in batch.con.extract_statements(sql(f"etl/sql/publish/{name}")):
        batch.con.execute(statement, {key: params[key] for key in statement.named_parameters} or None)


def _registries(batch: Batch) -> None:
    _run(batch, "registry")
    _run(batch, "administrator_of")


def _scans(batch: Batch) -> None:
    if batch.number("select count(*) from stage.move"):
        _run(batch, "move")
    _run(batch, "scan")


def _visits(batch: Batch) -> None:
    for first, last in runs(batch.days("removed")):
        _run(batch, "visit_removed", first=first, last=last)
    _run(batch, "visit_added")


def _answers(batch: Batch) -> None:
    _run(batch, "answers")


def _rollup_days(batch: Batch) -> list[date]:
    return [row[0] for row in batch.rows(sql("etl/sql/publish/rollup_day"))]


def roll_up(batch: Batch, first: date, last: date) -> None:
    """Compute the rollups of the days from `first` to `last` anew, from the scans and visits of the lake."""
    for table in ROLLUPS:
        batch.con.execute(f"delete from lake.{table} where day between $first and $last", {"first": first, "last": last})
        batch.con.execute(
            f"insert into lake.{table} {sql(f'etl/sql/marts/{table}')} order by all", {"first": first, "last": last}
        )


def _typical_stays(batch: Batch) -> None:
    batch.con.execute("delete from lake.typical_stay")
    batch.con.execute(
        f"insert into lake.typical_stay {sql('etl/sql/marts/typical_stay')}",
        {"days": batch.settings.typical_days, "min_visits": batch.settings.typical_min_visits},
    )


def _ledger(batch: Batch) -> int:
    loaded = dict(batch.rows(sql("etl/sql/ledger/loaded")))
    times = {number: (first, last) for number, first, last in batch.rows(sql("etl/sql/ledger/times"))}
    load = batch.number("select coalesce(max(load_id), 0) + 1 from lake.load_file")
    rows = []
    for staged in batch.staged:
        account = staged.report
        account.loaded = loaded.get(staged.number, 0)
        account.duplicate = account.read - account.loaded - account.rejected
        rows.append([
            account.file_id, load, account.name, account.sha256, account.layout, account.source, account.encoding,
            account.read, account.loaded, account.duplicate, account.rejected, *times.get(staged.number, (None, None)),
            batch.seconds(), batch.started, batch.by, None,
        ])  # fmt: skip
    batch.con.executemany(f"insert into lake.load_file values ({', '.join('?' * 17)})", rows)
    return load


def _check(batch: Batch, load: int) -> None:
    spans = runs(_rollup_days(batch)) or [(date.max, date.max)]
    failed = set()
    for name in checks.names():
        if name == checks.ON_PEOPLE:
            continue
        for first, last in spans:
            if checks.ask(batch.con, name, first, last, load, batch.settings.pairing_cap_hours).faults:
                failed.add(name)
    if failed:
        raise ChecksFailed(checks=", ".join(sorted(failed)))

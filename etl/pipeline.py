"""The story of a load, in verbs. Called by vaora.py and by the upload screen."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from etl.answers import answer
from etl.batch import Batch, Progress, opened, workspace
from etl.identify import identify
from etl.publish import publish
from etl.registry import admit_strangers, register
from etl.report import LoadReport
from etl.staging import REGISTRIES, STATEMENTS, prepare, recognise, stage
from etl.visits import pair
from warehouse import lake
from warehouse.errors import NotAllowed
from warehouse.lock import only_loader
from warehouse.place import Place
from warehouse.settings import load_settings
from warehouse.stores import PEOPLE

SMALL = 500_000
"""Bytes of a file below which a second thread costs more than it saves."""


def load(place: Place, paths: Sequence[Path], *, by: str, progress: Progress, citizens: bool = True) -> LoadReport:
    """Load files, folders and archives as one commit and return their account.

    Files whose very bytes were loaded before are skipped. `citizens`: whether they may name any. Raises NotAllowed, LoaderBusy,
    PeopleKeyError or ChecksFailed; the warehouse is then as it was.
    """
    settings = load_settings(place)
    if all(path.is_file() and path.stat().st_size < SMALL for path in paths):
        settings = replace(settings, threads=1)
    report = LoadReport()
    with (
        only_loader(place, settings.loader_wait_seconds),
        workspace(place) as work,
        opened(place, settings, work, progress, by) as batch,
    ):
        recognise(batch, paths, report)
        if batch.of(PEOPLE) and not citizens:
            raise NotAllowed
        if batch.staged:
            _load(batch, report)
        report.seconds = batch.seconds()
    return report


def _load(batch: Batch, report: LoadReport) -> None:
    prepare(batch)
    stage(batch, REGISTRIES)
    register(batch)
    stage(batch, STATEMENTS)
    admit_strangers(batch)
    batch.progress("identify", 0.5)
    identify(batch)
    batch.progress("pair", 0.6)
    pair(batch)
    answer(batch)
    batch.progress("publish", 0.8)
    publish(batch, report)
    lake.sweep(batch.con, batch.settings.keep_snapshots_days)

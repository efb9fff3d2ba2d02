"""What many tests share: a data folder of their own, the shared check data, loading and asking in one line."""

import contextlib
import csv
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings

from commands.console import console
from etl.pipeline import load
from vaora import main
from warehouse import engine
from warehouse.place import REPOSITORY, Place
from warehouse.reader import Warehouse

_engine = engine._engine
engine._engine = lambda **config: _engine(**config | ({"threads": 1} if "threads" in config else {}))
"""The tests themselves are as many as there are cores; a second thread doubles the time of a small question."""
THOROUGH = bool(os.environ.get("VAORA_THOROUGH"))
"""Set by `make thorough`: slow tests run too, and random tests that load take every seed, not the first alone,
and others three times the examples."""
EXAMPLES = 150 if THOROUGH else 50
settings.register_profile("house", deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
settings.load_profile("house")
SCAN_HEADER = ["Thời gian", "Mã địa điểm", "Số điện thoại", "Họ và tên", "Chiều"]
VENUE_HEADER = ["Mã địa điểm", "Tên địa điểm", "Loại hình", "Xã/Phường", "Quận/Huyện"]


def pytest_collection_modifyitems(config, items):
    """Leave the slow tests to `make thorough`, unless one is asked for by name."""
    if THOROUGH or any("::" in argument for argument in config.args):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if item not in set(slow)]


def seeds(count):
    """Return the seeds of a random test."""
    return range(count if THOROUGH else 1)


@pytest.fixture(scope="session")
def shared():
    folder = REPOSITORY.parent / "shared"
    if not (folder / "data").exists():
        pytest.skip("the shared folder of check data is absent")
    return folder


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A data folder of its own, also for what finds its folder by VAORA_DATA."""
    monkeypatch.setenv("VAORA_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("VAORA_PEOPLE_KEY", raising=False)
    return Place(tmp_path / "data")


@pytest.fixture(scope="module")
def _built(tmp_path_factory):
    return tmp_path_factory.mktemp("built") / "data"


@pytest.fixture
def once(place, _built):
    """once(build) has the data folder filled by the first test of a module that asks; the others get a copy of it."""

    def filled(build):
        if _built.exists():
            shutil.copytree(_built, place.root)
        else:
            build()
            shutil.copytree(place.root, _built)
        return place

    return filled


@pytest.fixture
def into(place):
    """into(*paths) loads files and returns the report."""
    return lambda *paths: load(place, list(paths), by="test", progress=lambda *_: None)


@pytest.fixture
def vaora(place):
    """vaora(*arguments, **environment) runs a command on this data folder and returns how it ended: within this process, which
    spares two seconds of imports each time, unless it is to speak another language, which is chosen at its start."""

    def run(*arguments, **environment):
        command, surroundings = ["vaora.py", *map(str, arguments)], {"COLUMNS": "200", **environment}
        if "VAORA_LANGUAGE" in environment:
            apart = {**os.environ, **surroundings}
            return subprocess.run([sys.executable, *command], cwd=REPOSITORY, capture_output=True, text=True, env=apart)
        out, err, code = io.StringIO(), io.StringIO(), 0
        with (
            mock.patch.dict(os.environ, surroundings),
            mock.patch.object(sys, "argv", command),
            mock.patch.object(console, "_width", 200),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            try:
                main()
            except SystemExit as end:
                code = end.code or 0
        return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def ask(place):
    """ask(sql, params) asks the lake as it is now."""

    def asked(query, params=None):
        warehouse = Warehouse(place)
        try:
            return warehouse._con.execute(query, params).fetchall()
        finally:
            warehouse.close()

    return asked


@pytest.fixture
def file(tmp_path):
    """file(name, header, rows) writes a CSV and returns its path."""

    def written(name: str, header, rows) -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *rows])
        return path

    return written


@pytest.fixture
def scans(file):
    """scans(name, text) writes a scan log from lines 'time | venue | phone | direction' (day 02/06/2021 unless given)."""

    def written(name: str, text: str) -> Path:
        rows = []
        for line in filter(str.strip, text.splitlines()):
            at, venue, phone, way = (part.strip() for part in line.split("|"))
            rows.append([at if "/" in at else f"02/06/2021 {at}", venue, phone, "", way])
        return file(name, SCAN_HEADER, rows)

    return written

"""A small invented province, loaded once for all tests of screens; and the same data without the mark of invention."""

import shutil
from datetime import date

import pytest

from demo.province import write
from etl.pipeline import load
from warehouse.place import Place


@pytest.fixture(scope="session")
def province(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("province"))
    write(place.inbox, people=800, venues=40, days=9, end=date(2021, 6, 9), seed=3)
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text("{}")
    load(place, [place.inbox], by="test", progress=lambda *_: None)
    return place


@pytest.fixture(scope="session")
def real(province, tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("real") / "data")
    shutil.copytree(province.root, place.root)
    place.demo_mark.unlink()
    return place

"""A small province with something to remind every agency of but one."""

import csv
import shutil
from datetime import date

import pytest

from etl.pipeline import load
from queries.adoption import Asked, agencies
from tests.conftest import SCAN_HEADER
from warehouse.place import Place
from warehouse.reader import Warehouse

ON = date(2021, 6, 10)
TREE = ["Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên", "Nhóm", "Quận/Huyện", "Số điểm phải triển khai"]
VENUES = ["Mã địa điểm", "Tên địa điểm", "Mã đơn vị", "Tên đơn vị"]
PEOPLE = ["Mã đơn vị", "Họ và tên", "Chức vụ", "Số điện thoại", "Email"]


def table(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("reminders") / "data")
    place.inbox.mkdir(parents=True)
    table(place.inbox / "cay.csv", TREE, [
        ["SYT", "Sở Y tế", "", "Sở", "", "1"], ["SCT", "Sở Công Thương", "", "Sở", "", "3"],
        ["DN", "Công ty Thử", "", "Doanh nghiệp", "Chợ Mới", "2"], ["UB", "UBND Huyện Chợ Mới", "", "Huyện", "Chợ Mới", "1"],
    ])  # fmt: skip
    sites = (("A", "SYT"), ("B", "SCT"), ("C", "DN"), ("D", "DN"), ("E", "UB"))
    table(place.inbox / "diem.csv", VENUES, [[code, f"Điểm {code}", agency, ""] for code, agency in sites])
    people = [[code, "Lê Thử", "Chuyên viên", "0912345678", "a@vidu.example"] for code in ("SYT", "SCT", "UB")]
    table(place.inbox / "dau-moi.csv", PEOPLE, people)
    scans = [["10/06/2021 08:00", "A", "0912345678", "", "Vào"], ["04/06/2021 08:00", "B", "0912345678", "", "Vào"]]
    table(place.inbox / "quet.csv", SCAN_HEADER, scans)
    load(place, [place.inbox], by="test", progress=lambda *_: None)
    return place


@pytest.fixture
def store(loaded, place):
    shutil.copytree(loaded.root, place.root)
    found = Warehouse(place)
    yield found
    found.close()


@pytest.fixture
def figures(store):
    """figures(day) returns what adoption tells of all agencies on a day."""
    return lambda on=ON: agencies(store, Asked(on), "own")

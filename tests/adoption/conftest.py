"""The small province of docs/adoption.md, loaded; and the tables of that page."""

import re

import pytest

from etl.pipeline import load
from warehouse.place import REPOSITORY, Place
from warehouse.reader import Warehouse

DOC = (REPOSITORY / "docs" / "adoption.md").read_text("utf-8")


def tables(section):
    """The tables of a section, each a list of rows, a row a dictionary by the table's head."""
    text = DOC[DOC.index(f"## {section}. ") :].split("\n## ")[0]
    found = []
    for block in re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE):
        head, _, *lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        found.append([dict(zip(head, line, strict=True)) for line in lines])
    return found


def phone(person):
    return f"09123456{int(person):02d}"


def files(write):
    """The small province as files: write(name, header, rows)."""
    agencies, sites, administrators, visits, declarations, assessments = tables(4)
    moments = [(v[end], way, v) for v in visits for end, way in (("in", "Vào"), ("out", "Ra")) if v[end]]
    yield write("1.csv", ["Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên", "Số điểm phải triển khai"],
                [[a["agency"], f"Đơn vị {a['agency']}", a["above"], a["owes"]] for a in agencies])  # fmt: skip
    yield write("2.csv", ["Mã địa điểm", "Tên địa điểm", "Mã đơn vị", "Loại hình", "Quận/Huyện"],
                [[s["site"], f"Điểm {s['site']}", s["agency"], s["kind"], s["district"]] for s in sites])  # fmt: skip
    yield write("3.csv", ["Mã đơn vị", "Mã địa điểm", "Họ và tên", "Chức vụ", "Số điện thoại", "Email"],
                [list(a.values()) for a in administrators])  # fmt: skip
    yield write("4.csv", ["Thời gian", "Mã địa điểm", "Số điện thoại", "Chiều", "Ứng dụng"],
                [[f"{v['day']} {at}:00", v["site"], phone(v["person"]), way, v["app"]] for at, way, v in moments])  # fmt: skip
    yield write("5.csv", ["Thời gian khai báo", "Số điện thoại", "Triệu chứng"],
                [[d["at"], phone(d["person"]), "Không"] for d in declarations])  # fmt: skip
    yield write("6.csv", ["Mã địa điểm", "Ngày đánh giá", "Mức độ an toàn"], [list(a.values()) for a in assessments])


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """The warehouse of the small province."""
    folder = tmp_path_factory.mktemp("small")

    def write(name, header, rows):
        path = folder / name
        path.write_text("\n".join(",".join(row) for row in [header, *rows]), "utf-8")
        return path

    place = Place(folder / "data")
    report = load(place, list(files(write)), by="test", progress=lambda *_: None)
    assert report.refused == [] and not any(file.rejected for file in report.files)
    warehouse = Warehouse(place)
    yield warehouse
    warehouse.close()

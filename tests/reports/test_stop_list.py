"""The daily list of sites that must stop: what stands in it, its annex as it goes with a letter, one file per district."""

import zipfile
from contextlib import closing
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from queries.safety import Sites, must_stop, sites
from reports.safety import rule_words, stop_files, stop_workbook
from warehouse.reader import Warehouse

HEADER = ["Mã địa điểm", "Ngày đánh giá", "Điểm", "Mức độ an toàn", "Điểm từng tiêu chí"]
VENUES = ["Mã địa điểm", "Tên địa điểm", "Loại hình", "Quận/Huyện", "Địa chỉ"]


@pytest.fixture
def listed(place, file, scans, into, once):
    venues = file("v.csv", VENUES, [["A", "=1+1", "Quán ăn", "An Phú", "Số 1"], ["B", "Xưởng B", "Công ty", "Tri Tôn", ""],
                                ["C", "Trường C", "Trường học", "Tri Tôn", ""]])  # fmt: skip
    failed = "; ".join(f"{n}={'Không đạt' if n == 4 else 'Đạt'}" for n in range(1, 16))
    told = file("a.csv", HEADER, [["A", "01/06/2021", "", "Không an toàn", ""], ["B", "01/06/2021", "90", "", ""],
                                ["C", "01/06/2021", "", "An toàn", failed]])  # fmt: skip
    scanned = scans("s.csv", "02/06/2021 08:00:00 | A | 0912345678 | Vào")
    once(lambda: [into(path) for path in (venues, told, scanned)])
    store = Warehouse(place)
    asked = Sites(date(2021, 6, 2))
    rows = must_stop(store, asked, sites(store, asked))
    named = {"886": "Huyện An Phú", "891": "Huyện Tri Tôn"}
    with closing(store):
        yield store, asked, rows.assign(kind_name=rows["kind"], district=rows["district_code"].map(named))


def test_every_site_stands_with_the_rule_that_says_so(listed):
    store, asked, rows = listed
    book = load_workbook(BytesIO(stop_workbook(store, asked, rows, "vi")))
    assert book.sheetnames == ["Bìa", "Phụ lục công văn", "Huyện An Phú", "Huyện Tri Tôn"]
    cover = {row[0].value: row[1].value for row in book["Bìa"].iter_rows(min_row=3)}
    assert (cover["Tính đến hết ngày"], cover["Số cơ sở"], cover["Trong đó còn lượt quét"]) == ("02/06/2021", "3", "1")
    heads = [cell.value for cell in book["Huyện Tri Tôn"][1]]
    rules = {row[1].value: row[heads.index("Căn cứ")].value for row in book["Huyện Tri Tôn"].iter_rows(min_row=2)}
    assert rules["B"] == "Nguy cơ lây nhiễm rất cao (2194/QĐ-BCĐQG): Phải dừng hoạt động"
    assert rules["C"] == "Không an toàn (1467/BGDĐT-GDTC): Không được hoạt động; không đạt tiêu chí bắt buộc số 4"


def test_the_annex_is_ready_for_a_letter(listed):
    store, asked, rows = listed
    sheet = load_workbook(BytesIO(stop_workbook(store, asked, rows, "vi")))["Phụ lục công văn"]
    assert sheet["A1"].value == "PHỤ LỤC"
    assert sheet["A3"].value.startswith("(Kèm theo Công văn số")
    table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert table[0] == ["STT", "Địa điểm", "Địa chỉ", "Cơ quan quản lý", "Căn cứ", "Lượt quét sau đó", "Lượt quét cuối"]
    assert table[1][:3] == [1, "=1+1", "Số 1"]
    assert table[1][5:] == [1, "08:00 02/06/2021"]
    assert sheet["B7"].data_type == "s"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet["A7"].font.name == "Times New Roman"
    assert round(sheet.page_margins.left * 25.4) == 30
    assert {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)} & {
        "nan",
        "NaT",
        "None",
    } == set()


def test_one_file_for_each_district(listed):
    store, asked, rows = listed
    with zipfile.ZipFile(BytesIO(stop_files(store, asked, rows, "vi"))) as archive:
        assert sorted(archive.namelist()) == ["Huyện An Phú.xlsx", "Huyện Tri Tôn.xlsx"]
        book = load_workbook(BytesIO(archive.read("Huyện Tri Tôn.xlsx")))
    assert [row[1].value for row in book.worksheets[2].iter_rows(min_row=2)] == ["B", "C"]
    assert [row[0].value for row in book.worksheets[2].iter_rows(min_row=2)] == [1, 2]


def test_a_level_handed_in_as_unsafe_is_a_rule_of_its_own():
    row = pd.Series({"computed": "green", "rubric_id": "2194", "rubric_version": "x", "remarks": None, "band": "thap"})
    assert rule_words(row, {}, "en").startswith("Handed in as unsafe")

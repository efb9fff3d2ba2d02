"""Workbooks: typed cells as text, every sheet for itself, and a clear refusal for whatever is broken, hostile or locked."""

import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from datetime import time as clock

import openpyxl
import pytest

from etl.sources import Refusal, Table, open_tables, workbook
from etl.sources.cell import cell_text
from tests.sources.conftest import ROOT, cells, layout_of, rows
from tests.sources.test_encoding import tcvn3

BOOKS = sorted((ROOT.parent / "shared" / "data" / "torture" / "workbooks").glob("*.[xo]*"))
HEADERS = ["Thời gian", "Mã địa điểm", "Chiều", "Số điện thoại", "Họ và tên"]
PERSON = [datetime(2021, 6, 2, 8, 30), "DP-1", "Vào", 912345678, "Nguyễn Văn A"]


@pytest.fixture
def book(tmp_path):
    """Return a function: sheet name → rows, saved as a workbook; its path."""

    def book(name="quet.xlsx", **sheets):
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, content in sheets.items():
            sheet = made.create_sheet(title)
            for row in content:
                sheet.append(row)
        made.save(tmp_path / name)
        return tmp_path / name

    return book


@pytest.fixture
def opened(work, layouts):
    def opened(path, using=None):
        return list(open_tables(path, work, using or layouts))

    return opened


CELLS = [
    (912345678.0, "912345678"),
    (9.03123456e8, "903123456"),
    (1e21, "1000000000000000000000"),
    (0.1 + 0.2, "0.30000000000000004"),
    (1.5e-7, "0.00000015"),
    (-2.0, "-2"),
    (float("nan"), ""),
    (True, "1"),
    (False, "0"),
    (None, ""),
    (datetime(2021, 6, 2, 8, 29, 59, 999_900), "2021-06-02 08:30:00"),
    (datetime(2021, 12, 31, 23, 59, 59, 500_001), "2022-01-01 00:00:00"),
    (date(2021, 6, 2), "2021-06-02 00:00:00"),
    (clock(8, 5), "08:05:00"),
    (clock(8, 4, 59, 999_999), "08:05:00"),
    (timedelta(hours=26, seconds=1), "26:00:01"),
]


@pytest.mark.parametrize(("value", "text"), CELLS)
def test_cells_as_text(value, text):
    assert cell_text(value) == text


def test_a_workbook_with_titles_and_typed_cells(book, opened):
    path = book(Tháng_6=[["DANH SÁCH"], [], HEADERS, PERSON, [None], [0.354166666666667, True, 1.5, "0912", "=1/0"]])
    (found,) = opened(path)
    assert (found.name, found.file, found.encoding) == ("quet.xlsx › Tháng_6", path, "xlsx")
    assert (found.header_row, found.first_row, found.excel_epoch) == (3, 4, 1900)
    assert cells(found) == [
        ["2021-06-02 08:30:00", "DP-1", "Vào", "912345678", "Nguyễn Văn A"],
        ["", "", "", "", ""],
        ["0.354166666666667", "1", "1.5", "0912", ""],
    ]


def test_sheets_are_tables_of_their_own(book, opened):
    found = opened(book(A=[HEADERS, PERSON], Trống=[], B=[HEADERS, PERSON, PERSON], C=[["ghi chú"]]))
    assert [(item.name, type(item)) for item in found] == [
        ("quet.xlsx › A", Table), ("quet.xlsx › B", Table), ("quet.xlsx › C", Refusal),
    ]  # fmt: skip
    assert [len(rows(item)) for item in found[:2]] == [1, 2]


def test_a_workbook_without_anything(book, opened):
    assert opened(book(A=[], B=[[None, ""]])) == [Refusal("quet.xlsx", "empty", {})]


def test_notes_beside_the_table_spoil_nothing(book, opened):
    (found,) = opened(book(A=[HEADERS, [*PERSON, None, "đã gọi"], PERSON]))
    assert found.columns[5:] == ("", "")
    assert [row[-2:] for row in rows(found)] == [["đã gọi", ""], ["", ""]]


def test_a_sheet_typed_in_an_old_font(book, opened):
    (found,) = opened(book(A=[[tcvn3(header) for header in HEADERS], [*PERSON[:4], tcvn3("Nguyễn Thị Hồng")], PERSON]))
    assert (found.encoding, found.columns[3]) == ("xlsx+tcvn3", "Số điện thoại")
    assert [row[4] for row in cells(found)] == ["Nguyễn Thị Hồng", "Nguyễn Văn A"]


def test_the_1904_date_system_is_noted(tmp_path, opened):
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active.append(HEADERS)
    made.active.append(PERSON)
    made.save(tmp_path / "mac.xlsx")
    (found,) = opened(tmp_path / "mac.xlsx")
    assert (found.excel_epoch, cells(found)[0][0]) == (1904, "2021-06-02 08:30:00")


def test_strict_ooxml_is_not_empty(book, opened, tmp_path):
    """Some libraries read the strict kind as an empty workbook without a word."""
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }  # fmt: skip
    with zipfile.ZipFile(book(A=[HEADERS, PERSON])) as plain, zipfile.ZipFile(tmp_path / "strict.xlsx", "w") as target:
        for member in plain.infolist():
            content = plain.read(member)
            for transitional, meant in strict.items():
                content = content.replace(transitional, meant)
            target.writestr(member, content)
    (found,) = opened(tmp_path / "strict.xlsx")
    assert cells(found)[0][4] == "Nguyễn Văn A"


def test_a_workbook_that_asks_for_half_a_terabyte(book, opened):
    path = book(A=[["x"]])
    made = openpyxl.load_workbook(path)
    made.active["XFD1048576"] = "y"
    made.save(path)
    assert opened(path) == [Refusal("quet.xlsx", "too_large", {})]


def test_a_workbook_that_never_ends(book, opened, monkeypatch):
    monkeypatch.setattr(workbook, "PATIENCE", 0.001)
    assert opened(book(A=[HEADERS]))[0].code == "too_slow"


def test_too_many_columns(book, opened):
    (found,) = opened(book(A=[[*HEADERS, *["x"] * 1000]]))
    assert (found.code, found.values) == ("too_many_columns", {"columns": "1005", "limit": "1000"})


def test_a_workbook_by_another_name(book, opened, tmp_path):
    path = book(A=[HEADERS, PERSON]).rename(tmp_path / "quet.csv")
    assert opened(path)[0].encoding == "xlsx"


@pytest.fixture(scope="module")
def tortured(layouts, tmp_path_factory):
    """Return what the reader makes of each torture workbook and the seconds it took."""
    work = tmp_path_factory.mktemp("work")

    def one(path):
        started = time.monotonic()
        return list(open_tables(path, work, layouts)), time.monotonic() - started

    with ThreadPoolExecutor(3) as pool:
        return dict(zip(BOOKS, pool.map(one, BOOKS), strict=True))


@pytest.mark.skipif(not BOOKS, reason="the shared folder of check data is absent")
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.name)
def test_every_torture_workbook_ends_in_tables_or_a_refusal(path, tortured):
    found, seconds = tortured[path]
    assert found
    assert seconds < 20
    assert all(isinstance(item, Table) or item.code for item in found)


LOCKED = ("pass_protected.xlsx", "pass_protected.xlsb", "pass_protected.ods", "issue_385.xls")
REFUSED = {**dict.fromkeys(LOCKED, "password"), "issue_594_dos.ods": "too_large", "issue252.xlsx": "damaged",
           "empty_sheet.xlsx": "empty", "too_small.xls": "header_not_found"}  # fmt: skip


@pytest.mark.skipif(not BOOKS, reason="the shared folder of check data is absent")
@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_refusals_of_torture_workbooks(name, code, tortured):
    (found,) = next(result for path, (result, _) in tortured.items() if path.name == name)
    assert found.code == code


@pytest.mark.parametrize("name", ["any_sheets.xls", "any_sheets.xlsb", "any_sheets.xlsx", "any_sheets.ods"])
def test_every_kind_of_workbook_is_read(name, shared, opened):
    header = "This workbook contains 4 sheets: Visible, Hidden, VeryHidden, Chart"
    found = opened(shared / "data" / "torture" / "workbooks" / name, [layout_of(header, "2", "3")])
    assert found[0].code == "header_not_found" if isinstance(found[0], Refusal) else cells(found[0])

"""Administrators in files as agencies send them, and by the form: one way in, the newest stands, what was said is kept."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from etl.entry import write
from etl.rejects import rejects_of
from etl.rollback import rollback
from queries.administrators import people, situation, statements
from rules.administrators import Statement, row
from warehouse.reader import Warehouse

TREE = ["Mã đơn vị", "Tên đơn vị", "Mã đơn vị cấp trên", "Nhóm", "Số điểm phải triển khai"]
LIST = ["Mã đơn vị", "Cơ quan, đơn vị", "Họ và tên", "Chức vụ", "Số điện thoại", "Email", "Ngày báo cáo", "Thôi làm đầu mối"]
TODAY = date(2021, 6, 10)
AN = Statement("Lê Văn An", "Chuyên viên", "0912345678", "an@vidu.example", date(2021, 6, 3))


@pytest.fixture
def tree(file, into, once):
    rows = [["UB", "Ủy ban nhân dân tỉnh", "", "Sở", "1"], ["SYT", "Sở Y tế", "UB", "Sở", "3"], ["SCT", "Sở Công Thương", "UB", "Sở", "2"],
            ["P1", "Phòng Y tế", "UB", "Huyện", "1"], ["P2", "Phòng Y tế", "UB", "Huyện", "1"]]  # fmt: skip
    once(lambda: into(file("cay.csv", TREE, rows)))


@pytest.fixture
def book(tmp_path):
    """book(rows, *merged) writes a workbook and returns its path."""

    def written(rows, *merged):
        made = Workbook()
        for row_ in rows:
            made.active.append(row_)
        for area in merged:
            made.active.merge_cells(area)
        made.save(tmp_path / "dau-moi.xlsx")
        return tmp_path / "dau-moi.xlsx"

    return written


def stands(place, *codes):
    store = Warehouse(place)
    rows = situation(store, TODAY).set_index("agency_code")
    found = [(rows.loc[code, "state"], " ".join(rows.loc[code, "lacking"]), bool(rows.loc[code, "late"])) for code in codes]
    store.close()
    return found


def who(place, code):
    store = Warehouse(place)
    found = [(one.name, one.phone) for one in people(store, code)]
    store.close()
    return found


def test_a_list_of_many_agencies(place, tree, file, into):
    rows = [
        ["SYT", "", "Lê Văn An", "Chuyên viên", "0912 345 678", "an@vidu.example", "03/06/2021", ""],
        ["", "sở công thương", "Trần Thị Bình", "", "84987654321", "binh@vidu.example", "04/06/2021", ""],
        ["UB", "", "Võ Chí", "Phó phòng", "02963852852", "chi@vidu.example", "07/06/2021", ""],
    ]
    (account,) = into(file("a.csv", LIST, rows)).files
    assert (account.layout, account.loaded, account.rejected) == ("administrator", 3, 0)
    assert stands(place, "SYT", "SCT", "UB", "P1") == [
        ("complete", "", False), ("incomplete", "position", True), ("complete", "", True), ("missing", "name position phone email", True),
    ]  # fmt: skip
    assert who(place, "SCT") == [("Trần Thị Bình", "0987654321")]


def test_the_form_of_one_agency_with_two_rows_of_headers(place, tree, book, into):
    path = book(
        [
            ["SỞ Y TẾ", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["DANH SÁCH ĐẦU MỐI"],
            ["Đơn vị: Sở Y tế"],
            ["STT", "Người quản trị", None, None, None, "Ghi chú"],
            [None, "Họ và tên", "Chức vụ", "Số điện thoại", "Email", None],
            [1, "Lê Văn An", "Chuyên viên", 912345678, "an@vidu.example", ""],
            [2, "Trần Thị Bình", "Trưởng phòng", "0987.654.321", "binh@vidu.example", ""],
            ["Người lập biểu"],
        ],
        "A1:C1", "A2:F2", "A4:A5", "B4:E4", "F4:F5",
    )  # fmt: skip
    (account,) = into(path).files
    assert (account.layout, account.read, account.loaded, account.rejected) == ("administrator", 3, 2, 1)
    assert who(place, "SYT") == [("Lê Văn An", "0912345678"), ("Trần Thị Bình", "0987654321")]
    store = Warehouse(place)
    back = rejects_of(store, account.file_id)  # can be mended and loaded: it says of which agency it is
    store.close()
    assert (
        dict(zip(back.headers, back.rows[0], strict=True))["Cơ quan, đơn vị"] == "Sở Y tế"
        and back.rows[0][0] == "Người lập biểu"
    )
    assert back.headers[:5] == ["STT", "Họ và tên", "Chức vụ", "Số điện thoại", "Email"]


def test_several_people_beside_one_merged_agency(place, tree, book, into):
    path = book(
        [
            ["STT", "Cơ quan, đơn vị", "Họ và tên", "Chức vụ", "ĐTDĐ", "Thư điện tử"],
            [1, "Sở Y tế", "Lê Văn An", "Chuyên viên", "0912345678", "an@vidu.example"],
            [None, None, "Trần Thị Bình", "Trưởng phòng", "0987654321", "binh@vidu.example"],
            [2, "Sở Công Thương", "Võ Chí", "", "0903123456", ""],
        ],
        "A2:A3", "B2:B3",
    )  # fmt: skip
    assert into(path).files[0].loaded == 3
    assert who(place, "SYT") == [("Lê Văn An", "0912345678"), ("Trần Thị Bình", "0987654321")]
    assert who(place, "SCT") == [("Võ Chí", "0903123456")]


def test_what_cannot_be_right_comes_back_with_its_reason(place, tree, file, into):
    rows = [
        ["", "Phòng Y tế", "Lê Văn An", "", "0912345678", "", "", ""],
        ["SYT", "", "Lê Văn An", "", "113", "", "", ""],
        ["SYT", "", "Lê Văn An", "", "", "an@", "", ""],
        ["SYT", "", "", "Chuyên viên", "0912345678", "", "", ""],
        ["SYT", "", "Lê Văn An", "", "", "", "31/06/2021", "có thể"],
    ]
    assert into(file("a.csv", LIST, rows)).files[0].rejected == 5
    store = Warehouse(place)
    with store.office() as con:
        found = [reasons for (reasons,) in con.execute("select reasons from office.rejected order by row_no").fetchall()]
    store.close()
    assert found == [
        "agency_ambiguous|agency_name|P1, P2", "phone_not_personal|phone|", "email_invalid|email|", "name_missing|name|",
        "time_invalid|stated_at|\nanswer_unknown|ended|",
    ]  # fmt: skip
    assert stands(place, "SYT")[0][0] == "missing"


def typed(folder, second, *said, agency="SYT"):
    return write(folder, "administrator", [row(agency, one) for one in said], "an", datetime(2021, 6, 9, 8, 0, second))


def test_the_newest_stands_and_what_was_said_is_kept(place, tree, file, into, tmp_path):
    listed = ["SYT", "", "LE VAN AN", "", "0912345678", "", "02/06/2021", ""]
    into(file("a.csv", LIST, [listed]))
    assert into(typed(tmp_path, 1, AN)).files[0].loaded == 1
    (again,) = into(typed(tmp_path, 2, AN)).files
    assert (again.loaded, again.duplicate) == (0, 1)
    assert into(file("b.csv", LIST, [listed, listed])).files[0].loaded == 1
    into(typed(tmp_path, 3, AN))
    store = Warehouse(place)
    rows = statements(store, "SYT")
    store.close()
    assert rows["name"].tolist() == ["LE VAN AN", "Lê Văn An", "LE VAN AN", "Lê Văn An"]
    assert rows["loaded_by"].tolist() == ["test"] * 4 and rows["file_name"][1].startswith("bieu-mau-administrator-")
    assert stands(place, "SYT") == [("complete", "", False)]


def test_one_person_takes_over_from_another_in_one_entry(place, tree, into, tmp_path):
    into(typed(tmp_path, 1, AN))
    gone = Statement(AN.name, AN.position, AN.phone, AN.email, date(2021, 6, 8), ended=True)
    into(typed(tmp_path, 2, Statement("Võ Chí", "", "0903123456", "", date(2021, 6, 8)), gone))
    assert who(place, "SYT") == [("Võ Chí", "0903123456")]
    assert stands(place, "SYT") == [("incomplete", "position email", False)]


def test_a_load_rolled_back_says_nothing(place, tree, into, tmp_path):
    into(typed(tmp_path, 1, AN))
    into(typed(tmp_path, 2, Statement("Võ Chí", "", "0903123456", "", date(2021, 6, 8))))
    rollback(place, None, by="test")
    assert who(place, "SYT") == [("Lê Văn An", "0912345678")]
    into(typed(tmp_path, 3, Statement("Võ Chí", "", "0903123456", "", date(2021, 6, 8))))
    assert len(who(place, "SYT")) == 2


def test_agencies_that_the_tree_lacks_and_administrators_of_venues_are_told(place, tree, file, into):
    into(file("v.csv", ["Mã địa điểm", "Tên địa điểm", "Mã đơn vị", "Tên đơn vị"], [["D1", "Phòng khám", "SCT", ""]]))
    header = ["Cơ quan, đơn vị", "Mã địa điểm", "Họ và tên", "Chức vụ", "Email"]
    into(file("a.csv", header, [["Công ty Lạ", "", "Lê An", "", "an@vidu.example"], ["", "D1", "Võ Chí", "", ""]]))
    store = Warehouse(place)
    rows = situation(store, TODAY).set_index("agency_code")
    store.close()
    assert rows.loc["ten:cong ty la", ["agency_name", "known", "state"]].tolist() == ["cong ty la", False, "incomplete"]
    assert rows.loc["SCT", "state"] == "incomplete" and rows["people"].sum() == 2

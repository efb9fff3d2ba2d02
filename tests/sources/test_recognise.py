"""Layouts laid over headers: found wherever they stand, refused with reasons when they do not fit."""

import pytest

from etl.sources import LayoutError, load_layouts
from tests.sources.conftest import ROOT, ROW, SCAN, cells, layout_of

TITLES = "SỞ THÔNG TIN VÀ TRUYỀN THÔNG\n\nNHẬT KÝ QUÉT MÃ,,\nTừ ngày 01/06/2021,đến ngày 02/06/2021\n"


def test_a_header_below_titles(table):
    found = table(TITLES + SCAN + ROW)
    assert (found.header_row, found.first_row, found.layout.name) == (5, 6, "scan_tokhaiyte")
    assert cells(found) == [ROW.strip().split(",")]


def test_line_breaks_stars_case_and_marks_in_headers_do_not_matter(table):
    found = table('"Thời\ngian (*)",MA_DIA_DIEM,chiều:,"Số điện\r\nthoại",Ho va ten (in hoa)\n' + ROW)
    assert found.columns == ("Thời gian (*)", "MA_DIA_DIEM", "chiều:", "Số điện thoại", "Ho va ten (in hoa)")
    assert found.mapping == {"at": 0, "venue_code": 1, "direction": 2, "phone": 3, "name": 4}


def test_a_header_under_a_merged_heading(table):
    text = "STT,Họ và tên,SĐT,Mã điểm,Thời gian,\n,,,,Vào,Ra\n1,A,0912345678,DP-1,02/06/2021 08:00,02/06/2021 09:00\n"
    found = table(text)
    assert (found.layout.name, found.header_row, found.first_row) == ("visit_hanhkhach", 2, 3)
    assert found.columns[3:] == ("Mã điểm", "Thời gian Vào", "Thời gian Ra")
    assert {"in_at": 4, "out_at": 5}.items() <= found.mapping.items()


def test_unknown_headers_come_with_the_nearest_known(table):
    found = table("STT," + SCAN.strip() + ",Nam sin,Số điện thoại,\n")
    assert [(u.header, u.nearest[:1]) for u in found.unknown] == [
        ("Nam sin", ("Năm sinh",)),
        ("Số điện thoại", ("Số điện thoại",)),
    ]
    assert found.mapping["phone"] == 4
    assert found.columns[-1] == ""


def test_a_header_row_without_rows_is_an_empty_table(table):
    assert cells(table(SCAN)) == []


def test_no_header_says_nothing_of_the_people_in_the_file(read):
    (found,) = read(ROW * 3)
    assert (found.code, found.values) == ("header_not_found", {"rows": "30"})


def test_a_header_that_lacks_something_is_told_what(read):
    (found,) = read("Thời gian,Mã địa điểm,Chiêu đi,Họ và tên,Khai hộ\n" + ROW)
    assert found.code == "layout_unknown"
    assert found.values["layout_vi"] == "Nhật ký quét mã điểm kiểm soát (tokhaiyte.vn)"
    assert found.values["missing"] == "Chiều, Số điện thoại / Số CMND/CCCD"
    assert found.values["headers"] == "Thời gian, Mã địa điểm, Chiêu đi, Họ và tên, Khai hộ"
    assert found.values["row"] == "1"


def test_two_layouts_that_fit_equally_are_named(read):
    pair = [layout_of("Mã", "Tên", name="một"), layout_of("Mã", "Tên", name="hai", source="agency")]
    (found,) = read("Mã,Tên\n1,A\n", using=pair)
    assert (found.code, found.values["names"]) == ("layout_ambiguous", "một, hai")


def test_of_two_layouts_of_one_source_the_stricter_wins(table):
    loose, strict = layout_of("Mã", "Tên", name="loose"), layout_of("Mã", "Tên", name="strict", required=["Mã"])
    assert table("Mã,Tên\n1,A\n", using=[loose, strict]).layout.name == "strict"


def test_more_known_headers_win(table):
    pair = [layout_of("Mã", "Tên", name="one"), layout_of("Mã", "Tên", "Loại", name="two", source="agency")]
    assert table("Mã,Tên,Loại\n1,A,B\n", using=pair).layout.name == "two"


def test_every_shipped_layout_knows_its_own_headers_and_no_other_takes_them(layouts, table):
    for layout in layouts:
        found = table(",".join(f'"{column.aliases[0]}"' for column in layout.columns.values()) + "\n")
        assert found.layout.name == layout.name
        assert found.mapping == {name: i for i, name in enumerate(layout.columns)}


HEADERS = """
scan_tokhaiyte         | Ngày,Giờ,Mã điểm,Vào/Ra,SĐT
scan_tokhaiyte         | STT;Thời gian;Mã địa điểm;Số điện thoại;Họ và tên;Chiều;Ứng dụng
scan_guard             | Thời gian,Mã điểm,Người quét,Mã QR cá nhân
scan_guard             | Thời gian,Mã điểm,Chiều,SĐT,Họ tên,Mã QR cá nhân
scan_bluezone          | Thời điểm,Mã QR điểm,Loại quét,SĐT Bluezone
scan_ncovi             | scan_time,place_id,phone_number,full_name,type
visit_hanhkhach        | STT,Họ và tên,Năm sinh,SĐT,Địa điểm,Giờ vào,Giờ ra
declaration_vn         | Thời gian khai báo,Họ tên,SĐT,Phường/Xã,Triệu chứng,Tiếp xúc ca bệnh
declaration_tokhaiyte  | fields[fullName],fields[phone],fields[showSignal],createdAt
venue_diemkiemsoat     | Mã địa điểm,Tên địa điểm,Loại hình,Xã/Phường,Quận/Huyện
venue_diemkiemsoat     | Mã địa điểm,Tên địa điểm,Mã đơn vị,Tên đơn vị
agency_tree            | Mã đơn vị,Tên đơn vị,Mã đơn vị cấp trên,Nhóm
administrator          | Cơ quan, đơn vị;Họ và tên;Chức vụ;Điện thoại;Email
assessment_antoancovid | Mã địa điểm,Ngày đánh giá,Điểm,Mức độ an toàn
case_list              | Mã ca bệnh,Họ và tên,SĐT,Ngày khởi phát,Thời gian cách ly
"""


@pytest.mark.parametrize("line", HEADERS.strip().splitlines())
def test_headers_as_they_may_come(line, table):
    name, headers = (part.strip() for part in line.split("|"))
    assert table(headers + "\n").layout.name == name


def test_the_real_logs_are_recognised(shared, table):
    for folder in ("highschool2013_pair", "hospital_lyon_pair", "hospital_lyon_group"):
        venues = table((shared / "data" / folder / "diem_quet.csv").read_bytes(), "diem_quet.csv")
        assert (venues.layout.name, venues.unknown) == ("venue_diemkiemsoat", ())
    scans = table((shared / "data" / "hospital_lyon_group" / "quet_qr.csv.gz").read_bytes(), "quet_qr.csv.gz")
    assert (scans.layout.name, [u.header for u in scans.unknown]) == ("scan_tokhaiyte", [])


GOOD = 'name = "a"\ntitle_vi = "A"\ntitle_en = "A"\nsource = "scan"\n[columns.at]\naliases = ["Giờ"]\n'

FAULTS = """
colour = "red"                      | x.toml: colour: unknown key
title_vi = ""                       | x.toml: title_vi: must be a non-empty text
source = "car"                      | x.toml: source: must be one of
dates = ["%d/%m/%Q"]                | x.toml: dates: '%d/%m/%Q' is no date form
excel_epoch = 1899                  | x.toml: excel_epoch: must be 1900 or 1904
required_any = [["phone"]]          | x.toml: required_any: phone has no [columns.phone]
above = ["phone"]                   | x.toml: above: phone has no [columns.phone]
constants = { weight = "1" }        | x.toml: constants.weight: unknown column
columns = { weight = { aliases = ["W"] } } | x.toml: columns.weight: unknown column
columns = { at = { aliases = [] } } | x.toml: columns.at: aliases must be a non-empty list
columns = { at = { aliases = ["A"], needed = true } } | x.toml: columns.at: only aliases
columns = { at = { aliases = ["Giờ"] }, date = { aliases = ["gio"] } } | x.toml: columns.date: header 'gio' is also an alias of at
words = { direction = { up = ["lên"] } } | x.toml: words.direction.up: must be one of in, out
words = { direction = { in = ["1"], out = ["1"] } } | x.toml: words.direction.out: '1' also means in
words = { gender = { male = ["Nam"] } } | x.toml: words.gender: no such column
columns                             | x.toml: Expected '='
"""


@pytest.mark.parametrize("line", FAULTS.strip().splitlines())
def test_layout_faults_name_file_and_key(line, tmp_path):
    wrong, told = (part.strip() for part in line.split("|"))
    key = wrong.split(" ")[0]
    good = "" if key == "columns" else "[columns.at]\naliases = ['Giờ']"
    head = "\n".join(part for part in GOOD.splitlines()[:4] if not part.startswith(f"{key} "))
    (tmp_path / "x.toml").write_text(f"{head}\n{wrong}\n{good}\n", encoding="utf-8")
    with pytest.raises(LayoutError) as raised:
        load_layouts(tmp_path)
    assert any(fault.startswith(told) for fault in raised.value.faults), raised.value.faults


def test_all_faults_of_all_files_at_once(tmp_path):
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "c.toml").write_text("colour = 1", encoding="utf-8")
    with pytest.raises(LayoutError) as raised:
        load_layouts(tmp_path)
    assert {fault.split(":")[0] for fault in raised.value.faults} == {"b.toml", "c.toml"}
    assert len(raised.value.faults) > 3


def test_a_folder_without_layouts(tmp_path):
    with pytest.raises(LayoutError, match="no layout file"):
        load_layouts(tmp_path)


def test_a_new_form_needs_no_python(tmp_path, table):
    (tmp_path / "new.toml").write_text(GOOD, encoding="utf-8")
    assert table("Lúc,Giờ\n1,2\n", using=load_layouts(tmp_path)).mapping == {"at": 1}


def test_the_guide_names_every_column_and_every_layout(layouts):
    guide = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    names = {layout.name for layout in layouts} | {name for layout in layouts for name in layout.columns}
    assert [name for name in sorted(names) if f"`{name}`" not in guide] == []

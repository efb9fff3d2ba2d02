"""What the lake knows of administrators: whom they administer and which fields are there, and nobody's name."""

from etl.rollback import rollback

HEADER = ["Mã đơn vị", "Mã địa điểm", "Họ và tên", "Chức vụ", "Số điện thoại", "Email"]
ASKED = "select agency_code, venue_code, has_name, has_position, has_phone, has_email from lake.administrator_of order by all"


def test_fields_are_known_and_names_are_not(file, into, ask):
    into(file("a.csv", HEADER, [["SYT", "", "Lê Thử", "Chuyên viên", "0912345678", "a@vidu.example"],
                                ["SYT", "V1", "Lê Thử Hai", "", "0912345679", ""], ["SCT", "", "Lê Thử Ba", "Quản lý", "", "b@vidu.example"]]))  # fmt: skip
    assert ask(ASKED) == [
        ("SCT", None, True, True, False, True), ("SYT", "V1", True, False, True, False), ("SYT", None, True, True, True, True)
    ]  # fmt: skip
    assert ask("select count(*) from lake.administrator_of where named_at = (select loaded_at from lake.load_file)") == [(3,)]
    into(file("b.csv", HEADER, [["SCT", "", "Lê Thử Ba", "Quản lý", "0912345677", "b@vidu.example"]]))
    assert ask(ASKED)[:2] == [("SCT", None, True, True, False, True), ("SCT", None, True, True, True, True)]
    days = ask("select count(distinct named_at), count(*) from lake.administrator_of")
    assert days == [(2, 4)]


def test_a_load_without_administrators_writes_nothing_of_them(file, scans, into, ask):
    into(file("a.csv", HEADER, [["SYT", "", "Lê Thử", "Chuyên viên", "0912345678", "a@vidu.example"]]))
    files = "select data_file, delete_file from ducklake_list_files('lake', 'administrator_of')"
    before = ask(files)
    into(scans("s.csv", "08:00 | A | 0912345678 | Vào"))
    assert ask(files) == before and len(before) == 1


def test_what_is_rolled_back_is_unknown_again_also_to_the_next_file(place, file, into, ask):
    row = ["SYT", "", "Lê Thử", "Chuyên viên", "0912345678", "a@vidu.example"]
    into(file("0.csv", HEADER, [["SCT", *row[1:]]]))
    into(file("a.csv", HEADER, [row]))
    rollback(place, None, by="test")
    assert [agency for agency, *_ in ask(ASKED)] == ["SCT"]
    into(file("b.csv", HEADER, [row, ["SNV", *row[1:]]]))
    assert [agency for agency, *_ in ask(ASKED)] == ["SCT", "SNV", "SYT"]

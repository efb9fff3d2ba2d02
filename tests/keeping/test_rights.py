"""One person's data given out and erased: all of it, nobody else's, and what still holds them is named."""

import json

import pytest
from openpyxl import load_workbook

from access.view_log import Purpose
from casework.lists import ask as ask_list
from casework.lists import keep, lists
from etl import checks
from keeping.erase import erase
from keeping.subject import Asked
from queries.tracing import ContactQuestion, Window
from tests.keeping.bytes import day, log, where
from warehouse.errors import PersonUnknown, SeveralPeople
from warehouse.reader import Warehouse

WHO = {"0912000001": "Lê Văn Đi"}
OTHERS = {"0987000001": "Võ Thị Ở", "0933000001": "Phan Văn Đây"}
ID = "089085001234"
HEADER = ["Thời gian", "Mã địa điểm", "Số điện thoại", "Họ và tên", "Chiều", "Số CMND/CCCD"]
CALL = ["--case-number", "7/YC", "--reason", "theo yêu cầu"]


def rows(when, people, venue="A"):
    return [[*row, ID if row[2] in WHO else ""] for row in log(when, people, venue)]


@pytest.fixture
def filled(place, into, write, once):
    """Two days of three people, a case, an administrator, two lists with results, a rejected row."""

    def build():
        one = write(
            "one.csv", [*rows(day(3), WHO | OTHERS), ["không rõ", "A", "+84 912.000.001", "Lê Văn Đi", "Vào", ""]], HEADER
        )
        two = write("two.csv", rows(day(2), WHO | OTHERS), HEADER)
        case = write(
            "cases.csv",
            [["BN-1", "0912000001", "Lê Văn Đi"], ["BN-2", "0987000001", "Võ Thị Ở"]],
            ["Mã ca", "Số điện thoại", "Họ tên"],
        )
        declared = write(
            "d.csv",
            [[f"{day(2):%d/%m/%Y} 07:00", "Lê Văn Đi", "0912000001", "1"]],
            ["createdAt", "fullName", "phone", "showSignal"],
        )
        tree = write("tree.csv", [["SYT", "Sở Y tế", "Sở"]], ["Mã đơn vị", "Tên đơn vị", "Nhóm"])
        named = write(
            "dau moi.csv",
            [["SYT", "Lê Văn Đi", "0912000001", "Chuyên viên"]],
            ["Mã đơn vị", "Họ và tên", "Số điện thoại", "Chức vụ"],
        )
        done = into(one, two, case, declared, tree, named).files
        assert [file.source for file in done] == ["agency", "administrator", "scan", "scan", "declaration", "case"]
        warehouse = Warehouse(place)
        cases = dict(warehouse._con.execute("select case_code, person_id from lake.case_record").fetchall())
        for codes in (["BN-1"], ["BN-1", "BN-2"], ["BN-2"]):
            windows = tuple(Window(cases[code], day(5), day(1)) for code in codes)
            kept = keep(warehouse, ask_list(warehouse, ContactQuestion(windows, 5, "probable")), Purpose(f"{len(codes)}/HS", "truy vết"), "test")  # fmt: skip
            with warehouse.people(write=True) as con:
                con.execute(
                    "insert into people.outcome select row_number() over () + (select count(*) from people.outcome), ?, row_code,"
                    " 'note', 'gọi lại', 'applied', 'f', 'x', 'test', now()::timestamp from people.saved_row where list_id = ?",
                    [kept.root_id, kept.list_id],
                )
        warehouse.close()

    return once(build)


def green(place):
    return not [outcome for outcome in checks.ask_all(place) if outcome.faults]


def empty_inbox(place):
    for path in place.inbox.iterdir():
        path.unlink()


@pytest.mark.parametrize("asked", [Asked(phone="0912 000 001"), Asked(id_number="089 085 001 234")])
def test_nothing_is_left_of_the_person_and_all_of_the_others(filled, place, ask, people, asked):
    others = ask("select count(*) from lake.scan")[0][0] - 4
    found = erase(place, asked, by="test")
    assert found.removed == {
        "person": 1, "name": 1, "link": 0, "card": 0, "administrator": 1, "scan": 4, "visit": 2, "declaration": 1, "case": 1,
        "list": 6, "result": 2, "rejected": 1,
    }  # fmt: skip
    assert [path.name for path in found.files] == ["cases.csv", "d.csv", "dau moi.csv", "one.csv", "two.csv"]
    assert (len(found.lists), found.remains, found.others) == (3, [], 0)
    empty_inbox(place)
    assert where(place, "912000001", "912.000.001", ID, "Lê Văn Đi") == []
    assert ask("select count(*), count(distinct person_id) from lake.scan") == [(others, 2)]
    assert ask("select day, people, scans, declarations from lake.day_total order by day") == [
        (day(3), 2, 4, 0), (day(2), 2, 4, 0),
    ]  # fmt: skip
    assert ask("select case_code from lake.case_record") == [("BN-2",)] and ask(
        "select count(*) from lake.administrator_of"
    ) == [(0,)]
    assert green(place)
    warehouse = Warehouse(place)
    left = lists(warehouse)
    assert sorted(one.purpose.case_number for one in left) == ["1/HS", "2/HS"]
    assert all(len(one.question.windows) == 1 for one in left)
    warehouse.close()
    assert people("select count(*) from people.saved_row") == [(2,)] and people("select count(*) from people.outcome") == [(2,)]


def test_a_dry_run_changes_nothing_and_a_second_erasure_finds_nobody(filled, place, ask):
    said = erase(place, Asked(phone="0912000001"), by="test", dry_run=True)
    assert ask("select count(*) from lake.scan") == [(12,)] and "people.person" in where(place, "912000001")
    assert erase(place, Asked(phone="0912000001"), by="test").removed == said.removed
    for asked in (Asked(phone="0912000001"), Asked(id_number=ID), Asked(phone="0999999999"), Asked(phone="abc")):
        with pytest.raises(PersonUnknown):
            erase(place, asked, by="test")


def test_old_files_do_not_bring_the_person_back_but_new_scans_do(filled, place, into, write, ask, people):
    erase(place, Asked(phone="0912000001"), by="test")
    (again,) = into(write("again.csv", [*rows(day(3), WHO | OTHERS), *rows(day(1), OTHERS)], HEADER)).files
    assert (again.read, again.loaded, again.duplicate, again.rejected, again.withheld) == (10, 4, 4, 2, 2)
    (by_id,) = into(write("id.csv", [[f"{day(1):%d/%m/%Y} 08:00:00", "A", "0944000004", "Lê Văn Đi", "Vào", ID]], HEADER)).files
    (case,) = into(write("c.csv", [["BN-1", "0912000001", "Lê Văn Đi"]], ["Mã ca", "Số điện thoại", "Họ tên"])).files
    (named,) = into(
        write(
            "a.csv", [["SYT", "Lê Văn Đi", "0912000001", "Phó phòng"]], ["Mã đơn vị", "Họ và tên", "Số điện thoại", "Chức vụ"]
        )
    ).files
    assert [(one.loaded, one.withheld) for one in (by_id, case, named)] == [(0, 1)] * 3
    empty_inbox(place)
    assert where(place, "912000001", "944000004", ID, "Lê Văn Đi") == []
    assert people("select distinct reasons, raw from people.rejected where reasons like 'person%'") == [("person_erased||", "")]
    assert green(place)
    people_later = "update people.erased set erased_at = timestamp '2020-01-01'"
    warehouse = Warehouse(place)
    with warehouse.people(write=True) as con:
        con.execute(people_later)
    warehouse.close()
    assert into(write("new.csv", rows(day(1), WHO), HEADER)).files[0].loaded == 2


def test_of_people_on_one_phone_only_the_one_named_goes(place, into, write, ask, people):
    header = [*HEADER[:5], "Khai hộ"]
    both = [("0912000001", "Lê Văn Đi", "Không"), ("0912000001", "Lê Thị Con", "Có")]
    told = [[f"{day(2):%d/%m/%Y} 08:0{n}:00", "A", phone, name, "Vào", other] for n, (phone, name, other) in enumerate(both)]
    into(write("a.csv", told, header))
    with pytest.raises(SeveralPeople):
        erase(place, Asked(phone="0912000001"), by="test")
    found = erase(place, Asked(phone="0912000001", name="le van di"), by="test")
    assert (found.removed["scan"], found.others) == (1, 1)
    assert people("select phone, name from people.person") == [("+84912000001", "Lê Thị Con")]
    (again,) = into(
        write("b.csv", [*told, [f"{day(1):%d/%m/%Y} 08:00:00", "A", "0912000001", "Lê Thị Con", "Ra", "Có"]], header)
    ).files
    assert (again.loaded, again.duplicate, again.withheld) == (1, 1, 1)
    assert people("select name from people.person") == [("Lê Thị Con",)] and green(place)


def test_texts_that_officials_wrote_and_files_that_cannot_be_read_are_named(filled, place):
    warehouse = Warehouse(place)
    with warehouse.people(write=True) as con:
        con.execute("update people.saved_list set reason = 'gọi ông LÊ VĂN ĐI trước' where case_number = '2/HS'")
        con.execute(
            "update people.outcome set value = 'số mới của anh Đi: 0912.000.001' where root_id in (select root_id from people.saved_list where case_number = '2/HS')"
        )
    warehouse.close()
    (place.inbox / "x.bin").write_bytes(b"\x00\x01\x02" * 100)
    found = erase(place, Asked(phone="0912000001"), by="test")
    assert {kind for kind, _ in found.remains} == {"saved_list", "outcome"}
    assert [path.name for path in found.unread] == ["x.bin"]


def test_everything_held_is_exported_and_the_export_is_on_the_record(filled, vaora, tmp_path, place):
    out = tmp_path / "p.xlsx"
    done = vaora("export-person", "--phone", "0912000001", *CALL, "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    book = load_workbook(out)
    told = {sheet.title: [list(row) for row in sheet.values] for sheet in book.worksheets}
    assert list(told) == [
        "Bìa", "Thông tin nhân thân", "Họ tên đã ghi", "Đầu mối", "Lượt quét", "Lượt vào, ra đã ghép", "Tờ khai y tế", "Ca bệnh",
        "Danh sách có tên", "Kết quả liên hệ", "Dòng bị loại",
    ]  # fmt: skip
    assert told["Thông tin nhân thân"][0][:2] == ["Số điện thoại", "Họ và tên"]
    assert told["Thông tin nhân thân"][1][:2] == ["0912000001", "Lê Văn Đi"] and ID in told["Thông tin nhân thân"][1]
    assert len(told["Lượt quét"]) == 5 and told["Lượt quét"][1][1] == "Vào" and told["Tờ khai y tế"][1][4] == "Có"
    assert told["Kết quả liên hệ"][1][:3] == ["Ghi chú", "gọi lại", "đang có hiệu lực"]
    assert "không rõ | A | +84 912.000.001" in told["Dòng bị loại"][1][3]
    text = str(told)
    assert not any(phone in text or name in text for phone, name in OTHERS.items())
    (view,) = [json.loads(line) for line in (place.log / "views.jsonl").read_text("utf-8").splitlines()]
    assert (view["rows"], view["purpose"]["case_number"]) == (
        sum(len(rows) - 1 for name, rows in told.items() if name != "Bìa"),
        "7/YC",
    )
    assert "912000001" not in str(view) + done.stdout and "Lê Văn Đi" not in str(view) + done.stdout


def test_on_the_command_line(filled, vaora, place):
    import os
    import subprocess
    import sys

    from warehouse.place import REPOSITORY

    done = vaora("erase", "--phone", "0912000001", "--dry-run", *CALL)
    assert (done.returncode, "Sẽ xóa" in done.stdout) == (0, True)
    done = subprocess.run([sys.executable, "vaora.py", "erase", "--phone", "-", *CALL], cwd=REPOSITORY, input="0912000001\n",
        capture_output=True, text=True, env={**os.environ, "COLUMNS": "200"})  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Tệp inbox/one.csv vẫn có người này" in done.stdout and "Bản sao lưu" in done.stdout
    assert "912000001" not in done.stdout and "Lê Văn Đi" not in done.stdout
    said = [vaora("erase", "--phone", phone, *CALL) for phone in ("0912000001", "0999999999")]
    assert [(one.returncode, one.stderr) for one in said] == [(17, "Không lưu dữ liệu nào về người này.\n")] * 2
    assert vaora("erase", *CALL).returncode == 2 and vaora("erase", "--phone", "1", "--id-number", "2", *CALL).returncode == 2
    assert vaora("export-person", "--phone", "0999999999", *CALL, "--out", place.root / "x.xlsx").returncode == 17
    assert vaora("erase", "--phone", "0987000001", "--case-number", " ", "--reason", "x").returncode == 2
    assert len((place.log / "views.jsonl").read_text("utf-8").splitlines()) == 4

"""The command line: names, options, exit codes, and the sentences a user gets."""

import csv
import json
from contextlib import closing

from openpyxl import load_workbook

from warehouse.reader import Warehouse

WHY = ["--case-number", "12/HS", "--reason", "Truy vết ca BN-01"]
CALL = ["--from", "02/06/2021", "--to", "2021-06-02", *WHY]
LOG = """
08:00 | A | 0912345678 | Vào
10:00 | A | 0912345678 | Ra
09:00 | A | 0987654321 | Vào
09:20 | A | 0987654321 | Ra
09:50 | A | 0333333333 | Vào
09:59 | A | 0333333333 | Ra
"""


def test_load_status_check(vaora, scans, place):
    done = vaora("load", scans("quet.csv", LOG))
    assert done.returncode == 0, done.stderr
    assert "scan_tokhaiyte" in done.stdout
    assert "Lượt quét" in vaora("status").stdout
    checked = vaora("check")
    assert (checked.returncode, "Không lượt quét nào có hai lần" in checked.stdout) == (0, True)
    assert "Scans" in vaora("status", VAORA_LANGUAGE="en").stdout
    assert oct((place.secret / "people.key").stat().st_mode)[-3:] == "600"


def test_contacts_as_csv_and_workbook(vaora, scans, tmp_path, place):
    vaora("load", scans("quet.csv", LOG))
    out = tmp_path / "c.csv"
    done = vaora("contacts", "--phone", "+84 912 345 678", "--min-minutes", 15, *CALL, "--out", out)
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["case_phone"], row["contact_phone"], row["sure_seconds"], row["venues"], row["meetings"]) == (
        "0912345678",
        "0987654321",
        "1200",
        "1",
        "1",
    )
    assert (row["first_meeting"], row["last_meeting"]) == ("2021-06-02 09:00:00", "2021-06-02 09:20:00")
    book = tmp_path / "c.xlsx"
    assert vaora("contacts", "--phone", "0912345678", "--min-minutes", 0, *CALL, "--out", book).returncode == 0
    cover, listed = load_workbook(book).worksheets
    lines = {row[0].value: row[1].value for row in cover.iter_rows(min_row=3)}
    assert (lines["Số hồ sơ"], lines["Lý do"], lines["Số dòng"]) == ("12/HS", "Truy vết ca BN-01", "2")
    assert [row[3].value for row in listed.iter_rows(min_row=2)] == ["0987654321", "0333333333"]
    views = [json.loads(line) for line in (place.log / "views.jsonl").read_text("utf-8").splitlines()]
    assert [(view["rows"], view["purpose"]["case_number"]) for view in views] == [(1, "12/HS"), (2, "12/HS")]
    assert not any(number in (place.log / "views.jsonl").read_text("utf-8") for number in ("912345678", "987654321"))


def test_who_was_at_a_venue(vaora, scans, tmp_path, place):
    vaora("load", scans("quet.csv", LOG))
    why, book = ("--case-number", "12/HS", "--reason", "Truy vết ca BN-01"), tmp_path / "v.xlsx"
    done = vaora("venue", "a", "--from", "02/06/2021 09:00", "--to", "02/06/2021 09:30", *why, "--out", book)
    assert (done.returncode, "2 người có mặt" in done.stdout) == (0, True), done.stderr
    assert vaora("verify", book).returncode == 0
    whole = vaora("venue", "A", "--from", "02/06/2021", "--to", "02/06/2021", *why, "--out", tmp_path / "v.csv")
    assert "3 người có mặt" in whole.stdout
    early = vaora("venue", "A", "--from", "01/06/2021", "--to", "02/06/2021 00:00", *why, "--out", tmp_path / "n.csv")
    assert "0 người có mặt" in early.stdout
    assert vaora("venue", "A", "--from", "02/06/2021", "--to", "hôm qua", *why, "--out", book).returncode == 2
    assert vaora("venue", "ZZ", "--from", "02/06/2021", "--to", "02/06/2021", *why, "--out", book).returncode == 17
    assert "people at venue" in (place.log / "views.jsonl").read_text("utf-8")


def test_a_list_needs_a_purpose(vaora, scans, tmp_path):
    vaora("load", scans("quet.csv", LOG))
    call = [text if text != "12/HS" else " " for text in CALL]
    assert vaora("contacts", "--phone", "0912345678", "--min-minutes", 15, *call, "--out", tmp_path / "c.csv").returncode == 2
    assert not (tmp_path / "c.csv").exists()


def test_rejected_rows_are_given_for_a_purpose_and_logged(vaora, scans, tmp_path, place):
    vaora("load", scans("quet.csv", LOG + "10:05 | A | 09123 | Vào"))
    with closing(Warehouse(place)) as store, store.people() as con:
        ((file_id,),) = con.execute("select file_id from people.rejected").fetchall()
    out, log = tmp_path / "r.csv", place.log / "views.jsonl"
    for why in ([], ["--case-number", "12/HS", "--reason", " "]):
        assert vaora("rejects", file_id, *why, "--out", out).returncode == 2
    assert not out.exists() and not log.exists()
    done = vaora("rejects", file_id, *WHY, "--out", out)
    assert (done.returncode, "09123" in out.read_text("utf-8-sig")) == (0, True), done.stderr
    (line,) = map(json.loads, log.read_text("utf-8").splitlines())
    assert (line["question"], line["rows"]) == (f"rejected rows of file {file_id}, file", 1)
    assert line["purpose"] == {"case_number": "12/HS", "reason": "Truy vết ca BN-01"}
    assert "09123" not in log.read_text("utf-8")


def test_exit_codes_and_sentences(vaora, scans, tmp_path, place):
    done = vaora("status")
    assert (done.returncode, done.stdout) == (12, "")
    assert "chưa có dữ liệu nào" in done.stderr
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    done = vaora("load", tmp_path / "x.csv")
    assert done.returncode == 15
    assert "Không đọc: x.csv" in done.stdout
    assert vaora("load", tmp_path / "x.csv", scans("quet.csv", LOG)).returncode == 18
    assert vaora("rejects", "abcdef", *WHY, "--out", tmp_path / "r.csv").returncode == 17
    assert vaora("contacts", "--phone", "0999999999", "--min-minutes", 15, *CALL, "--out", tmp_path / "c.csv").returncode == 17
    assert vaora("rollback", "--load", 7).returncode == 17
    assert vaora("load").returncode == 2
    done = vaora("demo", "--people", 200, "--days", 2)
    assert (done.returncode, "dữ liệu thật" in done.stderr) == (19, True)
    (place.root / "settings.toml").write_text('threads = "two"\ncolour = 1\n')
    done = vaora("status")
    assert done.returncode == 10
    assert "colour: không có khoá này; các khoá dùng được: administrator_deadline, allowed_hosts, " in done.stderr
    assert "threads: «two» phải là số nguyên, không có dấu nháy" in done.stderr
    (place.root / "settings.toml").write_text("threads = \n")
    done = vaora("status")
    assert (done.returncode, "settings.toml: không đúng cú pháp TOML ở dòng 1" in done.stderr) == (10, True)


def test_a_wrong_or_lost_key_is_refused_and_said_so(vaora, scans, tmp_path, place):
    vaora("load", scans("quet.csv", LOG))
    call = ("contacts", "--phone", "0912345678", "--min-minutes", 15, *CALL, "--out", tmp_path / "c.csv")
    done = vaora(*call, VAORA_PEOPLE_KEY="0" * 64)
    assert (done.returncode, "khoá" in done.stderr, "0000" in done.stderr) == (14, True, False)
    key = place.secret / "people.key"
    key.rename(tmp_path / "key")
    assert vaora(*call).returncode == 14
    assert vaora("load", scans("more.csv", "11:00 | A | 0912345678 | Vào")).returncode == 14
    assert vaora(*call, VAORA_PEOPLE_KEY_FILE=str(tmp_path / "key")).returncode == 0


def test_no_name_or_phone_lies_readable_on_the_disk(vaora, file, place):
    from tests.conftest import SCAN_HEADER

    vaora(
        "load",
        file(
            "quet.csv",
            SCAN_HEADER,
            [
                ["02/06/2021 08:00:00", "A", "0912345678", "Nguyễn Thị Bí Mật", "Vào"],
                ["x", "A", "0987654321", "Trần Lộ", "Vào"],
            ],
        ),
    )
    for path in place.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(text.encode() in content for text in ("912345678", "Bí Mật", "987654321", "Trần Lộ")), path.name


def test_rollback(vaora, scans):
    vaora("load", scans("quet.csv", LOG))
    vaora("load", scans("more.csv", "11:00 | B | 0912345678 | Vào"))
    done = vaora("rollback")
    assert (done.returncode, "lượt nạp 2" in done.stdout) == (0, True)
    assert vaora("rollback", "--load", 1).returncode == 0
    assert vaora("check").returncode == 0


def test_a_list_through_the_commands(vaora, scans, tmp_path):
    vaora("load", scans("quet.csv", LOG))
    book = tmp_path / "c.xlsx"
    vaora("contacts", "--phone", "0912345678", "--min-minutes", 15, *CALL, "--out", book)
    assert vaora("verify", book).returncode == 0
    opened = load_workbook(book)
    code = next(row[1].value for row in opened.worksheets[0].iter_rows() if row[0].value == "Mã danh sách")
    heads = {cell.value: cell.column for cell in opened.worksheets[1][1]}
    opened.worksheets[1].cell(2, heads["Kết quả liên hệ"]).value = "Đã liên hệ được"
    opened.save(tmp_path / "filled.xlsx")
    assert vaora("verify", tmp_path / "filled.xlsx").returncode == 0
    assert code in vaora("results", tmp_path / "filled.xlsx").stdout
    told = vaora("lists").stdout
    assert code in told and "12/HS" in told
    opened.worksheets[1].cell(2, heads["Số điện thoại"]).value = "0999999999"
    opened.save(tmp_path / "altered.xlsx")
    assert (vaora("verify", tmp_path / "altered.xlsx").returncode, vaora("verify", scans("x.csv", LOG)).returncode) == (20, 20)
    vaora("load", scans("late.csv", "09:01 | A | 0355555555 | Vào\n09:40 | A | 0355555555 | Ra"))
    done = vaora("changes", code, "--out", tmp_path / "d.xlsx")
    assert done.returncode == 0, done.stderr
    changed = load_workbook(tmp_path / "d.xlsx").worksheets[1]
    heads = {cell.value: cell.column for cell in changed[1]}
    rows = [(row[heads["Thay đổi"] - 1].value, row[heads["Số điện thoại"] - 1].value) for row in changed.iter_rows(min_row=2)]
    assert rows == [("Mới", "0355555555")]
    assert vaora("verify", tmp_path / "d.xlsx").returncode == 0
    assert vaora("interchange", code, "--to", "sormas", "--out", tmp_path / "s").returncode == 0
    assert "0355555555" in (tmp_path / "s" / "sormas_contacts.csv").read_text("utf-8")
    assert vaora("changes", "0000000000", "--out", tmp_path / "e.xlsx").returncode == 17

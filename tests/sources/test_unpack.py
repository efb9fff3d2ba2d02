"""Folders, .gz and .zip: what is found in them, and what is refused for safety."""

import gzip
import io
import zipfile

import pytest

from etl.sources import Refusal, Table, open_tables, unpack
from tests.sources.conftest import ROW, SCAN, rows


def packed(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def told(found):
    return [(item.name, "" if isinstance(item, Table) else item.code) for item in found]


def test_gz(table):
    found = table(gzip.compress((SCAN + ROW).encode()), "quet_qr.csv.gz")
    assert (found.name, found.file.name, len(rows(found))) == ("quet_qr.csv.gz", "quet_qr.csv.gz", 1)


def test_a_gz_cut_off_is_refused_whole(code):
    assert code(gzip.compress((SCAN + ROW * 5000).encode())[:-20], "quet.csv.gz") == "damaged"


def test_a_folder_is_walked_in_order_without_hidden_files(tmp_path, work, layouts):
    folder = tmp_path / "nộp"
    for name in ("b.csv", "a/2.csv", "a/1.csv", ".an.csv", "~$quet.xlsx", "Thumbs.db", ".git/x.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SCAN + ROW, encoding="utf-8")
    (folder / "ghi chú.csv").write_text("xin chào", encoding="utf-8")
    assert told(open_tables(folder, work, layouts)) == [
        ("b.csv", ""), ("ghi chú.csv", "header_not_found"), ("a/1.csv", ""), ("a/2.csv", ""),
    ]  # fmt: skip


def test_a_zip_names_its_members(read):
    content = packed(**{"2.csv": SCAN + ROW, "tháng 6/1.csv": SCAN, "__MACOSX/._1.csv": "x", "doc/": ""})
    found = read(content, "so_lieu.zip")
    assert told(found) == [("so_lieu.zip › 2.csv", ""), ("so_lieu.zip › tháng 6/1.csv", "")]
    assert found[1].file.name == "1.csv"


def test_a_zip_in_a_zip_is_opened_once_only(read):
    inner = packed(**{"1.csv": SCAN + ROW})
    assert told(read(packed(**{"b.zip": inner}), "a.zip")) == [("a.zip › b.zip › 1.csv", "")]
    assert told(read(packed(**{"b.zip": packed(**{"c.zip": inner})}), "a.zip")) == [("a.zip › b.zip › c.zip", "nested_archive")]


@pytest.mark.parametrize("name", ["../../etc/quet.csv", "/tmp/quet.csv", "..\\quet.csv", "C:\\quet.csv"])
def test_a_member_that_points_outside_is_refused(name, read, tmp_path):
    before = sorted(tmp_path.parent.rglob("*.csv"))
    (found, good) = read(packed(**{name: SCAN + ROW, "z.csv": SCAN + ROW}), "a.zip")
    assert (found.code, type(good)) == ("unsafe_path", Table)
    assert [
        path.name for path in sorted(tmp_path.parent.rglob("*.csv")) if path not in before and path.name == "quet.csv"
    ] == []


def test_bombs_are_stopped(read, monkeypatch):
    monkeypatch.setattr(unpack, "_RATIO_FROM", 1 << 20)
    bomb = b"0" * (8 << 20)
    assert told(read(packed(**{"a.csv": bomb}), "a.zip")) == [("a.zip › a.csv", "unpacks_too_large")]
    assert told(read(gzip.compress(bomb), "a.csv.gz")) == [("a.csv.gz", "unpacks_too_large")]


def test_the_sum_of_all_members_is_limited(read, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_UNPACKED", 3 * len((SCAN + ROW).encode()) - 1)
    monkeypatch.setattr(unpack._Budget, "__init__", lambda self: setattr(self, "left", unpack.MAX_UNPACKED))
    found = read(packed(**{f"{i}.csv": SCAN + ROW for i in range(3)}), "a.zip")
    assert [code for _, code in told(found)] == ["", "", "unpacks_too_large"]


def test_too_many_members(read, monkeypatch):
    monkeypatch.setattr(unpack, "MAX_MEMBERS", 2)
    assert told(read(packed(**{f"{i}.csv": SCAN for i in range(3)}), "a.zip")) == [("a.zip", "too_many_members")]


def test_an_encrypted_member(read):
    content = bytearray(packed(**{"a.csv": SCAN + ROW}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert told(read(bytes(content), "a.zip")) == [("a.zip › a.csv", "password")]


def test_a_member_with_a_wrong_checksum(read):
    content = bytearray(packed(**{"a.csv": SCAN + ROW * 50}))
    content[60] ^= 0xFF
    assert told(read(bytes(content), "a.zip")) == [("a.zip › a.csv", "damaged")]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b" \r\n\n", "a.csv", "empty"),
        (b"%PDF-1.7 ...", "a.csv", "unsupported"),
        (b"PK\x03\x04 cut off", "a.xlsx", "damaged"),
        (packed(), "a.zip", "archive_empty"),
        (packed(**{"word/document.xml": "", "[Content_Types].xml": ""}), "a.docx", "unsupported"),
        (b"<html><table><tr><td>Ho ten</td></tr></table>", "a.xls", "web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls", "spreadsheet_xml"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "unsupported"),
        (bytes(range(256)) * 40, "a.bin", "binary"),
        (b"\0" * 5000, "a.csv", "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.xls", "damaged"),
        (b"PAR1 no more", "a.parquet", "damaged"),
    ],
)
def test_what_is_no_table(content, name, code, read):
    assert told(read(content, name)) == [(name, code)]


def test_a_path_that_is_no_file(tmp_path, work, layouts):
    import os

    (tmp_path / "trống").mkdir()
    os.mkfifo(tmp_path / "ống")
    for name, code in (("không có", "not_found"), ("trống", "folder_empty"), ("ống", "not_a_file")):
        assert list(open_tables(tmp_path / name, work, layouts)) == [Refusal(name, code, {})]

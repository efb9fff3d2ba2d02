"""Files that officials are made to hand in: what they are named, what is packed in them, and what they ask of their reader."""

import io
import re
import subprocess
import sys
import tomllib
import zipfile
from types import SimpleNamespace

import openpyxl
import pytest

from casework import seal
from casework.seal import read_sealed
from etl.sources import Table, load_layouts, open_tables
from ui import loading
from warehouse.errors import NotSealed
from warehouse.place import REFERENCE, REPOSITORY

HEADERS = ["Thời gian", "Mã địa điểm", "Chiều", "Số điện thoại", "Họ và tên"]
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"),
    "quadratic": (f'<!DOCTYPE x [<!ENTITY l0 "{"h" * 100_000}">]>', "&l0;" * 20_000),
    "a file of the server": ('<!DOCTYPE x [<!ENTITY l0 SYSTEM "file:///etc/passwd">]>', "&l0;"),
}


def book(rows, **parts):
    """A workbook of two sheets; `parts` are put in place of its own."""
    made, plain, whole = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for sheet in (made.active, made.create_sheet("B")):
        for row in rows:
            sheet.append(row)
    made.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return whole.getvalue()


def read(content, folder, name="quet.xlsx"):
    path = folder / name
    path.write_bytes(content)
    (folder / "work").mkdir(exist_ok=True)
    return list(open_tables(path, folder / "work", load_layouts(REFERENCE / "layouts")))


def texts(tables):
    return "".join(table.csv.read_text("utf-8") for table in tables if isinstance(table, Table))


@pytest.mark.parametrize("kind", DOCTYPES)
def test_entities_are_never_opened(kind, tmp_path):
    doctype, entity = DOCTYPES[kind]
    cells = "".join(f'<c r="{chr(65 + at)}1" t="inlineStr"><is><t>{header}</t></is></c>' for at, header in enumerate(HEADERS))
    evil = f'<c r="E2" t="inlineStr"><is><t>{entity}</t></is></c>'
    sheet = (
        f'<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1">{cells}</row><row r="2"><c r="B2" t="inlineStr"><is><t>DP-1</t></is></c>{evil}</row></sheetData></worksheet>'
    )
    content = book([HEADERS], **{"xl/worksheets/sheet1.xml": sheet.encode()})
    found = texts(read(content, tmp_path))
    assert len(found) < 2_000_000 and "hahaha" not in found and "hhhh" not in found and "root:" not in found
    with pytest.raises(NotSealed):
        read_sealed(content)


def test_a_workbook_of_results_cannot_bring_the_dashboard_down():
    made, content = openpyxl.Workbook(), io.BytesIO()
    made.active["A1"], made.active["XFD1048576"] = "x", "y"
    made.create_sheet("B")
    made.save(content)
    with pytest.raises(NotSealed):
        read_sealed(content.getvalue())
    unguarded = "import sys; from casework.seal_worker import sheets; sheets(sys.stdin.buffer.read())"
    done = subprocess.run([sys.executable, "-c", unguarded], input=content.getvalue(), cwd=REPOSITORY, capture_output=True)
    assert done.returncode < 0, "read in the dashboard itself, it would have ended it"


def test_a_workbook_of_results_that_never_ends(monkeypatch):
    monkeypatch.setattr(seal, "PATIENCE", 0.001)
    with pytest.raises(NotSealed):
        read_sealed(book([HEADERS]))


def test_macros_are_never_kept(tmp_path):
    content = book([HEADERS, ["02/06/2021 08:30", "DP-1", "Vào", "0912345678", "Nguyễn Văn A"]],
                   **{"xl/vbaProject.bin": b"planted macro", "xl/externalLinks/externalLink1.xml": b"<planted/>"})  # fmt: skip
    tables = read(content, tmp_path, "quet.xlsm")
    assert "DP-1" in texts(tables) and "planted" not in texts(tables)
    kept = [path for path in (tmp_path / "work").rglob("*") if path.is_file()]
    assert kept and not [path for path in kept if b"planted" in path.read_bytes()]


NAMES = ["../../x.csv", "/etc/x.csv", "..\\..\\x.csv", "C:\\x.csv", "..", ".", "", "a\0b.csv", "a\nb.csv", "CON", "nul.csv", "x" * 400 + ".csv", " .. ", "‮vsc.exe", "a:b.csv", "|rm -rf *.csv"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_a_path(name, place):
    upload = SimpleNamespace(name=name, seek=lambda _: None, read=io.BytesIO(b"x").read)
    with loading.saved([upload]) as (path,):
        assert path.read_bytes() == b"x"
        assert path.resolve().parent.parent.parent == place.work.resolve()
        assert path.name.isprintable() and len(path.name.encode()) <= 201 and not loading.DEVICE.match(path.name)
    assert not path.exists()


def test_the_guard_of_names_is_what_stops_them(place, monkeypatch, tmp_path):
    monkeypatch.setattr(loading, "named", str)
    upload = SimpleNamespace(name=f"{tmp_path}/elsewhere/planted.csv", seek=lambda _: None, read=io.BytesIO(b"x").read)
    with loading.saved([upload]):
        assert (tmp_path / "elsewhere" / "planted.csv").exists()


def test_one_limit_is_said_everywhere():
    server = tomllib.loads((REPOSITORY / ".streamlit/config.toml").read_text())
    assert server["server"]["maxUploadSize"] == 1024 and server["browser"]["gatherUsageStats"] is False
    assert re.search(r"client_max_body_size 1g;", (REPOSITORY / "deploy/nginx.conf").read_text())
    assert "1 GB" in (REPOSITORY / "ui/texts/vi.toml").read_text("utf-8")

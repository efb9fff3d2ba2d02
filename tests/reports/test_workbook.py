"""Workbooks: what goes in comes out, nothing is a formula, long lists go on in numbered sheets, it prints well."""

import json
import shutil
import subprocess
from datetime import datetime
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

import reports.workbook as made
from reports.workbook import Field, workbook

FIELDS = [
    Field("name", "Họ và tên", 26),
    Field("phone", "Số điện thoại", 14),
    Field("n", "Số", 8),
    Field("at", "Lúc", 17),
    Field("", "Ghi chú", 20),
]


def listed(names):
    size = len(names)
    return pd.DataFrame(
        {"name": names, "phone": ["+84912345678"] * size, "n": range(size), "at": [pd.Timestamp("2021-06-02 08:30")] * size}
    )


def opened(content):
    return load_workbook(BytesIO(content))


def test_cover_and_list():
    book = opened(workbook("Danh sách", [("Câu hỏi", "Ai?")], FIELDS, listed(["Nguyễn Văn An", "Lê Bé"]), "SHA-256"))
    cover, sheet = book.worksheets
    lines = {row[0].value: row[1].value for row in cover.iter_rows(min_row=3)}
    assert (lines["Câu hỏi"], len(lines["SHA-256"])) == ("Ai?", 64)
    assert [cell.value for cell in sheet[1]] == ["Họ và tên", "Số điện thoại", "Số", "Lúc", "Ghi chú"]
    assert [cell.value for cell in sheet[2]] == ["Nguyễn Văn An", "+84912345678", 0, datetime(2021, 6, 2, 8, 30), None]
    assert (sheet["D2"].number_format, sheet["A2"].font.name, sheet.freeze_panes) == (
        "dd/mm/yyyy hh:mm",
        "Times New Roman",
        "A2",
    )
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == ("landscape", 9, "$1:$1")
    assert sheet.auto_filter.ref == "A1:E3"


def test_numbers_stay_numbers_and_are_written_by_the_kind_of_their_column():
    values = {"": 12, "number": 1234567, "mean": 1075 / 7, "share": 0.8571, "day": pd.Timestamp("2021-06-02")}
    fields = [Field(f"of {kind}", kind, kind=kind) for kind in values]
    rows = pd.DataFrame([{f"of {kind}": value for kind, value in values.items()}])
    cells = opened(workbook("Danh sách", [], fields, rows, "S")).worksheets[1][2]
    assert [cell.value for cell in cells] == [12, 1234567, 1075 / 7, 0.8571, datetime(2021, 6, 2)]
    assert [cell.number_format for cell in cells] == ["General", "#,##0_)", "#,##0.0_)", "0.0 %_)", "dd/mm/yyyy"]
    assert [cell.alignment.horizontal for cell in cells] == ["center", "right", "right", "right", "center"]


def test_a_wide_list_repeats_what_its_rows_are_about_and_no_figure():
    fields = [Field("name", "Đơn vị", 34), *(Field("n", f"Số {n}", 13, kind="number") for n in range(41))]
    setup = opened(workbook("Danh sách", [], fields, listed(["A"]), "S")).worksheets[1]
    assert (setup.print_title_cols, setup.print_title_rows) == ("$A:$A", "$1:$1")
    assert (setup.page_setup.fitToWidth, setup.page_setup.fitToHeight) == (4, 0)


def test_the_checksum_follows_the_rows():
    sums = {opened(workbook("D", [], FIELDS, listed(names), "S")).worksheets[0]["B3"].value for names in (["A"], ["A"], ["B"])}
    assert len(sums) == 2


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-ghi chú", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "'0912", "a\nb"])
def test_no_text_becomes_a_formula_or_changes(text):
    sheet = opened(workbook("D", [("Lý do", text)], FIELDS, listed([text]), "S")).worksheets[1]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)


def test_naughty_strings_and_formula_payloads_come_back(shared):
    torture = shared / "data" / "torture"
    texts = json.loads((torture / "blns" / "blns.json").read_text("utf-8"))
    texts += (torture / "csv_injection" / "csv-payload.txt").read_text("utf-8").splitlines()
    texts = [text for text in texts if text]
    sheet = opened(workbook("D", [], FIELDS, listed(texts), "S")).worksheets[1]
    for text, (cell, *_) in zip(texts, sheet.iter_rows(min_row=2), strict=True):
        assert cell.data_type == "s"
        assert cell.value.replace("\r\n", "\n").replace("\r", "\n") == made._FORBIDDEN.sub("\ufffd", text).replace(
            "\r\n", "\n"
        ).replace("\r", "\n")


def test_past_the_limit_the_list_goes_on_in_numbered_sheets(monkeypatch):
    monkeypatch.setattr(made, "MAX_ROWS", 3)
    book = opened(workbook("Danh sách", [], FIELDS, listed(list("abcdefg")), "S"))
    assert book.sheetnames == ["Bìa", "Danh sách 1", "Danh sách 2", "Danh sách 3"]
    assert [sheet.max_row for sheet in book.worksheets[1:]] == [4, 4, 2]
    assert [row[0].value for sheet in book.worksheets[1:] for row in sheet.iter_rows(min_row=2)] == list("abcdefg")


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="needs LibreOffice and poppler")
def test_it_prints(tmp_path):
    path = tmp_path / "d.xlsx"
    path.write_bytes(
        workbook("Danh sách", [("Câu hỏi", "Ai đã gặp ca bệnh?")], FIELDS, listed(["Nguyễn Văn An"] * 120), "SHA-256")
    )
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "d.pdf", "-"], check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")
    assert "Ai đã gặp ca bệnh?" in pages[0]
    assert all("Họ và tên" in page for page in pages[1:-1]), "the header row must stand on every page"
    assert text.count("Nguyễn Văn An") == 120

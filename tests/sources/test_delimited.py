"""CSV in all its dialects: delimiters, quotes, line ends, and the damage that real exports have."""

import csv
import json

import pytest

from etl.sources import delimited, renormalise
from tests.sources.conftest import ROOT, ROW, SCAN, cells, faults, layout_of, rows

SPECTRUM = ROOT.parent / "shared" / "data" / "torture" / "csv_spectrum"


@pytest.mark.skipif(not SPECTRUM.is_dir(), reason="the shared folder of check data is absent")
@pytest.mark.parametrize("name", sorted(path.stem for path in SPECTRUM.glob("csvs/*.csv")))
def test_csv_spectrum_reads_to_its_json_meaning(name, table):
    meant = json.loads((SPECTRUM / "json" / f"{name}.json").read_text(encoding="utf-8"))
    meant = meant if isinstance(meant, list) else [meant]
    found = table((SPECTRUM / "csvs" / f"{name}.csv").read_bytes(), using=[layout_of(*meant[0])])
    read = [dict(zip(found.columns, row, strict=True)) for row in cells(found)]
    if name == "location_coordinates":  # its JSON has another phone number than its CSV
        meant[0]["Contact Phone Number"] = "2095257564"
    assert read == meant


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter, newline, table):
    text = (SCAN + ROW + ROW).replace(",", delimiter).replace("\n", newline)
    found = table(text)
    assert cells(found) == [ROW.strip().split(",")] * 2
    assert (found.header_row, found.first_row, found.encoding, found.normalised) == (1, 2, "utf-8", True)


def test_excel_says_which_separator(table):
    assert len(rows(table("sep=;\n" + (SCAN + ROW).replace(",", ";")))) == 1


def test_blank_rows_are_kept_so_that_row_numbers_agree(table):
    found = table(SCAN + "\n" + ROW + ",,,,\n\n" + ROW)
    assert [bool(any(row)) for row in cells(found)] == [False, True, False, False, True]
    assert found.first_row + 4 == 6


def test_a_header_in_the_middle_is_marked(table):
    assert faults(table(SCAN + ROW + SCAN + ROW)) == ["", "repeated_header", ""]


def test_long_and_short_rows(table):
    long, short, padded = ROW.replace("\n", ",Phường B,Châu Đốc\n"), "02/06/2021,DP-1,Vào\n", ROW.replace("\n", ",,\n")
    found = table(SCAN + long + short + padded)
    assert faults(found) == ["row_too_long", "", ""]
    assert [row[4] for row in cells(found)] == ["Nguyễn Văn A,Phường B,Châu Đốc", "", "Nguyễn Văn A"]


def test_text_wrapped_for_excel_is_unwrapped(table):
    found = table(SCAN + ROW.replace("0912345678", '="0912345678"') + ROW.replace("0912345678", '"=""0912345678"""'))
    assert [row[3] for row in cells(found)] == ["0912345678"] * 2


def test_an_unclosed_quote_spoils_its_own_row_only(table):
    found = table(SCAN + ROW + ROW.replace("Nguyễn", '"Nguyễn') + ROW * 3 + ROW.replace("DP-1", '"DP\n-1"'))
    assert faults(found) == ["", "quote_unclosed", "", "", "", ""]
    assert [row[1] for row in cells(found)] == ["DP-1"] * 5 + ["DP\n-1"]


def test_two_unclosed_quotes_do_not_swallow_what_is_between(table):
    bad = ROW.replace("02/06", '"02/06')
    assert faults(table(SCAN + bad + ROW * 3 + bad + ROW)) == ["quote_unclosed", "", "", "", "quote_unclosed", ""]


def test_an_unclosed_quote_far_from_the_end(table):
    found = table(SCAN + ROW.replace("DP-1", '"DP-1') + ROW * 2000)
    assert faults(found) == ["quote_unclosed"] + [""] * 2000


def test_a_file_of_unclosed_quotes_ends(table):
    found = table(SCAN + ROW.replace("DP-1", '"DP-1') * 1500)
    assert faults(found) == ["quote_unclosed"] * 1500


def test_nul_and_broken_bytes(table):
    broken = ROW.encode().replace("ễ".encode(), b"\xe1\xbb")
    found = table((SCAN + ROW * 30 + ROW.replace("DP", "D\0P")).encode() + broken)
    assert faults(found)[-2:] == ["nul_byte", "encoding_damaged"]
    assert cells(found)[-2][1] == "DP-1"
    assert cells(found)[-1][4] == "Nguy\ufffdn Văn A"


def test_an_endless_line_is_refused(code):
    assert code(SCAN + "x" * (delimited._LONGEST_LINE + 5)) == "line_too_long"


@pytest.fixture
def small_is_large(monkeypatch):
    monkeypatch.setattr(delimited, "PLAIN_FROM", 1000)


def test_a_large_regular_file_is_left_as_it_is(small_is_large, table, tmp_path):
    found = table("\ufeffDanh sách\n" + SCAN + ROW * 20)
    assert (found.csv, found.normalised, found.skip) == (tmp_path / "quet.csv", False, 2)
    assert (found.header_row, found.first_row) == (2, 3)
    assert cells(found) == [ROW.strip().split(",")] * 20


@pytest.mark.parametrize(
    "text",
    [
        SCAN + ROW * 10 + "\n" + ROW * 10,
        SCAN + ROW.replace("0912345678", '="0912345678"') * 20,
        SCAN + ROW.replace("DP", "D\0P") * 20,
    ],
    ids=["blank line", "wrapped for Excel", "NUL"],
)
def test_a_large_irregular_file_is_normalised(small_is_large, text, table):
    assert table(text).normalised


def test_renormalise_reads_exactly_what_duckdb_refused(small_is_large, table, work):
    found = table(SCAN + ROW * 20 + ROW.replace("\n", ",x\n") + ROW)
    assert not found.normalised
    exact = renormalise(found, work)
    assert faults(exact) == [""] * 20 + ["row_too_long", ""]
    assert (exact.first_row, exact.mapping) == (found.first_row, found.mapping)


def test_naughty_strings_survive(shared, table, tmp_path):
    naughty = json.loads((shared / "data" / "torture" / "blns" / "blns.json").read_text(encoding="utf-8"))
    path = tmp_path / "ten.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Mã", "Tên"], *([str(i), text] for i, text in enumerate(naughty))])
    found = table(path.read_bytes(), using=[layout_of("Mã", "Tên")])
    assert [row[1] for row in cells(found)] == [text.replace("\0", "") for text in naughty]

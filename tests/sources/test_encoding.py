"""Old Vietnamese encodings: told apart, decoded to NFC, and never seen where there are none."""

import csv
import subprocess
import unicodedata

import pytest

from etl.sources.encoding import TABLES, detect, fix_for
from tests.sources.conftest import ROOT, ROW, SCAN, cells, faults

VECTORS = ROOT.parent / "shared" / "data" / "torture" / "encodings" / "iconv_vectors.csv"
COLUMNS = {"nfd_hex": "utf-8", "utf16le_bom_hex": "utf-16", "cp1258_hex": "cp1258"}


def vectors(column):
    if not VECTORS.is_file():
        pytest.skip("the shared folder of check data is absent")
    with VECTORS.open(encoding="utf-8", newline="") as file:
        pairs = [(row["text_nfc"], row[column]) for row in csv.DictReader(file)]
    return [(text, value) for text, value in pairs if value and value != "(undecodable)"]


def decoded(raw):
    reading = detect(raw, whole=True)
    text = raw.decode(reading.codec)
    return reading.name, unicodedata.normalize("NFC", reading.fix(text) if reading.fix else text)


@pytest.mark.parametrize(("column", "name"), COLUMNS.items())
def test_vectors_one_by_one(column, name):
    for text, value in vectors(column):
        assert decoded(bytes.fromhex(value)) == (name if not text.isascii() else "utf-8", text)


def test_tcvn_vectors_one_by_one():
    for text, value in vectors("tcvn5712_1_hex"):
        name, found = decoded(bytes.fromhex(value))
        assert (name[:4], found) == ("tcvn", text)


def test_viscii_vectors_as_a_file():
    lines = [(text, bytes.fromhex(value)) for text, value in vectors("viscii_hex")]
    assert decoded(b"\n".join(raw for _, raw in lines)) == ("viscii", "\n".join(text for text, _ in lines))


def test_mojibake_vectors_one_by_one():
    for text, value in vectors("mojibake_utf8_as_cp1252"):
        name, fix = fix_for(value)
        assert (name, fix(value)) == ("mojibake", text)


def test_tcvn3_table_agrees_with_iconv():
    with (TABLES / "tcvn5712.csv").open(encoding="utf-8", newline="") as file:
        rows = [(bytes.fromhex(row["bytes"]), row["letter"]) for row in csv.DictReader(file)]
    try:
        raw = b"".join(code + b"." for code, _ in rows)
        told = subprocess.run(["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=raw, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no iconv that knows TCVN5712-1")
    assert unicodedata.normalize("NFC", told.stdout.decode()) == "".join(letter + "." for _, letter in rows)


# Typed as a VNI font shows them, read as Western text.
VNI = """
Nguyeãn Thò Hoàng            | Nguyễn Thị Hồng
Traàn Vaên Ñöùc              | Trần Văn Đức
Ñaëng Thò Böôûi              | Đặng Thị Bưởi
Leâ Thò Myõ Duyeân           | Lê Thị Mỹ Duyên
Soá ñieän thoaïi             | Số điện thoại
Ñòa ñieåm kieåm soaùt        | Địa điểm kiểm soát
NGUYEÃN VAÊN AÙNH            | NGUYỄN VĂN ÁNH
Huyønh Kyø Yù                | Huỳnh Kỳ Ý
xaõ Vónh Xöông, Long Xuyeân  | xã Vĩnh Xương, Long Xuyên
Cöûa khaåu quoác teá         | Cửa khẩu quốc tế
"""


@pytest.mark.parametrize("line", VNI.strip().splitlines())
def test_vni(line):
    western, meant = (part.strip() for part in line.split("|"))
    assert decoded(western.encode("cp1252")) == ("vni", meant)
    name, fix = fix_for(western)
    assert (name, fix(western)) == ("vni", meant)


@pytest.mark.parametrize(
    "text", ["Müller café", "résumé naïve château", "Zoë Brontë", "El niño, ¿qué?", "“Straße” – Österreich", "Crème brûlée"]
)
def test_western_text_is_not_taken_for_vietnamese(text):
    assert decoded(text.encode("cp1252")) == ("cp1252", text)
    assert fix_for(text) == ("", None)


def test_sound_text_is_left_alone():
    for text in ("STT,Time,Code\n1,2,3", "Nguyễn Văn A", "中文 ភាសាខ្មែរ", "São Paulo", "thé", "«Người» – “số 2”"):
        assert fix_for(text) == ("", None)
        assert decoded(text.encode()) == ("utf-8", text)


def tcvn3(text):
    with (TABLES / "tcvn3.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["letter"]: bytes.fromhex(row["bytes"]).decode("latin-1") for row in csv.DictReader(file)}
    return "".join(codes.get(c, c) for c in text)


def test_a_csv_in_tcvn3(table):
    found = table(tcvn3(SCAN + ROW).encode("latin-1"))
    assert (found.encoding, found.columns[3]) == ("tcvn3", "Số điện thoại")
    assert cells(found) == [ROW.strip().split(",")]
    assert faults(found) == [""]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_a_csv_in_unicode(codec, table):
    found = table((SCAN + ROW).replace(",", "\t").encode(codec), "quet.txt")
    assert found.encoding == codec[:6].removesuffix("-")
    assert cells(found) == [ROW.strip().split(",")]


def test_a_csv_in_windows_1258(table):
    tone = {"\u0301", "\u0300", "\u0309", "\u0303", "\u0323"}
    parts = [unicodedata.normalize("NFD", c) for c in SCAN + ROW]
    text = "".join(
        unicodedata.normalize("NFC", "".join(c for c in p if c not in tone)) + "".join(c for c in p if c in tone) for p in parts
    )
    found = table(text.encode("cp1258"))
    assert (found.encoding, cells(found)) == ("cp1258", [ROW.strip().split(",")])


def test_a_csv_of_mojibake(table):
    text = (SCAN + ROW).encode()
    twice = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text)
    found = table(twice)
    assert (found.encoding, cells(found)) == ("mojibake", [ROW.strip().split(",")])


def test_a_mixed_file_keeps_its_sound_cells(table):
    found = table(tcvn3(SCAN + ROW) + ROW * 2)
    assert found.encoding == "tcvn3"
    assert cells(found) == [ROW.strip().split(",")] * 3

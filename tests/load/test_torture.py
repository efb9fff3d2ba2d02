"""Files that were made to break readers: every one ends in rows or a clear refusal, and the account holds in all."""

import gzip

import pytest

from rules.messages import explain


def settled(report):
    for file in report.files:
        assert file.read == file.loaded + file.duplicate + file.rejected
    for refusal in report.refused:
        for language in ("vi", "en"):
            assert explain(refusal.code, refusal.values, language)
    return len(report.files) + len(report.refused)


def test_workbooks(shared, into):
    folder = shared / "data" / "torture" / "workbooks"
    assert settled(into(folder)) >= 100


def test_csv_dialects(shared, into):
    assert settled(into(shared / "data" / "torture" / "csv_spectrum")) >= 12


@pytest.mark.slow
def test_the_whole_torture_folder_again_as_one_load(shared, into):
    assert settled(into(shared / "data" / "torture")) >= 100


def test_naughty_strings_go_through_the_whole_house(shared, file, into, place):
    import json
    import unicodedata

    from tests.conftest import SCAN_HEADER
    from warehouse.reader import Warehouse

    names = [
        text for text in json.loads((shared / "data" / "torture" / "blns" / "blns.json").read_text("utf-8")) if text.strip()
    ]
    rows = [["02/06/2021 08:00:00", f"V{n}", f"0912{n:06d}", name, "Vào"] for n, name in enumerate(names)]
    (report,) = into(file("naughty.csv", SCAN_HEADER, rows)).files
    assert report.read == len(names) == report.loaded + report.rejected
    warehouse = Warehouse(place)
    with warehouse.people() as con:
        found = dict(con.execute("select phone, name from people.person").fetchall())
    warehouse.close()
    same = 0
    for number, name in enumerate(names):
        stored = found.get(f"+84912{number:06d}")
        same += (stored or "").split() == unicodedata.normalize("NFC", name).replace("\u200b", " ").replace(
            "\ufeff", " "
        ).split()
    assert same >= 0.97 * len(names)


def test_gzip_zip_and_folder_give_the_same_rows(scans, tmp_path, into, ask):
    import zipfile

    path = scans("a.csv", "08:00 | A | 0912345678 | Vào\n09:00 | A | 0912345678 | Ra")
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes() + "02/06/2021 10:00:00,A,0912345678,,Vào\n".encode()))
    archive = tmp_path / "c.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("sâu/quet.csv", path.read_text("utf-8") + "02/06/2021 11:00,A,0912345678,,Ra\n")
    assert [(f.loaded, f.duplicate) for f in into(path).files] == [(2, 0)]
    assert [(f.loaded, f.duplicate) for f in into(packed).files] == [(1, 2)]
    assert [(f.loaded, f.duplicate) for f in into(archive).files] == [(1, 2)]
    assert ask("select count(*) from lake.scan") == [(4,)]

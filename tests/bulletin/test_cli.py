"""`vaora bulletin` as cron calls it: files, exit codes, the same again."""

from datetime import datetime

from openpyxl import load_workbook

from warehouse.bulletins import read

LOG = """
02/06/2021 08:00 | A | 0912345678 | Vào
02/06/2021 10:00 | A | 0912345678 | Ra
03/06/2021 08:00 | A | 0912345678 | Vào
"""


def test_the_bulletin_for_cron(vaora, into, scans, place, tmp_path):
    out = tmp_path / "out"
    assert vaora("bulletin", "--date", "2021-06-02", "--out", out).returncode == 12
    into(scans("1.csv", LOG))
    done = vaora("bulletin", "--date", "02/06/2021", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Bản tin 02/06/2021: phát hành lúc " in done.stdout
    names = [
        "ban-tin-ngay-2021-06-02-cong-khai.pdf",
        "ban-tin-ngay-2021-06-02-cong-khai.xlsx",
        "ban-tin-ngay-2021-06-02.pdf",
        "ban-tin-ngay-2021-06-02.xlsx",
    ]
    assert sorted(file.name for file in out.iterdir()) == names
    first = [list(sheet.values) for sheet in load_workbook(out / names[3]).worksheets]
    assert vaora("bulletin", "--date", "02/06/2021", "--out", out).returncode == 0
    assert [list(sheet.values) for sheet in load_workbook(out / names[3]).worksheets] == first and len(read(place)) == 1

    into(scans("2.csv", "02/06/2021 15:00 | A | 0987654321 | Vào"))
    done = vaora("bulletin", "--date", "03/06/2021", "--out", out, "--note", "đến muộn")
    assert "Bản tin 02/06/2021: điều chỉnh, phát hành lần 2" in done.stdout and "ghi chú: đến muộn" in done.stdout
    assert (out / "ban-tin-ngay-2021-06-02-lan-2.pdf").exists() and (out / names[3]).exists()
    assert len(read(place)) == 3

    done = vaora("bulletin", "--date", "04/06/2021", "--out", out)
    assert (done.returncode, "Chưa nạp lượt quét nào của kỳ 04/06/2021" in done.stderr) == (23, True)
    done = vaora("bulletin", "--date", "04/06/2021", "--weekly", "--out", out)
    assert (done.returncode, "Bản tin 31/05–06/06/2021: phát hành" in done.stdout) == (0, True)

    lines = place.bulletins.read_text("utf-8")
    place.bulletins.write_text(lines.replace('"people": 1', '"people": 2', 1), "utf-8")
    done = vaora("bulletin", "--date", "03/06/2021", "--out", out)
    assert (done.returncode, "bị sửa, từ dòng 1" in done.stderr) == (24, True)


def test_a_day_that_is_not_over_is_issued_with_a_warning(vaora, into, scans, tmp_path, monkeypatch):
    into(scans("1.csv", LOG))
    monkeypatch.setattr("casework.bulletin.now", lambda: datetime(2021, 6, 3, 9))
    done = vaora("bulletin", "--date", "02/06/2021", "--out", tmp_path / "out")
    assert done.returncode == 0 and "CHƯA ĐẦY ĐỦ" not in done.stdout
    done = vaora("bulletin", "--date", "03/06/2021", "--out", tmp_path / "out")
    words = "Bản tin 03/06/2021: SỐ LIỆU CHƯA ĐẦY ĐỦ: kỳ báo cáo chưa kết thúc, số liệu đến 08:00 03/06/2021."
    assert done.returncode == 0 and words in done.stdout


def test_without_the_fonts_nothing_is_issued(vaora, into, scans, place, tmp_path, monkeypatch):
    into(scans("1.csv", LOG))
    monkeypatch.setattr("reports.pdf.FONTS", tmp_path)
    assert vaora("bulletin", "--date", "02/06/2021", "--out", tmp_path / "out").returncode == 11
    assert read(place) == [] and not (tmp_path / "out").exists()

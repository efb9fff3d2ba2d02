"""The screen of the view log: whole or not, who looked at how much, and what should be asked about."""

from datetime import datetime

import pytest

from access.view_log import Purpose, View, record
from tests.ui.test_pages import said
from warehouse.place import Place


@pytest.fixture
def seen(tmp_path, monkeypatch):
    """seen(who, moment, rows) writes a view down."""
    place = Place(tmp_path)

    def written(who, at, rows):
        with monkeypatch.context() as clock:
            clock.setattr("access.view_log.now", lambda: datetime.fromisoformat(at))
            record(place, View(who, "tracing: contacts", rows, "0" * 64, Purpose("12/TV", "Gọi")))

    return place, written


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("ui.log.now", lambda: datetime(2021, 6, 3, 9))


def test_nothing_seen_yet(screen, tmp_path):
    assert "Chưa có lượt xem nào." in said(screen(Place(tmp_path), "log"))


def test_officers_days_and_views(screen, seen, today):
    place, written = seen
    for who, at, rows in (("An", "2021-06-02T08:00", 3000), ("An", "2021-06-02T09:00", 2001), ("Bình", "2021-06-02T23:30", 5)):
        written(who, at, rows)
    app = screen(place, "log")
    assert "Nhật ký nguyên vẹn: 3 lượt" in said(app)
    officers, each = (table.value for table in app.dataframe)
    assert officers[["Cán bộ", "Lượt xem", "Số dòng", "Hồ sơ", "Cần hỏi lại"]].values.tolist() == [
        ["An", 2, 5001, 1, "hơn 5.000 dòng trong ngày"],
        ["Bình", 1, 5, 1, "xem ngoài giờ (22 giờ đến 5 giờ)"],
    ]
    assert each["Cán bộ"].tolist() == ["Bình", "An", "An"]
    assert set(each["Dòng nhật ký"]) == {"nguyên vẹn"}


def test_a_line_altered_is_told(screen, seen, today):
    place, written = seen
    for rows in (1, 2, 3):
        written("An", "2021-06-02T08:00", rows)
    log = place.log / "views.jsonl"
    log.write_text(log.read_text("utf-8").replace('"rows": 2', '"rows": 1'), "utf-8")
    app = screen(place, "log")
    assert "NHẬT KÝ BỊ CAN THIỆP: 1 dòng" in said(app) and "nguyên vẹn:" not in said(app)
    assert app.dataframe[-1].value["Dòng nhật ký"].tolist() == ["nguyên vẹn", "BỊ SỬA", "nguyên vẹn"]


def test_lines_that_cannot_be_read(screen, seen, today):
    place, written = seen
    written("An", "2021-06-02T08:00", 1)
    with (place.log / "views.jsonl").open("a") as file:
        file.write('{"purpose": 3}\nxin chào\n')
    app = screen(place, "log", lang="en")
    assert "THE LOG WAS TAMPERED WITH: 2 lines" in said(app)

"""The screen of the view log: whole or not, who looked at how much, and what should be asked about."""

import re
from datetime import date, datetime

import pandas as pd
import pytest

from access.view_log import Purpose, View, record
from casework.lists import Asked
from queries.tracing import ContactQuestion, VenueQuestion, Window
from tests.ui.test_pages import said
from ui.log_words import in_words
from ui.texts import _texts
from warehouse.place import REPOSITORY, Place


@pytest.fixture
def seen(tmp_path, monkeypatch):
    """seen(who, moment, rows) writes a view down."""
    place = Place(tmp_path)

    def written(who, at, rows):
        with monkeypatch.context() as clock:
            clock.setattr("access.view_log.now", lambda: datetime.fromisoformat(at))
            record(place, View(who, "tracing: contacts to call", rows, "0" * 64, Purpose("12/TV", "Gọi")))

    return place, written


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("ui.log.now", lambda: datetime(2021, 6, 3, 9))


def test_nothing_seen_yet(screen, tmp_path):
    assert "Chưa có lượt xem nào." in said(screen(Place(tmp_path), "log"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_fixed_question_of_the_code_has_a_text(lang):
    rooms = ("access", "casework", "commands", "etl", "queries", "ui")
    code = "\n".join(path.read_text("utf-8") for room in rooms for path in (REPOSITORY / room).rglob("*.py"))
    asked = {*re.findall(r'\bshown\(\s*"([^"]+)"', code), *re.findall(r'View\(user\(\), "([^"]+)"', code)}
    assert {"where people were", "search by phone", "erasure of one person"} <= asked
    texts = {f"log.question_{question.replace(' ', '_')}" for question in asked | {"uncovered"}}
    assert {text for text in _texts(lang) if text.startswith("log.question_")} == texts


WINDOWS = tuple(Window(person, date(2021, 6, 1), date(2021, 6, 14)) for person in range(1200))
CONTACTS = ContactQuestion(WINDOWS, 15, without=(3, 4), district="883")
AT = VenueQuestion(12, datetime(2021, 6, 2, 8), datetime(2021, 6, 2, 11, 30), 0, "sure")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("tracing: where people were", "Truy vết: nơi mọi người đã đến"),
        ("administrators: uncovered", "Đầu mối: bỏ che"),
        ("tracing: tracing.contacts, file", "Truy vết: Người cùng địa điểm, cùng thời điểm, tải tệp"),
        (Asked(CONTACTS, 2, pd.DataFrame()).described(),
         "tiếp xúc của 1.200 ca, 01/06/2021 đến 14/06/2021, vòng 2, từ 15 phút, mức «Nhiều khả năng», trừ 2 điểm,"
         " phần Thành phố Long Xuyên gọi"),
        (Asked(AT, 1, pd.DataFrame()).described(),
         "người có mặt ở điểm số 12, 08:00 02/06/2021 đến 11:30 02/06/2021, từ 0 phút, mức «Chắc chắn»"),
        ("visitors of venue 7 on 2021-06-02", "người đến, đi ở điểm số 7 ngày 02/06/2021"),
        ("changes of list AB12", "thay đổi của danh sách AB12"),
        ("list AB12 for sormas", "danh sách AB12 cho sormas"),
        ("rejected rows of file 0f1e2d, file", "dòng bị loại của tệp 0f1e2d, tải tệp"),
        ("erasure of one person, dry run", "xóa dữ liệu của một người, chỉ xem thử"),
        ("tracing: something new", "Truy vết: (something new)"),
        ("uncovered, twice", "bỏ che (, twice)"),
        ("visitors of venue 7 on Monday", "(visitors of venue 7 on Monday)"),
        ("log.broken", "(log.broken)"),
        ("", ""),
    ],
)  # fmt: skip
def test_questions_in_the_words_of_the_page(question, words, monkeypatch):
    monkeypatch.setattr("ui.texts.language", lambda: "vi")
    assert in_words(question) == words


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
    assert set(each["Đã hỏi"]) == {"Truy vết: người tiếp xúc cần gọi"}
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

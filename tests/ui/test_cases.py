"""The way of one case: its days and contacts, the form, an official's word on links, and the verdict on a list too large."""

import csv
import shutil
from datetime import date, datetime, timedelta

import pytest

from casework.lists import ask
from etl.pipeline import load
from queries.persons import entry_of_case
from queries.tracing import ContactQuestion, Window, cases
from rules.windows import preset
from tests.conftest import SCAN_HEADER
from tests.ui.test_pages import said
from warehouse.place import Place
from warehouse.reader import Warehouse

DECISION, LATER = "5053/QĐ-BYT", "11042/BYT-DP"
DAY = date(2021, 6, 9)


@pytest.fixture
def mine(province, tmp_path):
    """A copy of the province that a test may change."""
    place = Place(tmp_path / "mine")
    shutil.copytree(province.root, place.root)
    return place


@pytest.fixture
def open_case(screen, monkeypatch):
    """open_case(place, language) opens the way of one case."""

    def opened(place, language="vi"):
        app = screen(place, "tracing", lang=language)
        # A test writes labels outside the page, without its address; the screens were imported before, and keep their own.
        monkeypatch.setattr("ui.texts.language", lambda: language)
        app.button_group(key="way").set_value("case").run()
        assert not app.exception, app.exception
        return app

    return opened


def more(place, tmp_path, name, header, rows):
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    load(place, [path], by="test", progress=lambda *_: None)


def stay(phone, came, went, name="", code="CHO-MOI"):
    for hour, way in ((came, "Vào"), (went, "Ra")):
        if hour is not None:
            yield [f"09/06/2021 {hour // 60:02d}:{hour % 60:02d}:00", code, phone, name, way]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_one_case_by_its_preset(language, open_case, province):
    store = Warehouse(province)
    day = lambda value: None if value is None or value != value else value.date()  # noqa: E731
    row = next(row for row in cases(store).itertuples() if day(row.onset) and day(row.isolated))
    app = open_case(province, language)
    app.selectbox(key="case").set_value(row.case_code).run()
    for decision in (DECISION, LATER):
        chosen = preset(decision)
        app.selectbox(key="preset").set_value(chosen).run()
        first, last = chosen.window(day(row.onset), day(row.sampled), day(row.isolated))
        shown = [app.date_input(key=f"{end} case {row.case_code} {decision}").value for end in ("first", "last")]
        assert shown == [first, last]
    app.number_input(key="minutes").set_value(0).run()
    rows = ask(store, ContactQuestion((Window(int(row.person_id), first, last),), 0)).rows
    store.close()
    assert len(rows)
    words = "{} người, từ 0 phút trở lên" if language == "vi" else "{} people, 0 minutes or more"
    assert words.format(rows["contact_id"].nunique()) in said(app)
    assert rows["contact_phone"][0] in app.dataframe[-1].value.iloc[0].tolist()


def field(app, name):
    """Return the field of the form whose key begins so."""
    return next(
        one for kind in ("text_input", "date_input", "number_input") for one in app.get(kind) if one.key.startswith(name)
    )


def type_in(app, code, phone, onset):
    for name, value in (("case code", code), ("case phone", phone), ("case onset", onset)):
        field(app, name).set_value(value).run()


@pytest.mark.parametrize(("language", "sentences"), [
    ("vi", ("Không phải số điện thoại Việt Nam hợp lệ.", "Ngày giờ ở tương lai", "Cách ly trước ngày khởi phát")),
    ("en", ("Not a valid phone number of Viet Nam.", "In the future", "Isolated before onset")),
])  # fmt: skip
def test_the_form_says_what_is_wrong_and_does_not_save(language, sentences, open_case, province):
    app = open_case(province, language)
    save = lambda: app.button(key="case save").disabled  # noqa: E731
    assert save() and ("Thiếu mã ca" in said(app) or "No case code" in said(app))
    type_in(app, "BN-SAI", "113", date.today() + timedelta(days=2))
    assert save() and all(text in said(app) for text in sentences[:2])
    type_in(app, "BN-SAI", "0912345678", DAY)
    assert not save()
    field(app, "case isolated").set_value(DAY - timedelta(days=1)).run()
    assert save() and sentences[2] in said(app)
    next(box for box in app.checkbox if box.key.startswith("case ill")).check().run()
    assert not save() and sentences[2] not in said(app)


def test_a_case_typed_in_is_chosen_and_its_contacts_are_shown(open_case, mine, tmp_path):
    rows = [*stay("0977000111", 600, 700, "Lê Thử"), *stay("0977000222", 600, 680, "Đỗ Gặp")]
    more(mine, tmp_path, "quet.csv", SCAN_HEADER, rows)
    app = open_case(mine)
    type_in(app, "bn-moi", "0977 000 111", DAY)
    app.button(key="case save").click().run()
    assert not app.exception and "Đã lưu ca BN\\-MOI." in said(app)
    assert app.selectbox(key="case").value == "BN-MOI"
    assert "1 người, từ 15 phút trở lên" in said(app)
    assert app.dataframe[-1].value["Họ và tên"].tolist() == ["Đỗ Gặp"]
    app.switch_page("pages/loading.py").run()
    newest = app.dataframe[0].value.iloc[0]
    assert newest["Tệp"].startswith("bieu-mau-case_list-") and newest["Biểu mẫu"] == "Danh sách ca bệnh" and newest["Nạp"] == 1


def test_a_known_case_is_filled_in_and_corrected(open_case, mine):
    app = open_case(mine)
    code = app.selectbox(key="case").options[0].split(" ")[0]
    field(app, "case code").set_value(code).run()
    assert "Mã ca này đã có" in said(app)
    assert field(app, "case phone").value and not app.button(key="case save").disabled
    field(app, "case onset").set_value(DAY - timedelta(days=1)).run()
    next(box for box in app.checkbox if box.key.startswith("case ill")).check().run() if app.checkbox else None
    app.button(key="case save").click().run()
    assert not app.exception and "Đã lưu ca" in said(app)
    store = Warehouse(mine)
    assert cases(store).set_index("case_code").loc[code, "onset"].date() == DAY - timedelta(days=1)
    store.close()
    field(app, "case code").set_value(code).run()
    assert len(app.dataframe[0].value) == 2


def test_a_known_case_of_a_real_person_shows_nobody_and_keeps_the_person(open_case, real, tmp_path):
    place = Place(tmp_path / "mine")
    shutil.copytree(real.root, place.root)
    app = open_case(place)
    code = app.selectbox(key="case").options[0].split(" ")[0]
    field(app, "case code").set_value(code).run()
    assert [field(app, f"case {name}").value for name in ("name", "phone", "id")] == ["", "", ""]
    assert "Để trống số điện thoại và giấy tờ" in said(app) and not app.button(key="case save").disabled


def test_a_case_that_is_nobody_says_so(open_case, mine):
    app = open_case(mine)
    type_in(app, "BN-LA", "0977999888", DAY)
    app.button(key="case save").click().run()
    assert app.selectbox(key="case").value == "BN-LA"
    assert "không có lượt quét nào trong dữ liệu đã nạp" in said(app)


def test_an_official_decides_on_a_link_and_takes_it_back(open_case, mine, tmp_path):
    header = ["Thời gian", "Mã địa điểm", "Số điện thoại", "Họ và tên", "Số CCCD", "Chiều"]
    ids = [
        ["09/06/2021 08:00:00", "CHO-MOI", phone, "Đỗ Thị Nối", "089180000001", "Vào"] for phone in ("0977000111", "0977000222")
    ]
    more(mine, tmp_path, "noi.csv", header, ids)
    app = open_case(mine)
    type_in(app, "BN-NOI", "0977000111", DAY)
    app.button(key="case save").click().run()
    state = lambda: next(text.value.split("– ")[1] for text in app.text if "cùng số giấy tờ" in text.value)  # noqa: E731
    press = lambda label: next(button for button in app.button if button.label == label).click().run()  # noqa: E731
    assert state() == "hệ thống đã nối"
    press("Hai người")
    assert state() == "cán bộ xác nhận là hai người"
    press("Một người")
    assert state() == "cán bộ xác nhận là một người"


@pytest.fixture
def crowd(mine, tmp_path):
    """A case in a mall of 230 people, 30 of whom it also met, and 20 others, in a café."""
    rows = [*stay("0977000111", 540, 660, "Lê Thử", "TTTM"), *stay("0977000111", 700, 760, "", "CAFE-MOI")]
    rows += [line for n in range(230) for line in stay(f"0966000{n:03d}", 545, 625 if n % 2 else 575, "", "TTTM")]
    rows += [line for n in range(200, 250) for line in stay(f"0966000{n:03d}", 700, 730, "", "CAFE-MOI")]
    more(mine, tmp_path, "quet.csv", SCAN_HEADER, rows)
    more(mine, tmp_path, "ca.csv", ["Mã ca", "Số điện thoại", "Ngày khởi phát"], [["BN-DONG", "0977000111", "10/06/2021"]])
    return mine


def buttons(app):
    return {button.label: button for button in app.button}


def test_a_list_too_large_offers_narrower_questions(open_case, crowd):
    app = open_case(crowd)
    app.selectbox(key="case").set_value("BN-DONG").run()
    assert "250 người, từ 15 phút trở lên" in said(app)
    assert "Danh sách 250 người quá dài để gọi kịp (mốc 200 người)." in said(app)
    assert "**TTTM**: 230 người, trong đó 200 người chỉ gặp ở đó; lúc đông nhất có 230 người cùng có mặt." in said(app)
    assert "Có lẽ là mã QR đặt ở cửa chung" in said(app)
    assert "**CAFE\\-MOI**: 50 người, trong đó 20 người" in said(app)
    grown = app.table[0].value
    assert grown.loc["**15**", "Nhiều khả năng"] == "**250** ◀"
    labels = buttons(app)
    assert "Từ 60 phút: còn 130 người" in labels and "Không tính TTTM: còn 50 người" in labels
    labels["Từ 60 phút: còn 130 người"].click().run()
    assert app.number_input(key="minutes").value == 60 and "130 người, từ 60 phút trở lên" in said(app)
    app.number_input(key="minutes").set_value(15).run()
    buttons(app)["Không tính TTTM: còn 50 người"].click().run()
    assert "50 người, từ 15 phút trở lên" in said(app) and "Không tính các lần gặp ở TTTM." in said(app)
    assert len(app.dataframe[-1].value) == 50
    buttons(app)["Tính lại nơi này"].click().run()
    assert "250 người, từ 15 phút trở lên" in said(app)


def test_the_verdict_in_english(open_case, crowd):
    app = open_case(crowd, "en")
    app.selectbox(key="case").set_value("BN-DONG").run()
    assert "**TTTM**: 230 people, 200 of them met nowhere else" in said(app)
    assert "Probably one QR code at a common entrance" in said(app)
    assert "Without TTTM: 50 people" in buttons(app)


def test_answers_are_kept_in_the_session_alone(open_case, screen, crowd):
    one = open_case(crowd)
    one.selectbox(key="case").set_value("BN-DONG").run()
    assert len(one.session_state["answer list"][1].rows) == 250
    assert "answer list" not in screen(crowd, "tracing").session_state


def test_all_rows_stand_in_the_table_sorted_by_value(open_case, crowd):
    app = open_case(crowd)
    app.selectbox(key="case").set_value("BN-DONG").run()
    rows = app.dataframe[-1].value
    assert len(rows) == 250
    assert isinstance(rows["Gặp lần đầu"].iloc[0], datetime) and rows["Phút có thể"].dtype.kind == "i"


def test_a_phone_of_a_household_asks_whom_is_meant(screen, mine, tmp_path):
    rows = [*stay("0977000444", 600, 700, "Lê Văn Chung"), *stay("0977000444", 605, 710, "Phạm Thị Chung")]
    more(mine, tmp_path, "chung.csv", SCAN_HEADER, rows)
    app = screen(mine, "tracing")
    app.text_input(key="phone").set_value("0977000444").run()
    assert "Số này có 2 người dùng chung" in said(app)
    box = app.selectbox(key="candidate")
    assert box.value is None and sorted(text.split(" · ")[0] for text in box.options) == ["Lê Văn Chung", "Phạm Thị Chung"]
    box.select_index(0).run()
    assert not app.exception and "1 người, từ 15 phút trở lên" in said(app)


def test_a_case_corrected_without_its_phone_stays_with_its_person(open_case, mine, tmp_path):
    """Two names on one phone: on real data the form shows neither, and what is left blank stays as it stands."""
    rows = [*stay("0977000555", 600, 700, "Lê Văn Chung"), *stay("0977000555", 605, 710, "Phạm Thị Chung")]
    more(mine, tmp_path, "chung.csv", SCAN_HEADER, rows)
    header = ["Mã ca", "Họ tên", "Số điện thoại", "Ngày khởi phát"]
    more(mine, tmp_path, "ca.csv", header, [["BN-CHUNG", "Phạm Thị Chung", "0977000555", "08/06/2021"]])
    mine.demo_mark.unlink()
    store = Warehouse(mine)
    person = entry_of_case(store, "BN-CHUNG")["person_id"]
    app = open_case(mine)
    field(app, "case code").set_value("bn-chung").run()
    field(app, "case onset").set_value(DAY).run()
    app.button(key="case save").click().run()
    assert not app.exception and "Đã lưu ca BN\\-CHUNG." in said(app)
    assert entry_of_case(store, "BN-CHUNG")["person_id"] == person
    assert cases(store).set_index("case_code").loc["BN-CHUNG", "onset"].date() == DAY
    field(app, "case code").set_value("bn-chung").run()
    for name, value in (("case name", "Trần Văn Khác"), ("case phone", "0977000555")):
        field(app, name).set_value(value).run()
    app.button(key="case save").click().run()
    assert "chỉ một người khác trong dữ liệu" in said(app)
    store.close()

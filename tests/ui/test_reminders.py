"""The screen of reminders: the very agencies, why and which round; recording one leads to the next, withdrawing takes it back."""

import shutil
from datetime import date, timedelta

import pytest

from casework.reminders import due
from queries.adoption import Asked, agencies
from tests.ui.test_pages import said
from warehouse.place import Place
from warehouse.reader import Warehouse

ON = date(2021, 6, 9)


def rows_of(place, on=ON):
    warehouse = Warehouse(place)
    rows = due(warehouse, on, agencies(warehouse, Asked(on), "own"))
    warehouse.close()
    return rows


@pytest.fixture
def own(province, tmp_path):
    """A copy of the province that a test may change."""
    place = Place(tmp_path / "own")
    shutil.copytree(province.root, place.root)
    return place


def listing(app):
    return next(frame.value for frame in app.dataframe if "Số ngày liên tiếp" in frame.value).set_index("Mã đơn vị")


def counts(app):
    return {metric.label: metric.value for metric in app.metric}


def test_whom_to_remind_and_why(screen, province):
    rows = rows_of(province).set_index("key")
    app = screen(province, "reminders")
    shown = listing(app)
    assert set(shown.index) == set(rows.index) and counts(app)["Cần nhắc lần 1"] == str(len(rows))
    for reason, words in (
        ("no_administrator", "Chưa cử đầu mối"),
        ("no_code", "Mới tạo mã QR cho|Chưa tạo mã QR cho điểm nào"),
        ("low_use", "Trong 7 ngày qua chỉ"),
    ):
        has = [reason in why for why in rows["reasons"]]
        assert shown.loc[rows.index, "Lý do"].str.contains(words).tolist() == has, reason
        assert any(has) or reason == "low_use"
    silent = rows[["no_scan" in why for why in rows["reasons"]]]
    assert shown.loc[silent.index, "Lý do"].str.contains("Không có lượt quét|chưa từng có lượt quét").all() and len(silent)
    assert shown["Số ngày liên tiếp"].dropna().to_dict() == rows["silent_days"].dropna().to_dict()
    app = screen(province, "reminders", reason="no_administrator", on="2021-06-09", step="9")
    assert set(listing(app).index) == {key for key, why in rows["reasons"].items() if "no_administrator" in why}
    assert "đã bỏ qua: step." in said(app)


def test_a_round_recorded_leads_to_the_next_and_can_be_withdrawn(screen, own):
    rows = rows_of(own)
    code = rows["key"].iloc[0]
    app = screen(own, "reminders")
    app.date_input(key="reminders written").set_value(ON).run()
    assert "phải sau ngày của số liệu (09/06/2021)" in said(app)
    app.date_input(key="reminders written").set_value(ON + timedelta(1)).run()
    assert "phải sau ngày của số liệu" not in said(app)
    app.multiselect(key="reminders only").set_value([code]).run()
    app.text_input(key="reminders note").set_value("Công văn số 12")
    app.button(key="reminders save").click().run()
    assert "Đã ghi nhận cho 1 đơn vị." in said(app)
    row = listing(app).loc[code]
    assert (row["Bước tiếp theo"], row["Các lần đã nhắc"]) == ("Nhắc lần 2", "10/06/2021")
    assert row["Từ ngày"].date() == ON + timedelta(4)
    assert counts(app)["Đã nhắc, đang chờ"] == "1" and counts(app)["Cần nhắc lần 1"] == str(len(rows) - 1)
    later = screen(own, "reminders", on="2021-06-12", step="2")
    assert list(listing(later).index) == [code] and counts(later)["Cần nhắc lần 2"] == "1"
    history = next(frame.value for frame in later.dataframe if "Người ghi" in frame.value)
    assert history[["Lần", "Ghi chú"]].values.tolist() == [["Nhắc lần 1", "Công văn số 12"]]
    later.selectbox(key="reminders withdraw").set_value(1).run()
    later.button(key="reminders withdraw it").click().run()
    assert "Đã rút lại" in said(later) and counts(later)["Cần nhắc lần 2"] == "0"


def test_in_english(screen, province):
    app = screen(province, "reminders", lang="en")
    assert app.title[0].value == "Reminding agencies"
    assert "Reminder 1 due" in counts(app)

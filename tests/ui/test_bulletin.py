"""The screen of bulletins: what would be issued, its checks, issuing, restating, and the files of those issued."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from casework import bulletin
from etl.pipeline import load
from queries import adoption
from queries.adoption import Asked
from tests.ui.test_pages import said
from warehouse.bulletins import read
from warehouse.place import Place
from warehouse.reader import Warehouse

DAY = date(2021, 6, 9)


@pytest.fixture
def own(province, tmp_path):
    """A copy of the province that a test may change."""
    place = Place(tmp_path / "own")
    shutil.copytree(province.root, place.root)
    return place


def compared(app):
    return next(frame.value for frame in app.dataframe if "Tổng trước" in frame.value).set_index("Chỉ tiêu")


def press(app, label):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def late(own, tmp_path):
    path = tmp_path / "muon.csv"
    path.write_text("Thời gian,Mã địa điểm,Số điện thoại,Chiều\n09/06/2021 12:00:00,Z9,0912345678,Vào\n", "utf-8")
    load(own, [path], by="test", progress=lambda *_: None)


def test_a_draft_has_the_figures_of_the_screens_and_its_checks(screen, province):
    app = screen(province, "bulletin")
    with closing(Warehouse(province)) as store:
        told = adoption.figures(store, Asked(DAY, 1), "tree").loc["*"]
    rows = compared(app)
    for title, figure in (
        ("Lượt quét trong kỳ", "scans"),
        ("Người quét trong kỳ", "people"),
        ("Điểm có quét trong kỳ", "active"),
    ):
        row = rows.loc[title]
        assert (row["Tổng hiện tại"], row["Tổng trước"]) == (told[figure], told[f"{figure}_before"])
        assert row["Số lượng tăng"] == row["Tổng hiện tại"] - row["Tổng trước"]
    assert "Bản tin 09/06/2021 chưa phát hành" in said(app) and "Chưa phát hành bản tin nào." in said(app)
    checks = next(frame.value for frame in app.dataframe if "Điều phải đúng" in frame.value)
    assert len(checks) >= 25 and set(checks["Kết quả"]) == {"Đạt"}
    assert app.expander[0].label == f"Đạt cả {len(checks)} điều kiểm tra." and not read(province)


def test_issued_restated_and_looked_up(screen, own, tmp_path):
    app = press(screen(own, "bulletin"), "Phát hành")
    assert "Đã phát hành bản tin 09/06/2021, lần 1." in said(app)
    assert "đã phát hành lần 1 lúc" in said(app) and [button.label for button in app.button] == []
    (first,) = read(own)
    past = next(frame.value for frame in app.dataframe if "Lần" in frame.value)
    scans = first.content["figures"]["totals"]["scans"]
    assert past[["Kỳ", "Lần", "Lượt quét", "Lý do điều chỉnh"]].values.tolist() == [["09/06/2021", 1, scans, ""]]

    late(own, tmp_path)
    app = screen(own, "bulletin")
    told = said(app).replace("\\", "")
    assert "Số liệu đã khác bản tin 09/06/2021" in told and "dữ liệu đến muộn: 1 tệp, 1 dòng" in told
    app.text_input(key="bulletin_note").set_value("máy quét ngoại tuyến")
    app = press(app, "Phát hành")
    past = next(frame.value for frame in app.dataframe if "Lần" in frame.value)
    assert past["Lần"].tolist() == [2, 1] and past["Lượt quét"].tolist() == [scans + 1, scans]
    assert past["Lý do điều chỉnh"][0].endswith("ghi chú: máy quét ngoại tuyến")
    again = next(frame.value for frame in app.dataframe if "Đã công bố" in frame.value).set_index("Chỉ tiêu")
    assert again.loc["Lượt quét trong kỳ", ["Đã công bố", "Điều chỉnh"]].tolist() == [scans, scans + 1]


def test_the_files_offered_are_those_of_the_period_viewed(screen, own):
    press(screen(own, "bulletin", date="2021-06-08"), "Phát hành")
    app = press(screen(own, "bulletin"), "Phát hành")

    def offered(app):
        return next(box for box in app.selectbox if box.label == "Tải về bản tin").value

    assert offered(app) == 0 and offered(screen(own, "bulletin", date="2021-06-08")) == 1
    assert offered(screen(own, "bulletin", date="2021-06-07")) == 0


def test_a_bulletin_that_contradicts_itself_cannot_be_issued(screen, own, monkeypatch):
    counted = bulletin.bulletin.counted

    def corrupted(*asked):
        found = counted(*asked)
        return replace(found, totals={**found.totals, "people": found.totals["scans"] + 1})

    monkeypatch.setattr(bulletin.bulletin, "counted", corrupted)
    app = screen(own, "bulletin")
    checks = next(frame.value for frame in app.dataframe if "Điều phải đúng" in frame.value).set_index("Điều phải đúng")
    row = checks.loc["Người quét trong kỳ ≤ Lượt quét trong kỳ"]
    assert row["Kết quả"] == "Không đạt" and "nhiều hơn «Lượt quét trong kỳ»" in row["Sai ở đâu"]
    assert "Không phát hành được: 2 điều kiểm tra không đạt." in said(app) and not app.button


def test_a_week_in_the_address(screen, province):
    app = screen(province, "bulletin", span="week", date="2021-06-04")
    assert "Tuần từ thứ Hai 31/05/2021 đến Chủ nhật 06/06/2021." in said(app)
    with closing(Warehouse(province)) as store:
        told = adoption.figures(store, Asked(date(2021, 6, 6), 7), "tree").loc["*"]
    assert compared(app).loc["Lượt quét trong kỳ", "Tổng hiện tại"] == told["scans"]
    app = screen(province, "bulletin", span="year", date="9/6")
    assert "đã bỏ qua: span, date." in said(app)
    app = screen(province, "bulletin", date="2021-05-01")
    assert "Chưa nạp lượt quét nào của kỳ 01/05/2021" in said(app) and "Bản tin đã phát hành" in said(app)


def test_in_english(screen, province):
    app = screen(province, "bulletin", lang="en")
    assert app.title[0].value == "Bulletin" and "is not issued yet" in said(app)
    assert app.expander[0].label.startswith("All ")


def test_nothing_loaded_yet(screen, tmp_path):
    assert "Chưa có dữ liệu" in said(screen(Place(tmp_path / "none"), "bulletin"))

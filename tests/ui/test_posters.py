"""The screens of QR codes and of arrivals and departures: registered, issued, reissued, masked, taken out, in both languages."""

import json
import shutil
from datetime import datetime

import pytest

import ui.texts
from queries import qr
from queries.visitors import DayAt, counted, present, visits
from tests.ui.test_pages import figures, said
from ui.posters import issuer
from warehouse.place import Place
from warehouse.reader import Warehouse


@pytest.fixture
def own(province, tmp_path):
    """A copy of the province that a test may change."""
    place = Place(tmp_path / "own")
    shutil.copytree(province.root, place.root)
    return place


def ask(place, question, *more):
    warehouse = Warehouse(place)
    try:
        return question(warehouse, *more)
    finally:
        warehouse.close()


def shown(app):
    return {metric.label: metric.value for metric in app.metric}


def test_points_registered_issued_and_reissued(screen, own):
    ((points,),) = figures(own, "select count(*) from lake.venue where registered")
    app = screen(own, "posters")
    assert shown(app) == {"Điểm kiểm soát": str(points), "Có mã để in": "0", "Chưa có mã để in": str(points)}
    assert app.button(key="register save").disabled and "Còn thiếu: Tên điểm, Loại hình" in said(app)
    app.text_input(key="venue name 0").set_value("Chợ Kênh Thử")
    app.selectbox(key="venue kind 0").set_value("cho")
    app.selectbox(key="venue district 0").set_value("893").run()
    app.text_input(key="venue address 0").set_value("Số 5, ấp Thử").run()
    app.button(key="register save").click().run()
    assert not app.exception and "Đã đăng ký điểm Chợ Kênh Thử và cấp mã." in said(app)
    rows = ask(own, qr.venues, ["893"], ["cho"])
    made = rows[rows["name"] == "Chợ Kênh Thử"].iloc[0]
    assert made["content"] == f"VAORA:1:V:{made['qr_code']}" and made["qr_code"].startswith("VR89")
    assert made["address"] == "Số 5, ấp Thử" and made["replaces"] is None
    app.button(key="issue codes").click().run()
    assert f"Đã cấp mã cho {points} điểm." in said(app)
    assert shown(app)["Chưa có mã để in"] == "0"
    app.selectbox(key="poster venue").set_value(int(made["venue_id"])).run()
    app.checkbox(key=f"reissue sure {made['venue_id']}").check().run()
    app.button(key="reissue").click().run()
    assert "Đã cấp mã mới cho điểm Chợ Kênh Thử." in said(app)
    codes = ask(own, qr.codes, int(made["venue_id"]))
    assert codes["code"].tolist()[1] == made["qr_code"] and codes["replaces"].tolist()[0] == made["qr_code"]
    assert figures(own, "select count(*) from lake.code_issue") == [(points + 2,)]
    ((rejected,),) = figures(own, "select sum(rows_rejected) from lake.load_file")
    words = said(screen(own, "overview"))  # a form is a load, and hides none of the rows that wait
    assert "1 tệp, 0 dòng bị loại" in words and f"**{rejected}** dòng bị loại trong 30 ngày qua" in words


@pytest.mark.parametrize(("payload", "warned"), [("VAORA:1:V:{code}", True), ("https://vidu.example/{code}", False)])
def test_codes_of_our_own_form_are_to_be_tried_first(screen, own, payload, warned):
    (own.root / "settings.toml").write_text(f'qr_payload = "{payload}"\n', "utf-8")
    assert ("Hãy quét thử" in said(screen(own, "posters"))) == warned


def test_posters_of_an_invented_province_say_so(province, real):
    assert (ask(province, issuer).demo, ask(real, issuer).demo) == (True, False)


def test_a_name_known_in_the_district_is_said_and_a_code_from_elsewhere_is_kept_by_its_value(screen, own):
    known = ask(own, qr.venues).iloc[0]
    app = screen(own, "posters")
    app.text_input(key="venue name 0").set_value(known["name"].upper())
    app.selectbox(key="venue kind 0").set_value("khac")
    app.selectbox(key="venue district 0").set_value(known["district_code"]).run()
    app.text_input(key="venue address 0").set_value("Số 9")
    app.text_input(key="venue content 0").set_value("https://vidu.example/dkdd?id=aBc").run()
    assert "đã có điểm cùng tên" in said(app)
    app.button(key="register save").click().run()
    rows = ask(own, qr.venues)
    assert rows["content"].dropna().tolist() == ["https://vidu.example/dkdd?id=aBc"]


def test_the_address_keeps_the_filters(screen, province):
    app = screen(province, "posters", district="893,999", without="1")
    assert "đã bỏ qua: district." in said(app)
    assert app.multiselect(key="poster districts").value == ["893"] and app.toggle(key="poster without").value
    assert app.query_params["district"] in ("893", ["893"])
    rows = app.dataframe[0].value
    assert set(rows["Huyện, thị xã, thành phố"]) == {"Huyện Chợ Mới"}
    assert len(rows) == len(ask(province, qr.venues, ["893"]))


def test_an_agency_brings_those_below_it(province):
    ((parent,),) = figures(
        province,
        "select parent_code from lake.agency join lake.venue using (agency_code) where parent_code is not null limit 1",
    )
    below = figures(province, f"with recursive u as (select '{parent}' as c union select agency_code from lake.agency join u on parent_code = c)"
                              " select count(*) from lake.venue where registered and agency_code in (from u)")  # fmt: skip
    assert len(ask(province, qr.venues, [], [], parent)) == below[0][0] > 0


def test_cards_are_made_of_lines_and_wrong_ones_named(screen, own):
    app = screen(own, "posters")
    app.text_area(key="card people 0").set_value("Lê Thử; 0977000111\nTrần Sai; 113").run()
    assert "Dòng 2: thiếu họ tên hoặc số điện thoại không hợp lệ." in said(app) and app.button(key="make cards").disabled
    app.text_area(key="card people 0").set_value("Lê Thử; 0977000111").run()
    app.button(key="make cards").click().run()
    assert not app.exception and "Đã cấp mã cho 1 thẻ." in said(app)
    assert figures(own, "select rows_loaded from lake.load_file where source = 'card'") == [(1,)]


def busiest(place):
    ((venue, day),) = figures(place, "select venue_id, day from lake.venue_day order by arrivals desc, venue_id limit 1")
    return venue, day


def test_who_came_and_went(screen, province):
    venue, day = busiest(province)
    app = screen(province, "visitors")
    assert "Chọn địa điểm để xem" in said(app)
    app = screen(province, "visitors", venue=str(venue), date=day.isoformat())
    moment = app.time_input(key="visited at").value
    asked = DayAt((venue,), day, datetime.combine(day, moment))
    rows = ask(province, visits, asked)
    found = counted(rows, day)
    assert found["arrivals"] > 0
    dotted = lambda n: f"{n:,}".replace(",", ".")  # noqa: E731
    assert shown(app) == {"Lượt đến trong ngày": dotted(found["arrivals"]), "Lượt đi trong ngày": dotted(found["departures"]),
                          "Đang ở trong (ước tính)": dotted(found["probable"])}  # fmt: skip
    listed = app.dataframe[-1].value
    assert len(listed) == len(rows) and listed["Số điện thoại"].str.fullmatch(r"0\d{9,10}").any()
    if len(present(rows)):
        assert len(app.dataframe) == 2 and len(app.dataframe[0].value) == len(present(rows))
    phone = listed["Số điện thoại"].dropna().iloc[0]
    app.text_input(key="visitor phone").set_value(phone).run()
    assert set(app.dataframe[-1].value["Số điện thoại"].dropna()) == {phone}
    assert phone not in json.dumps({name: app.query_params[name] for name in app.query_params})
    app.text_input(key="visitor phone").set_value("113").run()
    assert "Không phải số điện thoại Việt Nam hợp lệ." in said(app)
    app.text_input(key="visitor phone").set_value("0999999999").run()
    assert "Không có lượt đến, đi nào của số điện thoại này" in said(app)


def test_people_are_masked_where_they_are_real(screen, real):
    venue, day = busiest(real)
    app = screen(real, "visitors", venue=str(venue), date=day.isoformat())
    assert "Họ tên và số điện thoại được che." in said(app)
    listed = app.dataframe[-1].value
    assert listed["Số điện thoại"].dropna().str.fullmatch(r"0\d{3}\*\*\*\d{3}").all() and len(listed)
    assert not [box for box in app.text_input if box.key == "visitor phone"]


@pytest.mark.parametrize("page", ["posters", "visitors"])
def test_in_english_nothing_is_half_vietnamese(page, screen, province, monkeypatch):
    venue, day = busiest(province)
    app = screen(province, page, lang="en", venue=str(venue), date=day.isoformat())
    monkeypatch.setattr(ui.texts, "language", lambda: "en")
    assert app.title[0].value == {"posters": "QR codes of control points", "visitors": "Arrivals and departures"}[page]
    words = said(app) + json.dumps([list(frame.value) for frame in app.dataframe])
    for word in ("điểm", "người", "Lượt", "Giờ", "Mã"):
        assert word not in words

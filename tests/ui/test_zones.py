"""The screen of risk levels: what stands in the lake, why, what nobody knows, and what the forms do to it."""

import json
import shutil
from datetime import date

import pytest

from etl.pipeline import load
from queries import zones
from tests.ui.test_pages import said
from ui import maps
from warehouse.place import Place
from warehouse.reader import Warehouse
from warehouse.settings import load_settings

DAY = date(2021, 6, 9)


@pytest.fixture
def found(province):
    warehouse = Warehouse(province)
    yield zones.situation(warehouse, DAY)
    warehouse.close()


@pytest.fixture
def own(province, tmp_path):
    """A copy of the province that a test may change."""
    place = Place(tmp_path / "own")
    shutil.copytree(province.root, place.root)
    return place


def told(app):
    return next(str(part.proto.body) for part in app.get("html") if "class='told'" in part.proto.body)


def test_levels_of_the_province_add_up(screen, province, found):
    app = screen(province, "zones")
    rows = app.dataframe[0].value.set_index("Mức nguy cơ")
    counts = found.communes["level"].fillna("Chưa rõ").value_counts()
    assert rows["Số xã, phường, thị trấn"].sum() == 156 and rows["Số huyện"].sum() == 11
    assert rows.loc["Nguy cơ rất cao", "Số xã, phường, thị trấn"] == counts["very_high"]
    assert rows.loc["Chưa rõ", "Số xã, phường, thị trấn"] == counts["Chưa rõ"] > 0
    assert rows["Ca bệnh (14 ngày)"].sum() == found.communes["cases"].sum() + found.elsewhere["cases"] > 0
    assert rows["Lượt vào (7 ngày)"].sum() == found.communes["arrivals"].sum() + found.elsewhere["arrivals"] > 0
    assert "2686/QĐ-BCĐQG (áp dụng từ 31/05/2021)" in said(app)
    assert "chưa đối chiếu văn bản gốc" in said(app)
    assert "128/NQ-CP" not in said(app)


def test_every_district_has_its_level_and_why(screen, province, found):
    app = screen(province, "zones")
    text, rows = told(app), app.dataframe[1].value.set_index("Địa bàn")
    names = {"very_high": "Nguy cơ rất cao", "high": "Nguy cơ cao", "risk": "Nguy cơ", "normal": "Bình thường mới"}
    for district in found.districts.itertuples():
        shown = rows.loc[district.name]
        expected = (
            names[district.level] if district.level else f"Chưa rõ ({names[district.lowest]} – {names[district.highest]})"
        )
        assert shown["Mức nguy cơ"] == expected and f">{expected}</span>" in text
        assert shown["Căn cứ"] == ("Theo quyết định" if district.overridden else "Suy ra từ các xã")
        assert shown["Vì sao"] and shown["Xã chưa rõ"] == district.unknown
    decided = found.districts[found.districts["overridden"]]
    assert len(decided) == 1
    assert "Theo quyết định của BCĐ huyện (giả lập)" in rows.loc[decided["name"].iloc[0], "Vì sao"]
    assert "%" in "".join(rows["Vì sao"])


def test_nothing_is_green_by_default(screen, scans, place, monkeypatch):
    load(place, [scans("a.csv", "08:00 | A | 0912345678 | Vào")], by="test", progress=lambda *_: None)
    app = screen(place, "zones")
    rows = app.dataframe[0].value.set_index("Mức nguy cơ")
    assert rows.loc["Chưa rõ", "Số xã, phường, thị trấn"] == 156 and rows.loc["Chưa rõ", "Số huyện"] == 11
    assert rows.loc["Bình thường mới", ["Số xã, phường, thị trấn", "Số huyện"]].sum() == 0
    assert "#0FA57F" not in told(app)


def test_the_address_names_day_and_district(screen, province, found):
    app = screen(province, "zones", date="2021-06-09", district="893")
    communes = app.dataframe[0].value
    assert len(communes) == 18 and communes["Địa bàn"].str.contains("Hội An").any()
    assert app.subheader[0].value == "Huyện Chợ Mới"
    app = screen(province, "zones", date="9/6", district="999")
    assert "đã bỏ qua: date, district." in said(app)
    app = screen(province, "zones", date="2021-05-30")
    assert "chưa có bộ quy tắc nào áp dụng" in said(app)
    app = screen(province, "zones", date="2021-10-11")
    assert "Từ 11/10/2021, 128/NQ-CP" in said(app)


def test_in_english_nothing_is_half_vietnamese(screen, province):
    app = screen(province, "zones", lang="en", district="893")
    assert app.title[0].value == "Levels of risk"
    assert {"Very high risk", "Not known", "Commune not known"} <= set(
        next(f.value for f in app.dataframe if "Districts" in f.value)["Level of risk"]
    )
    assert "communes" in told(app) and "xã, phường" not in told(app)


def test_small_numbers_of_cases_are_not_shown_where_people_are_masked(screen, real, found):
    app = screen(real, "zones")
    shown = app.dataframe[0].value["Ca bệnh (14 ngày)"]
    assert set(shown) <= {"0", "≤ 7", "10", "15", "20"}
    per_commune = found.communes["cases"]
    assert per_commune.between(1, 7).any()
    district = found.communes.loc[per_commune.between(1, 7), "district_code"].iloc[0]
    app = screen(real, "zones", district=district)
    assert "≤ 7" in set(app.dataframe[0].value["Ca bệnh (14 ngày)"])


def state(app, kind, district, level, reason):
    key = f"{kind} {district} {DAY}"
    if level is not None:
        app.selectbox(key=f"state level {district}" if kind == "commune" else f"decide level {district} {DAY}").set_value(level)
    app.text_input(key=f"reason {key}").set_value(reason)
    app.button(key=f"FormSubmitter:{'commune level' if kind == 'commune' else 'district word'}-Ghi nhận").click().run()
    assert not app.exception
    return app


def level_of(place, unit):
    warehouse = Warehouse(place)
    found = zones.situation(warehouse, DAY)
    warehouse.close()
    return {**found.communes.set_index("code")["level"], **found.districts.set_index("code")["level"]}[unit]


def test_a_commune_stated_by_the_form_goes_the_way_of_a_file(screen, own):
    app = screen(own, "zones", date=str(DAY), district="884")
    app.selectbox(key="state unit 884").set_value("30316")
    state(app, "commune", "884", "very_high", "Chùm ca bệnh")
    assert "Đã ghi nhận cho Phường Châu Phú B." in said(app)
    assert level_of(own, "30316") == "very_high"
    assert level_of(own, "884") in ("high", None)
    assert "Nguy cơ rất cao, từ 1 xã là đủ" in told(app)
    warehouse = Warehouse(own)
    history = zones.history(warehouse, "30316").iloc[0]
    warehouse.close()
    assert history["reason"] == "Chùm ca bệnh" and history["file_name"].startswith("bieu-mau-zone_level-")


def test_a_decision_on_a_district_is_kept_and_taken_back(screen, own):
    app = state(screen(own, "zones", date=str(DAY), district="884"), "district", "884", "very_high", "Giáp biên giới")
    assert level_of(own, "884") == "very_high"
    assert "Theo quyết định" in told(app) and "Giáp biên giới" in told(app)
    app = state(screen(own, "zones", date=str(DAY), district="884"), "district", "884", "unknown", "Hết hiệu lực")
    assert "Suy ra từ các xã" in told(app)
    history = next(f.value for f in app.dataframe if "Người nhập" in f.value)
    assert history["Lý do"].tolist()[:2] == ["Hết hiệu lực", "Giáp biên giới"]
    assert history["Ghi chú"].tolist()[:2] == ["", "Đã thay bằng ghi nhận sau"]


def test_a_form_without_level_or_reason_says_so(screen, own):
    app = state(screen(own, "zones", date=str(DAY), district="884"), "commune", "884", None, "")
    assert "Hãy chọn mức nguy cơ." in said(app) and "Hãy ghi lý do." in said(app)


def test_a_day_too_far_ahead_is_refused_with_its_reason(screen, own):
    app = screen(own, "zones", date=str(DAY), district="884")
    app.date_input(key=f"since commune 884 {DAY}").set_value(date(2099, 1, 1))
    state(app, "commune", "884", "high", "x")
    assert "Ngày: ngày giờ ở tương lai" in said(app)


def test_the_map_says_levels_in_words_and_escapes_names(place, monkeypatch):
    monkeypatch.setattr("ui.reference.language", lambda: "vi")
    area = maps.Area("883", "Nguy cơ cao", "Nguy cơ cao", "#F28E12")
    page = maps.ground(place, load_settings(place), {"883": area}).get_root().render()
    assert json.dumps("<small>Nguy cơ cao</small>")[8:-9] in page
    spot = maps._spot(10.4, 105.4, "#F28E12", 8, "<b>Xã</b>", "Nguy cơ cao")
    assert spot["properties"]["name"] == "&lt;b&gt;Xã&lt;/b&gt;"
    border = {"id": "883", "properties": {"gso_code": "883"}}
    assert maps._border(border, {"883": area})["fillColor"] == "#F28E12"
    assert "fillColor" not in maps._border(border, {})

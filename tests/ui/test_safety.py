"""The safety screens: figures of the query, filters of the address, the form all the way into the lake, contacts by role."""

import shutil
from contextlib import closing
from datetime import date

import pytest

from queries import safety
from queries.safety import Sites
from tests.ui.test_pages import said
from warehouse.place import Place
from warehouse.reader import Warehouse

DAY = date(2021, 6, 9)


def asked(place, question, *more):
    with closing(Warehouse(place)) as store:
        return question(store, *more)


@pytest.fixture
def own(province, tmp_path):
    """The province, to be written into."""
    place = Place(tmp_path / "own")
    shutil.copytree(province.root, place.root)
    return place


@pytest.mark.parametrize("page", ["safety", "assess"])
def test_nothing_loaded_yet(page, screen, tmp_path):
    assert "Chưa có dữ liệu" in said(screen(Place(tmp_path / "none"), page))


def test_the_legend_counts_every_site_and_grey_is_there(screen, province):
    found = asked(province, safety.sites, Sites(DAY))
    app = screen(province, "safety")
    counts = found["colour"].fillna("none").value_counts()
    assert set(counts.index) == {"green", "yellow", "red", "none"}
    words = [f"● An toàn: {counts['green']}", f"▲ Có rủi ro: {counts['yellow']}", f"■ Không an toàn: {counts['red']}",
             f"○ Chưa đánh giá: {counts['none']}"]  # fmt: skip
    assert [option.content for option in app.get("button_group")[1].proto.options] == words
    assert "Bấm một địa điểm trên bản đồ" in said(app)


def test_the_summary_is_antoancovid_s_own_table(screen, province):
    app = screen(province, "safety", view="summary")
    table = app.dataframe[0].value
    assert [frame.value.columns[1] for frame in app.dataframe] == ["Địa bàn", "Loại hình", "Cơ quan, đơn vị"]
    assert list(table.columns) == ["STT", "Địa bàn", "Địa điểm", "An toàn", "Có rủi ro", "Không an toàn", "Chưa đánh giá", "Tỉ lệ an toàn",
                                   "Mức độ an toàn"]  # fmt: skip
    for frame in app.dataframe:
        assert (
            frame.value["Địa điểm"] == frame.value[["An toàn", "Có rủi ro", "Không an toàn", "Chưa đánh giá"]].sum(axis=1)
        ).all()
    assert len({frame.value["Địa điểm"].sum() for frame in app.dataframe}) == 1


def test_who_must_stop_stands_with_scans_since(screen, province):
    with closing(Warehouse(province)) as store:
        rows = safety.must_stop(store, Sites(DAY), safety.sites(store, Sites(DAY)))
    app = screen(province, "safety", view="stop")
    assert app.dataframe[0].value["Lượt quét sau đó"].tolist() == rows["scans_after"].tolist()
    assert rows["scans_after"].max() > 0
    assert f"**{len(rows)}** cơ sở không an toàn, trong đó **{(rows['scans_after'] > 0).sum()}**" in said(app)


def test_every_view_in_english(screen, province):
    for view in ("map", "summary", "stop", "doubts"):
        app = screen(province, "safety", lang="en", view=view)
        assert app.title[0].value == "Safety map"
        assert not [text for text in ("Chưa", "Không an toàn", "Lượt") if text in said(app)]


def test_filters_follow_the_address_and_bad_ones_are_named(screen, province):
    app = screen(province, "safety", district="883", kind="xyz", view="nonsense", on="x")
    assert "đã bỏ qua: on, kind, view." in said(app)
    assert app.multiselect[0].value == ["883"]


def card_of(screen, place, colour, sector="truong_hoc"):
    found = asked(place, safety.sites, Sites(DAY))
    row = found[(found["colour"] == colour) & (found["kind"] == sector) & found["answers"].notna()].iloc[0]
    return row, screen(place, "safety", site=str(row["venue_id"]))


def test_the_card_says_level_rule_criteria_and_history(screen, province):
    row, app = card_of(screen, province, "red")
    text = said(app)
    assert "Phải dừng hoạt động" in text
    assert "1467/BGDĐT\\-GDTC" in text
    assert row["name"] in text.replace("\\", "")
    criteria = app.dataframe[0].value
    assert len(criteria) == 15
    assert criteria["Trả lời"].iloc[0] == "Không đạt"
    assert len(app.dataframe[1].value) == len(asked(province, safety.history, int(row["venue_id"]), DAY))


def test_the_administrator_is_shown_by_role_only(screen, province, real):
    from queries.administrators import of_site

    found = asked(province, safety.sites, Sites(DAY))
    with closing(Warehouse(province)) as store:
        for row in found.itertuples():
            people = of_site(store, row.code, row.agency_code)
            if people and people[0].phone:
                break
    phone, name = people[0].phone, people[0].name
    shown = "\n".join(text.value for text in screen(province, "safety", site=str(row.venue_id)).text)
    assert phone in shown and name in shown
    hidden = screen(real, "safety", site=str(row.venue_id))
    assert "chỉ hiện với người có quyền" in said(hidden)
    assert not [text for text in [*hidden.text, *hidden.markdown] if phone in text.value or name in text.value]


def form_of(screen, place, kind):
    found = asked(place, safety.sites, Sites(DAY))
    row = found[(found["kind"] == kind)].iloc[0]
    return row, screen(place, "assess", site=str(row["venue_id"]))


def newest_of(place, venue):
    return asked(place, safety.history, int(venue), date(2100, 1, 1)).iloc[0]


def test_a_school_answers_sees_its_level_and_hands_it_in(screen, own):
    row, app = form_of(screen, own, "truong_hoc")
    assert app.button(key="submit").disabled
    assert "Còn 15 trên 15 tiêu chí chưa trả lời" in said(app)
    assert not app.metric
    for number, radio in enumerate(app.radio, start=1):
        assert radio.value is None
        radio.set_value(0 if number == 4 else 1)
    app.run()
    assert {metric.label: metric.value for metric in app.metric} == {"Điểm": "14/15", "Mức": "■ Không an toàn"}
    assert "Khắc phục các tiêu chí sau thì lên mức tốt hơn" in said(app)
    assert "Tiêu chí 4 – trước khi đến trường" in said(app)
    app.radio[3].set_value(1).run()
    assert app.metric[0].value == "● An toàn"
    app.radio[3].set_value(0).run()
    app.button(key="submit").click().run()
    assert not app.exception
    assert "Đã nhận phiếu tự đánh giá" in said(app)
    found = newest_of(own, row["venue_id"])
    assert (found["colour"], found["band"], found["remarks"]) == ("red", "khong_an_toan", "mandatory_failed:4")
    with closing(Warehouse(own)) as store:
        (file,) = store._con.execute(
            "select name, layout, rows_loaded from lake.load_file order by load_id desc limit 1"
        ).fetchall()
    assert file[0].startswith("bieu-mau-assessment_antoancovid-")
    assert file[1:] == ("assessment_antoancovid", 1)


def test_a_total_is_green_on_the_site_s_own_word_only(screen, own):
    row, app = form_of(screen, own, "benh_vien")
    app.number_input[0].set_value(90.0).run()
    assert app.metric[0].value == "▲ Có rủi ro"
    app.checkbox[0].check().run()
    assert app.metric[0].value == "● An toàn"
    app.button(key="submit").click().run()
    found = newest_of(own, row["venue_id"])
    assert (found["colour"], found["level"], found["certain"]) == ("green", "green", False)


def test_a_kind_without_rubric_hands_in_its_own_word(screen, own):
    row, app = form_of(screen, own, "quan_ca_phe")
    assert "Chưa có bộ tiêu chí cho loại hình này" in said(app)
    app.radio[0].set_value("yellow").run()
    app.button(key="submit").click().run()
    assert newest_of(own, row["venue_id"])["colour"] == "yellow"

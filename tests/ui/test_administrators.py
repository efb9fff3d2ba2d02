"""The screen of administrators: counts, filters in the address, people by role only, the form by which one is named or ended."""

import shutil
from datetime import date

import pytest

from queries import administrators
from tests.ui.test_pages import said
from warehouse.place import Place
from warehouse.reader import Warehouse


def situation(place):
    warehouse = Warehouse(place)
    rows = administrators.situation(warehouse, date(2026, 1, 1)).set_index("agency_code", drop=False)
    warehouse.close()
    return rows


def people(place, agency):
    warehouse = Warehouse(place)
    found = administrators.people(warehouse, agency)
    warehouse.close()
    return found


@pytest.fixture
def own(province, tmp_path):
    """A copy of the province that a test may change."""
    place = Place(tmp_path / "own")
    shutil.copytree(province.root, place.root)
    return place


def listing(app):
    return next(frame.value for frame in app.dataframe if "Còn thiếu" in frame.value)


def test_every_agency_stands_in_the_list_and_the_counts_add_up(screen, province):
    rows = situation(province)
    app = screen(province, "administrators")
    shown = {metric.label: metric.value for metric in app.metric}
    counts = rows["state"].value_counts()
    assert (shown["Đủ thông tin"], shown["Thiếu thông tin"], shown["Chưa cử đầu mối"]) == tuple(
        str(counts[state]) for state in ("complete", "incomplete", "missing")
    )
    late = rows["late"] & (rows["state"] == "complete")
    assert shown["Đủ thông tin nhưng sau hạn"] == str(late.sum()) and late.any()
    assert f"trên {len(rows)} đơn vị" in said(app) and "hạn chót 05/06/2021" in said(app)
    assert len(listing(app)) == len(rows) == counts.sum()


def test_the_filters_stand_in_the_address(screen, province):
    rows = situation(province)
    app = screen(province, "administrators", state="incomplete", kind="Doanh nghiệp")
    chosen = rows[(rows["state"] == "incomplete") & (rows["kind"] == "Doanh nghiệp")]
    assert set(listing(app)["Mã đơn vị"]) == set(chosen["agency_code"]) and len(chosen)
    assert set(listing(app)["Tình trạng"]) == {"Thiếu thông tin – quá hạn"}
    assert set(listing(app)["Còn thiếu"]) <= {"chức vụ", "số điện thoại", "email"}
    app = screen(province, "administrators", state="late,bad")
    late = rows[rows["late"] & (rows["state"] == "complete")]
    assert set(listing(app)["Mã đơn vị"]) == set(late["agency_code"])
    assert "đã bỏ qua: state." in said(app)


def test_people_are_shown_by_role_only(screen, province, real):
    rows = situation(province)
    code = rows.index[rows["state"] == "complete"][0]
    (one,) = people(province, code)
    texts = [text.value for text in screen(province, "administrators", agency=code).text]
    assert texts == [f"{one.name} · {one.position} · {one.phone} · {one.email}"]
    hidden = screen(real, "administrators", agency=code)
    assert "chỉ hiện với người có quyền" in said(hidden)
    everything = (
        said(hidden) + "\n".join(text.value for text in hidden.text) + "\n".join(str(f.value) for f in hidden.dataframe)
    )
    assert one.position in everything
    for secret in (one.name, one.phone, one.email):
        assert secret not in everything


def fill(app, code, who, turn=0, **fields):
    for field, text in fields.items():
        app.text_input(key=f"administrator {field} {code} {turn} {who}").set_value(text)
    app.run()
    return app


def test_one_is_named_corrected_and_ended_by_the_form(screen, own):
    rows = situation(own)
    code = rows.index[rows["state"] == "missing"][1]
    name = rows.loc[code, "agency_name"]
    app = fill(screen(own, "administrators", agency=code), code, -1, phone="113", email="an@")
    assert ":red[Không phải số điện thoại Việt Nam hợp lệ.]" in said(app)
    assert ":red[Không phải một địa chỉ thư điện tử; chưa có thì để trống.]" in said(app)
    assert app.button(key="administrator save").disabled
    fill(app, code, -1, name="Lê Thử An", phone="0912 345 678", email="")
    assert "Còn thiếu: chức vụ, email." in said(app)
    app.button(key="administrator save").click().run()
    assert f"Đã lưu đầu mối của {name}." in said(app).replace("\\", "")
    assert situation(own).loc[code, ["state", "lacking"]].tolist() == ["incomplete", ("position", "email")]
    app.selectbox(key=f"administrator who {code} 1").set_value(0).run()
    fill(app, code, 0, 1, name="Võ Thử Bình", position="Chuyên viên", email="binh@vidu.example")
    app.button(key="administrator save").click().run()
    assert [(one.name, one.phone) for one in people(own, code)] == [("Võ Thử Bình", "0912345678")]
    history = next(frame.value for frame in app.dataframe if "Ghi lúc" in frame.value)
    assert history["Họ và tên"].tolist() == ["Lê Thử An", "Võ Thử Bình", "Lê Thử An"]
    assert history["Ghi chú"].tolist() == ["Thôi làm đầu mối", "", ""]
    app.selectbox(key=f"administrator who {code} 2").set_value(0).run()
    app.checkbox(key=f"administrator end {code} 2 0").check().run()
    app.button(key="administrator save").click().run()
    assert situation(own).loc[code, "state"] == "missing"


def test_in_english(screen, province):
    app = screen(province, "administrators", lang="en")
    assert app.title[0].value == "Administrators"
    assert {"Complete", "Incomplete", "Nobody named"} <= {metric.label for metric in app.metric}

"""The adoption screen: the very figures of the questions, the way down by the address, every view, every figure explained."""

import re
from contextlib import closing
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook

from queries.adoption import Asked, agencies, comparison, figures, ranked, venues
from reports.adoption import adoption_workbook
from rules.metrics import metrics
from tests.ui.test_pages import said
from warehouse.place import Place
from warehouse.reader import Warehouse

ON = date(2021, 6, 9)
NAME = {key: metric.name_vi for key, metric in metrics().items()}


@pytest.fixture(scope="module")
def known(province):
    with closing(Warehouse(province)) as store:
        rows = agencies(store, Asked(ON)).set_index("key", drop=False)
        busy = rows[rows["depth"] >= 2].sort_values("registered").iloc[-1]["key"]
        yield rows, busy, venues(store, Asked(ON, root=busy), busy), figures(store, Asked(ON), "kind")


def drawn(app):
    """What stands beside the bars of the steps."""
    page = next(str(part.proto.body) for part in app.get("html") if "class='funnel'" in part.proto.body)
    return re.findall(r"<span>([^<]*)</span></li>", page)


def dotted(value):
    return f"{int(value):,}".replace(",", ".")


def test_nothing_loaded_yet(screen, tmp_path):
    assert "Chưa có dữ liệu" in said(screen(Place(tmp_path / "none"), "adoption"))


def test_the_steps_show_numerator_and_denominator(screen, province, known):
    row = known[0].loc["*"]
    app = screen(province, "adoption")
    pairs = [("owed_named", "owed"), ("covered", "owed"), ("active_7", "registered"), ("active_1", "registered"),
             ("complete", "arrivals"), ("declared", "arrivals"), ("assessed", "registered")]  # fmt: skip
    expected = [
        f"{row[over] / row[under] * 100:.1f} %".replace(".", ",") + f" ({dotted(row[over])} / {dotted(row[under])})"
        for over, under in pairs
    ]
    assert drawn(app) == expected
    assert f"**{dotted(row['owed'])}** điểm phải có mã của **{row['agencies']}** đơn vị; **{row['registered']}** điểm" in said(
        app
    )


def test_the_period_before_in_antoancovid_s_form(screen, province, known):
    table = screen(province, "adoption", days="1").dataframe[0].value
    assert list(table.columns) == ["Số liệu", "Tổng trước", "Tổng hiện tại", "Số lượng tăng", "Tỉ lệ tăng"]
    with closing(Warehouse(province)) as store:
        rows = comparison(agencies(store, Asked(ON, days=1)).set_index("key").loc["*"])
        (today,) = store._con.execute("select scans from lake.day_total where day = '2021-06-09'").fetchone()
    assert table["Tổng hiện tại"].tolist() == rows["now"].tolist() and rows["now"].iloc[1] == today
    assert (table["Tổng hiện tại"] - table["Tổng trước"] == table["Số lượng tăng"]).all()


def test_the_tree_shows_what_is_directly_below_with_ranks(screen, province, known):
    rows = known[0]
    table = screen(province, "adoption").dataframe[1].value
    top = rows[rows["depth"] == 1]
    assert set(table["Đơn vị"]) == {*top["name"], "Không rõ đơn vị quản lý"}
    shown = table.set_index("Đơn vị")[NAME["registered"]]
    assert shown.sum() == rows.loc["*", "registered"]  # nobody owes at the very top, so the branches and the rest are all
    ranks = table[NAME["rank"]].dropna().tolist()
    assert ranks == sorted(ranks) and ranks[0] == 1
    for name, below in top.set_index("name")["active_7"].items():
        assert table.set_index("Đơn vị").loc[name, NAME["active_7"]] == below


def test_down_to_the_single_site(screen, province, known):
    rows, busy, sites, _ = known
    app = screen(province, "adoption", agency=busy)
    assert f"**{rows.loc[busy, 'name']}**" in said(app).replace("\\", "")
    assert [button.label.replace("\\", "") for button in app.button if button.key and button.key.startswith("way")] != []
    table = app.dataframe[-1].value
    assert set(table["Mã"]) == set(sites["code"])
    assert table[NAME["scans"]].sum() == sites["scans"].sum() == rows.loc[busy, "scans"]
    site = sites.sort_values("scans").iloc[-1]
    app = screen(province, "adoption", agency=busy, site=str(site["venue_id"]))
    assert any(site["name"] in title.value.replace("\\", "") for title in app.subheader)
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown[NAME["people"]] == dotted(site["people"]) and shown[NAME["silent_days"]] == dotted(site["silent_days"])


def test_the_other_views(screen, province, known):
    rows, _, _, by_kind = known
    ranks = screen(province, "adoption", view="ranks").dataframe[1].value
    assert (
        len(ranks) == len(rows) - 2
        and ranks[NAME["registered"]].sum() == rows.loc["*", "registered"] - rows.loc["", "registered"]
    )
    splits = screen(province, "adoption", view="splits").dataframe
    for frame in splits[1:3]:
        assert frame.value[NAME["registered"]].sum() == rows.loc["*", "registered"]
    assert sorted(splits[2].value[NAME["scans_7"] if NAME["scans_7"] in splits[2].value else NAME["arrivals"]]) == sorted(
        by_kind.drop(index="*")["arrivals"]
    )
    sites = screen(province, "adoption", view="sites").dataframe[1].value
    assert sites[NAME["scans"]].sum() == rows.loc["*", "scans"]
    silent = sites[NAME["silent_days"]].astype("Float64").fillna(1e9).tolist()
    assert silent == sorted(silent, reverse=True)
    trend = screen(province, "adoption", view="trend")
    assert trend.dataframe[1].value[NAME["scans_1"]].tail(7).sum() == rows.loc["*", "scans_7"]


def test_a_filter_leaves_what_is_owed_unknown(screen, province):
    app = screen(province, "adoption", kind="quan_an")
    assert "không tính được số điểm phải có mã" in said(app)
    assert drawn(app)[0] == "– (– / –)"


def test_bad_addresses_are_named(screen, province):
    app = screen(province, "adoption", agency="<b>x", days="5", view="y", on="x", kind="z")
    assert "đã bỏ qua: days, view, kind, on." in said(app)
    assert "Không có đơn vị mang mã" in said(app) and "<b>x" not in said(app)


def test_no_person_is_on_it_where_people_are_real(screen, real):
    app = screen(real, "adoption", view="sites")
    assert not app.exception and "vidu.example" not in said(app) and "DỮ LIỆU GIẢ ĐỊNH" not in said(app)


@pytest.mark.parametrize("view", ["tree", "ranks", "splits", "sites", "trend"])
def test_every_view_in_english(screen, province, view):
    app = screen(province, "adoption", lang="en", view=view)
    assert app.title[0].value == "Use of QR codes"
    titles = [str(column) for frame in app.dataframe for column in frame.value.columns]
    text = said(app) + " ".join(titles)
    assert not [word for word in ("Điểm", "Lượt", "đơn vị", "Tỉ lệ") if word in text]


@pytest.mark.parametrize("view", ["tree", "splits"])
def test_the_workbook_ends_with_the_whole_that_the_screen_shows(screen, province, known, monkeypatch, view):
    made = []
    monkeypatch.setattr("ui.adoption_tables.later", lambda make: made.append(make()) or made[-1])
    rows = known[0]
    below = rows.groupby("parent_code")["owed"].sum()
    parent = (rows["owed"].reindex(below.index) - below).idxmax()
    app = screen(province, "adoption", agency=parent, view=view)
    head, *lines = load_workbook(BytesIO(made[0])).worksheets[1].values
    last = dict(zip(head, lines[-1], strict=True))
    assert lines[-1][0] == "Toàn bộ" and "Toàn bộ" not in app.dataframe[1].value.iloc[:, 0].tolist()
    for key in ("registered", "active_7", "scans", "people", *(["owed", "agencies"] if view == "tree" else [])):
        assert last[NAME[key]] == rows.loc[parent, key], key


def test_the_workbook_has_the_screen_s_figures_and_what_they_mean(screen, province, known):
    rows = known[0]
    found = ranked(rows[rows["depth"] == 1])
    book = load_workbook(
        BytesIO(adoption_workbook("Thử", [("Kỳ", "x")], {"name": "Đơn vị"}, found, "vi", {"declaration_days": 7}))
    )
    sheet = list(book.worksheets[1].values)
    table = pd.DataFrame(sheet[1:], columns=sheet[0]).set_index("Đơn vị")
    shown = screen(province, "adoption").dataframe[1].value.set_index("Đơn vị")
    for name, line in table.iterrows():
        for key in ("registered", "active_7", "owed", "people", "agencies"):
            assert line[NAME[key]] == shown.loc[name, NAME[key]], (name, key)
        if pd.notna(shown.loc[name, NAME["active_7_share"]]):
            assert line[NAME["active_7_share"]] == pytest.approx(shown.loc[name, NAME["active_7_share"]])
    forms = {cell.value: below.number_format for cell, below in zip(book.worksheets[1][1], book.worksheets[1][2], strict=True)}
    assert [forms[NAME[key]] for key in ("scans", "mean_7", "active_7_share", "last_day", "rank")] == [
        "#,##0_)", "#,##0.0_)", "0.0 %_)", "dd/mm/yyyy", "General",
    ]  # fmt: skip
    cover = dict(row[:2] for row in book.worksheets[0].values if row[0])
    for key in ("active_7_share", "people", "owed"):
        assert metrics()[key].means_vi in cover[NAME[key]] and metrics()[key].source in cover[NAME[key]]
    assert "[Điểm có quét trong 7 ngày ÷ Điểm có mã]" in cover[NAME["active_7_share"]]

"""The files of a bulletin say what the screens say: one figure, one value, in the lake's questions, the workbook and the PDF."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from casework.bulletin import Span, figures_of, issue
from queries import adoption, overview, zones
from queries.adoption import Asked
from queries.safety import Sites, summary
from reports.bulletin import HIDDEN, Form, lead, sections, text
from reports.bulletin_files import bulletin_files
from reports.workbook import FORMATS
from rules.bulletin import COUNTED, SHARES, dictionary
from rules.bulletin_words import percent
from rules.disclosure import SMALL
from rules.public import OF_PEOPLE
from tests.ui.conftest import province  # noqa: F401
from warehouse.place import Place
from warehouse.reader import Warehouse

DAY = date(2021, 6, 9)


@pytest.fixture(scope="module")
def issued(province, tmp_path_factory):  # noqa: F811
    """The bulletins of two days and of their week, with the warehouse they come from."""
    place = Place(tmp_path_factory.mktemp("issued") / "data")
    shutil.copytree(province.root, place.root)
    with closing(Warehouse(place)) as store:
        made = [
            issue(store, Span.of(kind, day), "an")[-1]
            for kind, day in (("day", DAY - timedelta(1)), ("day", DAY), ("week", DAY))
        ]
        yield store, *made


def files(store, one):
    return bulletin_files(one, "vi", store.settings, demo=True)


def sheets(content):
    """Return sheet → rows of cells without the title line."""
    return {
        sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in load_workbook(BytesIO(content)).worksheets
    }


@pytest.mark.parametrize(("place", "days"), [(2, 1), (3, 7)])
def test_every_figure_is_that_of_the_screens(issued, place, days):
    store, found = issued[0], figures_of(issued[place].content)
    last = issued[place].last
    asked = Asked(last, days)
    told = adoption.figures(store, asked, "tree").loc["*"]
    same = [name for name in COUNTED if name in told and name in found.totals]
    assert len(same) >= 20 and {name: found.totals[name] for name in same} == {name: int(told[name]) for name in same}
    assert {name: round(float(told[name]), 9) for name in found.shares if name in told} == {
        name: round(value, 9) for name, value in found.shares.items() if name in told
    }
    for split in ("district", "kind"):
        rows = adoption.figures(store, asked, split)
        for key, counts in found.tables[split].items():
            if key in rows.index:
                assert {n: c for n, c in counts.items() if n in rows} == {n: int(rows.loc[key, n]) for n in counts if n in rows}
    agencies = issued[place].content["agencies"]
    silent = adoption.figures(store, asked, "own").query("registered > 0 and active_7 == 0").index.difference(["*", ""])
    assert [row["tied"] for row in agencies["worst"] if row["active_7"] == 0][:1] in ([], [len(silent)])
    assert found.totals["agencies_silent"] == len(silent) and len(agencies["best"]) == len(agencies["worst"]) == 10
    assert agencies["best"][0]["rank"] == 1 and not {"*", ""} & {row["key"] for row in (*agencies["best"], *agencies["worst"])}
    safe = summary(store, Sites(last), "district")
    assert {name: found.totals[name] for name in ("sites", "green", "red")} == {
        n: safe[n].sum() for n in ("sites", "green", "red")
    }
    risk = zones.situation(store, last)
    assert found.totals["cases"] == risk.communes["cases"].sum() + risk.elsewhere["cases"] > 0
    assert found.totals["communes_very_high"] == (risk.communes["level"] == "very_high").sum()


def test_a_day_is_that_of_the_first_screen_and_is_compared_as_adoption_does(issued):
    store, before, today, _ = issued
    found, morning = figures_of(today.content), overview.morning(store)
    assert (found.totals["scans"], found.totals["people"]) == (morning["scans"], morning["people"])
    assert (found.totals["declarations"], found.totals["symptoms"]) == (morning["declarations"], morning["declared_symptoms"])
    compared = adoption.comparison(adoption.figures(store, Asked(DAY, 1), "tree").loc["*"])
    for row in compared.itertuples():
        assert (found.before[row.key], found.totals[row.key], found.changes[row.key]) == (row.before, row.now, row.more)
    assert found.before == figures_of(before.content).totals


@pytest.mark.parametrize("place", [2, 3])
def test_the_workbook_has_the_figures(issued, place):
    store, one = issued[0], issued[place]
    found = figures_of(one.content)
    name = next(name for name in files(store, one) if name.endswith(".xlsx") and "cong-khai" not in name)
    book = sheets(files(store, one)[name])
    called = {dictionary()[figure].name("vi"): figure for figure in found.totals}
    rows = book["So với kỳ trước"]
    assert len(rows) >= 25
    for title, was, now, more, rate in rows:
        figure = called[title]
        assert now == found.totals[figure] and was == found.before.get(figure, "–") and more == found.changes.get(figure, "–")
        assert rate == (pytest.approx(found.rates[figure]) if figure in found.rates else "–")
    for title, part, whole, value in book["Tỉ lệ"]:
        assert value == pytest.approx(part / whole) and title in {dictionary()[figure].name("vi") for figure in SHARES}
    use = book["Sử dụng theo huyện"]
    assert use[-1][0] == "Toàn tỉnh" and use[-1][4] == found.totals["scans"] == sum(row[4] for row in use[:-1])
    assert len(book["Kiểm tra trước khi phát hành"]) >= 25 and one.sha256 in [row[1] for row in book["Bìa"]]
    assert ("Từng ngày" in book) == (one.span == "week")
    for row in book.get("Từng ngày", [])[-1:]:
        assert row[:2] == ("Cả tuần", found.totals["scans"])


def test_the_workbook_is_printed_on_a4_in_times_new_roman(issued):
    store, one, *_ = issued
    book = load_workbook(BytesIO(next(iter(files(store, one).values()))))
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9 and sheet["A1"].font.name == "Times New Roman"
    compared, use = book["So với kỳ trước"], book["Sử dụng theo huyện"]
    assert compared["B2"].number_format == FORMATS["number"][0]
    assert {cell.number_format for cell in compared["E"][1:] if isinstance(cell.value, float)} == {FORMATS["share"][0]}
    signs = [cell for row in compared.iter_rows(min_row=2, min_col=2) for cell in row if cell.value == "–"]
    assert signs and {cell.alignment.horizontal for cell in signs} == {"right"}
    assert (
        all(cell.font.b for cell in use[use.max_row]) and not use["A2"].font.b and not compared.cell(compared.max_row, 1).font.b
    )
    assert compared.oddHeader.center.text == "Bản tin ngày 08/06/2021 – So với kỳ trước"


def pages(content):
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


@pytest.mark.parametrize("place", [2, 3])
def test_the_pdf_has_the_figures_and_the_heads_of_a_report(issued, place):
    store, one = issued[0], issued[place]
    name = next(name for name in files(store, one) if name.endswith(".pdf") and "cong-khai" not in name)
    told = pages(files(store, one)[name])
    first = " ".join(told[0].split())
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "UBND TỈNH AN GIANG",
        "Kính gửi: Ủy ban nhân dân tỉnh An Giang",
        "SỐ LIỆU GIẢ ĐỊNH",
        "/BC-STTTT",
        "An Giang, ngày ",
    ):
        assert words in first
    assert "SỞ THÔNG TIN" in [line.strip() for line in told[0].splitlines()] and "CHƯA ĐẦY ĐỦ" not in first
    whole = " ".join(" ".join(told).split())
    assert "Nơi nhận: - Như trên; - Lãnh đạo Sở; - Lưu: VT." in whole and "GIÁM ĐỐC" in whole
    assert "PHỤ LỤC Kiểm tra trước khi phát hành và giải thích chỉ tiêu (Kèm theo Báo cáo số" in whole
    assert f"/BC-STTTT ngày {one.made_at:%d} tháng " in whole and "của Sở Thông tin và Truyền thông)" in whole
    lines = [" ".join(line.split()) for page in told for line in page.splitlines()]
    for section in sections(one, Form()):
        if section.code in ("compared", "shares", "levels"):
            for row in section.rows:
                assert " ".join(" ".join(text(cell, "vi") for cell in row).split()) in lines
    assert percent(figures_of(one.content).shares["active_share"], "vi").replace("\u00a0", " ") in first


def test_the_public_form_names_no_agency_and_shows_no_small_count(issued):
    store, _, one, _ = issued
    made = {name: content for name, content in files(store, one).items() if "cong-khai" in name}
    (book,) = (content for name, content in made.items() if name.endswith(".xlsx"))
    (printed,) = (content for name, content in made.items() if name.endswith(".pdf"))
    shown, said = sheets(book), "\n".join(pages(printed))
    assert "Đơn vị dùng ít nhất" not in shown and "Đơn vị dùng" not in said
    agencies = {row["name"] for listed in one.content["agencies"].values() for row in listed}
    assert agencies and not [name for name in agencies if name in said]
    flat = " ".join(said.split())
    assert f"An Giang, ngày {one.made_at:%d} tháng " in flat and "toàn tỉnh có khoảng " in flat and "Kèm theo" not in flat
    assert "Đã kiểm tra trên số liệu đầy đủ, trước khi giấu số nhỏ và làm tròn." in flat
    assert "Đã kiểm tra" in str(shown["Kiểm tra trước khi phát hành"][-1][0])
    assert "CỘNG HÒA" not in said and "Nơi nhận" not in said and "OpenSAFELY" not in said
    called = {dictionary()[figure].name("vi") for figure in OF_PEOPLE}
    counts = [value for title, *values in shown["So với kỳ trước"] if title in called for value in values[:2]]
    assert all(value == HIDDEN or value == 0 or (value > SMALL and value % 5 == 0) for value in counts if value != "–")
    assert HIDDEN in [value for rows in shown.values() for row in rows for value in row]
    use = shown["Sử dụng theo loại hình"]
    assert all(value == HIDDEN or value == 0 or (value > SMALL and value % 5 == 0) for row in use for value in row[4:6])


def test_the_files_of_a_restated_bulletin_say_so(issued):
    store, _, one, _ = issued
    again = replace(one, version=2, reason={"late": {"files": 1, "rows": 1234, "last": "2021-06-11T06:00:00"}, "note": "Nguyễn Văn An báo"},
                    content={**one.content, "restates": {"version": 1, "made_at": "2021-06-10T06:00:00", "totals": {"scans": [1000, 1234], "people": [3, 9]}}})  # fmt: skip
    made = files(store, again)
    assert all("-lan-2" in name for name in made)
    for name, content in made.items():
        if not name.endswith(".pdf"):
            continue
        told = " ".join(" ".join(pages(content)).split())
        assert "BẢN ĐIỀU CHỈNH LẦN 1, thay bản phát hành lúc 06:00 10/06/2021" in told
        assert "dữ liệu đến muộn: 1 tệp, 1.234 dòng, nạp đến 06:00 11/06/2021" in told
        assert ("Nguyễn Văn An" in told) == ("cong-khai" not in name)
    rows = sheets(made["ban-tin-ngay-2021-06-09-lan-2-cong-khai.xlsx"])["Điều chỉnh số đã công bố"]
    assert [row[2:4] for row in rows] == [(1000, 1235), (HIDDEN, 10)]


def test_a_reason_of_several_restatements_is_said_once(issued):
    _, _, one, _ = issued
    late = {"late": {"files": 1, "rows": 1234, "last": "2021-06-11T06:00:00"}, "note": ""}
    before = [{"first": day, "last": day, "version": 2, "reason": late, "totals": {"scans": [1000, 1234], "people": [3, 9]}}
              for day in ("2021-06-07", "2021-06-08")]  # fmt: skip
    (found,) = (
        each for each in sections(replace(one, content={**one.content, "restated": before}), Form()) if each.code == "restated"
    )
    assert len(found.rows) == 4 and found.columns == ("period", "figure", "published", "restated")
    assert (
        found.note == "Lý do điều chỉnh 07/06/2021, 08/06/2021: dữ liệu đến muộn: 1 tệp, 1.234 dòng, nạp đến 06:00 11/06/2021."
    )


@pytest.mark.parametrize(("hour", "early"), [(datetime(2021, 6, 9, 23, 59), True), (datetime(2021, 6, 10), False)])
def test_a_bulletin_issued_before_its_period_was_over_says_so_in_all_its_files(issued, hour, early):
    store, _, one, _ = issued
    facts = {**one.content["facts"], "last_scan": "2021-06-09T21:05:00"}
    words = "SỐ LIỆU CHƯA ĐẦY ĐỦ: kỳ báo cáo chưa kết thúc, số liệu đến 21:05 09/06/2021."
    for name, content in files(store, replace(one, made_at=hour, content={**one.content, "facts": facts})).items():
        told = pages(content)[0] if name.endswith(".pdf") else str(sheets(content)["Bìa"])
        assert (words in " ".join(told.split())) == early


def test_the_change_of_scans_in_words(issued):
    _, _, one, _ = issued

    def said(now, before, **form):
        figures = {
            **one.content["figures"],
            "totals": {**one.content["figures"]["totals"], "scans": now},
            "before": {"scans": before},
        }
        figures |= {"changes": {"scans": now - before}, "rates": {"scans": (now - before) / before}}
        return lead(replace(one, content={**one.content, "figures": figures}), Form(**form)).partition("%). ")[2]

    assert said(2265, 2706) == "So với kỳ trước, số lượt quét giảm 441\u00a0lượt (16,3\u00a0%)."
    assert said(2706, 2265) == "So với kỳ trước, số lượt quét tăng 441\u00a0lượt (19,5\u00a0%)."
    assert said(2706, 2706) == "So với kỳ trước, số lượt quét không đổi."
    assert said(2706, 2265, public=True) == "So với kỳ trước, số lượt quét tăng khoảng\u00a0440\u00a0lượt (19,4\u00a0%)."
    assert said(2265, 2706, language="en") == "Against the period before, scans fell by 441 (16.3\u00a0%)."


def test_agencies_of_the_last_rank_that_are_not_listed_are_counted(issued):
    _, _, one, _ = issued

    def note(**apart):
        rows = [{**row, "rank": 9} for row in one.content["agencies"]["worst"]]
        rows = [{name: value for name, value in row.items() if name != "tied"} | apart for row in rows]
        agencies = {**one.content["agencies"], "worst": rows}
        return next(
            each.note
            for each in sections(replace(one, content={**one.content, "agencies": agencies}), Form())
            if each.code == "worst"
        )

    assert note(tied=35) == "Danh sách nêu 10 trong 35 đơn vị cùng hạng 9, nhiều điểm có mã đứng trước, rồi theo tên."
    assert note(tied=10) == note() == ""

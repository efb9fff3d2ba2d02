"""Self-assessments from file to lake: judged by the rubric of their day, kept as handed in, old ones kept under their rubric."""

import random

import pytest

from etl.rollback import rollback
from rules.messages import explain
from rules.rubric import in_force, judge, read_answers
from tests.conftest import VENUE_HEADER, seeds
from warehouse import lake, rubrics
from warehouse.errors import RubricsWrong
from warehouse.reader import Warehouse
from warehouse.rubrics import load_rubrics

HEADER = ["Mã địa điểm", "Lĩnh vực", "Ngày đánh giá", "Điểm", "Mức độ an toàn", "Điểm từng tiêu chí"]
KINDS = {
    "T": ("Trường học", "truong_hoc"),
    "C": ("Công ty", "cong_ty"),
    "B": ("Bệnh viện", "benh_vien"),
    "Q": ("Quán ăn", "quan_an"),
}
GOOD = "; ".join(f"{n}=Đạt" for n in range(1, 16))


@pytest.fixture
def venues(file, into, once):
    rows = [[code, f"Điểm {code}", word, "", "An Phú"] for code, (word, _) in KINDS.items()]
    once(lambda: into(file("v.csv", VENUE_HEADER, rows)))


def said(ask, columns="code, level, reached, band, computed, certain, remarks"):
    return ask(f"select {columns} from lake.assessment join lake.venue using (venue_id) order by code, assessed_at")


def test_each_is_judged_by_its_rubric_and_kept_as_handed_in(venues, file, into, ask):
    (report,) = into(file("a.csv", HEADER, [
        ["T", "", "02/06/2021 08:00", "", "An toàn", GOOD],
        ["C", "", "02/06/2021 08:00", "15,4 %", "Không an toàn", ""],
        ["B", "", "02/06/2021 08:00", "90", "", ""],
        ["Q", "", "02/06/2021 08:00", "90", "Có rủi ro", ""],
        ["LA", "", "02/06/2021 08:00", "", "An toàn", ""],
    ])).files  # fmt: skip
    assert (report.read, report.loaded, report.rejected) == (5, 5, 0)
    assert said(ask) == [
        ("B", None, 90.0, "an_toan", "green", False, "mandatory_unknown"),
        ("C", "red", 15.4, "thap", "green", True, None),
        ("LA", "green", None, None, None, None, None),
        ("Q", "yellow", None, None, None, None, None),
        ("T", "green", 15.0, "tot", "green", True, "perfect"),
    ]
    assert [row[0] for row in ask("select rubric_id from lake.rubric order by all")] == ["1467", "2194", "hospital"]


def test_rows_that_cannot_be_read_are_parked_with_their_reason(venues, file, into, place):
    rows = [["T", "", "02/06/2021", "", "", text] for text in ("1=1; 1=0", "1", "một=1", "1=nhiều", "1=-1")]
    rows += [["T", "", "02/06/2021", "", "", ""], ["T", "", "02/06/2021", "", "", "1=1; TP2: 0,5 | 3=không đạt"]]
    (report,) = into(file("a.csv", HEADER, rows)).files
    assert (report.read, report.loaded, report.rejected) == (7, 1, 6)
    warehouse = Warehouse(place)
    with warehouse.office() as con:
        reasons = [row[0] for row in con.execute("select reasons from office.rejected order by row_no").fetchall()]
    warehouse.close()
    assert reasons == ["answers_invalid|answers|"] * 5 + ["score_missing|score|"]


def test_a_rubric_changed_later_changes_no_old_assessment(venues, file, into, ask, monkeypatch, tmp_path):
    folder = tmp_path / "rubrics"
    folder.mkdir()
    old = (rubrics.FOLDER / "2194.toml").read_text("utf-8")
    (folder / "2194.toml").write_text(old)
    monkeypatch.setattr("etl.assess.load_rubrics", lambda: load_rubrics(folder))
    into(file("a.csv", HEADER, [["C", "", "02/06/2021", "20", "", ""]]))
    (folder / "2194.toml").write_text(old.replace("up_to = 30", "up_to = 18"))
    into(file("b.csv", HEADER, [["C", "", "02/06/2021", "20", "", ""], ["C", "", "09/06/2021", "20", "", ""]]))
    assert [row[3:5] for row in said(ask)] == [("thap", "green"), ("trung_binh", "yellow")]
    texts = dict(ask("select version, text from lake.rubric"))
    assert set(texts.values()) == {old, old.replace("up_to = 30", "up_to = 18")}


def test_a_broken_rubric_stops_assessments_with_all_its_faults_and_nothing_else(
    venues, scans, file, into, monkeypatch, tmp_path
):
    (tmp_path / "r").mkdir()
    (tmp_path / "r/x.toml").write_text("")
    monkeypatch.setattr("etl.assess.load_rubrics", lambda: load_rubrics(tmp_path / "r"))
    assert into(scans("s.csv", "08:00 | T | 0912345678 | Vào")).files[0].loaded == 1
    with pytest.raises(RubricsWrong) as caught:
        into(file("a.csv", HEADER, [["C", "", "02/06/2021", "20", "", ""]]))
    said = explain("rubrics_wrong", caught.value.values)
    assert all(f"x.toml: {key}: còn thiếu" in said for key in ("id", "maximum", "period_days"))


@pytest.mark.parametrize("seed", seeds(4))
def test_the_load_judges_as_the_rules_do(seed, venues, file, into, ask):
    draw, rows = random.Random(seed), []
    for number in range(60):
        code, day = draw.choice(list(KINDS)), f"{draw.randrange(1, 29):02d}/0{draw.randrange(1, 10)}/2020"
        answers = "; ".join(f"{n}={draw.choice([0, 1, 1, 1, 2])}" for n in range(1, draw.choice([16, 16, 16, 9])))
        rows.append([code, draw.choice(["", "1203", "1370"]), f"{day} 0{number // 60}:{number % 60:02d}", draw.choice(["", str(draw.randrange(110))]),
                     draw.choice(["An toàn", "Có rủi ro", "Không an toàn"]), draw.choice(["", answers])])  # fmt: skip
    into(file("a.csv", HEADER, rows))
    known = [rubric for rubric, _ in load_rubrics().values()]
    found = ask("select sector, kind, assessed_at::date, score, answers, rubric_id, reached, band, computed, certain, remarks"
                " from lake.assessment join lake.venue using (venue_id)")  # fmt: skip
    assert len(found) == 60
    for sector, kind, day, score, answers, *rest in found:
        rubric = in_force(known, sector or "", kind, "89", day)
        if rubric is None:
            assert rest == [None] * 6
            continue
        told = judge(rubric, read_answers(answers or ""), score)
        band = told.band.code if told.band else None
        assert rest == [rubric.id, told.value, band, told.colour, told.certain, " ".join(told.remarks) or None]


def test_a_lake_of_before_gets_its_new_columns_and_rolls_back_past_them(place, scans, file, into, ask):
    into(scans("s.csv", "08:00 | T | 0912345678 | Vào"))
    into(file("a.csv", HEADER, [["T", "", "02/06/2021", "12", "", ""]]))
    con = Warehouse(place)._con  # as a lake looked before: without the columns and the table
    con.execute("detach lake")
    con.execute(lake._attach_sql(place, read_only=False))
    for column in ("answers", "rubric_id", "rubric_version", "reached", "band", "computed", "certain", "remarks"):
        con.execute(f"alter table lake.assessment drop column {column}")
    con.execute("drop table lake.rubric")
    con.close()
    assert said(ask, "code, score, answers, computed") == [("T", 12.0, None, None)]
    into(file("b.csv", HEADER, [["T", "2194", "03/06/2021", "12", "", ""]]))
    assert said(ask, "code, computed") == [("T", None), ("T", "green")]
    rollback(place, None, by="test")
    assert said(ask, "code, score, computed") == [("T", 12.0, None)]

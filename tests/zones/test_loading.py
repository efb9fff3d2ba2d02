"""Levels of risk through the whole load path: recognised, cleaned with reasons, nothing twice, the newest statement holds."""

from datetime import date

STATED = "select unit_code, tier, valid_from, level, reason, decided_by, spread, adjoining, scattered from lake.zone_level order by number"


def test_communes_and_districts_are_loaded(levels, into, ask):
    path = levels("muc.csv", """
        Long Xuyên | Mỹ Bình | 02/06/2021 | Nguy cơ rất cao | Chùm ca chưa rõ nguồn lây
        An Phú | TT An Phú | 2/6/2021 | Vùng vàng | Ca xâm nhập | BCĐ huyện
        Tịnh Biên | xã An Phú | 02/06/2021 | Chưa rõ | Chờ kết quả
        Huyện An Phú | | 03/06/2021 | | Nhận định của Sở Y tế | Sở Y tế | 5 | Có | Tập trung
        Châu Đốc | | 03/06/2021 | Nguy cơ cao | Giáp biên giới | UBND tỉnh
    """)  # fmt: skip
    (report,) = into(path).files
    assert (report.layout, report.read, report.loaded, report.rejected) == ("zone_level", 5, 5, 0)
    second, third = date(2021, 6, 2), date(2021, 6, 3)
    assert ask(STATED) == [
        ("30280", "commune", second, "very_high", "Chùm ca chưa rõ nguồn lây", None, None, None, None),
        ("30337", "commune", second, "risk", "Ca xâm nhập", "BCĐ huyện", None, None, None),
        ("30514", "commune", second, None, "Chờ kết quả", None, None, None, None),
        ("886", "district", third, None, "Nhận định của Sở Y tế", "Sở Y tế", 5, True, False),
        ("884", "district", third, "high", "Giáp biên giới", "UBND tỉnh", None, None, None),
    ]


def test_a_unit_may_be_given_by_its_code(file, into, ask):
    header = ["Mã đơn vị hành chính", "Áp dụng từ ngày", "Mức nguy cơ", "Lý do", "Ghi nhận lúc"]
    rows = [["30280", "02/06/2021", "Cao", "x", "02/06/2021 07:30:00"], ["30283.0", "02/06/2021", "Cao", "x", ""]]
    (report,) = into(file("a.csv", header, rows)).files
    assert report.loaded == 2
    assert ask("select unit_code, stated_at is not null from lake.zone_level order by number") == [
        ("30280", True),
        ("30283", True),
    ]


def test_every_fault_has_its_reason(levels, into, ask, cleaned):
    good = {"district": "Long Xuyên", "commune": "Mỹ Bình", "date": "02/06/2021", "risk_level": "Cao", "reason": "x"}
    of_district = good | {"commune": None, "decided_by": "UBND"}
    cases = [
        (good, None),
        (good | {"risk_level": "Vùng tím"}, "zone_level_unknown|risk_level|"),
        (good | {"risk_level": None}, "zone_level_missing|risk_level|"),
        (good | {"reason": " "}, "zone_reason_missing|reason|"),
        (good | {"date": "hôm qua"}, "time_invalid|date|"),
        (good | {"date": "02/06/1921"}, "time_too_early|date|"),
        (good | {"date": "02/06/2091"}, "time_in_future|date|"),
        (good | {"stated_at": "sáng"}, "time_invalid|stated_at|"),
        (good | {"commune": "Không Có"}, "commune_unknown|commune|"),
        (good | {"district": "Không Có"}, "district_unknown|district|"),
        (good | {"district": None, "commune": None}, "zone_unit_missing|commune|"),
        (good | {"province": "Kiên Giang"}, "zone_unit_missing|commune|"),
        (good | {"unit_code": "30280"}, None),
        (good | {"unit_code": "30283"}, "zone_unit_contradicts|unit_code|"),
        (good | {"unit_code": "12345"}, "zone_unit_unknown|unit_code|"),
        (good | {"spread": "3"}, "zone_district_only|spread|"),
        (good | {"scattered": "Có"}, "zone_district_only|scattered|"),
        (of_district, None),
        (of_district | {"risk_level": None, "spread": "13", "adjoining": "Không", "scattered": "Rải rác"}, None),
        (of_district | {"decided_by": None}, "zone_decider_missing|decided_by|"),
        (of_district | {"spread": "2,5"}, "number_invalid|spread|"),
        (of_district | {"spread": "14"}, "zone_too_many|spread|"),
        (of_district | {"adjoining": "có lẽ"}, "answer_unknown|adjoining|"),
        ({}, "blank"),
    ]
    found = cleaned("zone_level", [row for row, _ in cases])
    assert [row["reasons"] for row in found] == [reasons for _, reasons in cases]
    assert all(row["raw"] is None for row in found if row["reasons"] is None)


def test_the_same_statement_twice_is_a_duplicate(levels, into, ask):
    text = "Long Xuyên | Mỹ Bình | 02/06/2021 | Nguy cơ cao | Có ca bệnh"
    into(levels("a.csv", text))
    (again,) = into(levels("b.csv", text + "\nLong Xuyên | Mỹ Long | 02/06/2021 | Nguy cơ | Lân cận")).files
    assert (again.read, again.loaded, again.duplicate) == (2, 1, 1)
    assert ask("select count(*) from lake.zone_level") == [(2,)]


def test_a_correction_and_the_correction_of_it(levels, into, ask):
    for number, level in enumerate(["Nguy cơ cao", "Nguy cơ", "Nguy cơ cao"]):
        text = f"Long Xuyên | Mỹ Bình | 02/06/2021 | {level} | Lần {number % 2}"
        (report,) = into(
            levels(f"{number}.csv", text + "\n" * number + f"\nLong Xuyên | Mỹ Long | 0{number + 1}/06/2021 | Cao | x")
        ).files
        assert report.loaded == 2
    assert ask("select number, level from lake.zone_level where unit_code = '30280' order by number") == [
        (1, "high"), (3, "risk"), (5, "high")]  # fmt: skip


def test_of_two_rows_for_one_day_in_one_file_the_later_holds(levels, into, ask):
    (report,) = into(levels("a.csv", """
        Long Xuyên | Mỹ Bình | 02/06/2021 | Nguy cơ cao | x
        Long Xuyên | Mỹ Bình | 02/06/2021 | Nguy cơ | y
    """)).files  # fmt: skip
    assert (report.loaded, report.duplicate) == (1, 1)
    assert ask("select level from lake.zone_level") == [("risk",)]


def test_a_load_of_levels_can_be_undone(levels, into, ask, place):
    from etl.rollback import rollback

    into(levels("a.csv", "Long Xuyên | Mỹ Bình | 02/06/2021 | Nguy cơ cao | x"))
    into(levels("b.csv", "Long Xuyên | Mỹ Bình | 03/06/2021 | Nguy cơ | x"))
    rollback(place, None, by="test")
    assert ask("select valid_from, level from lake.zone_level") == [(date(2021, 6, 2), "high")]

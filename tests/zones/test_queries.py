"""The questions about levels of risk agree with a slow reading of the same rows."""

import random
from datetime import date, datetime, timedelta

import pytest

from queries import zones
from rules.zones import LEVELS
from tests.conftest import SCAN_HEADER, VENUE_HEADER, seeds
from warehouse.reader import Warehouse

WORDS = {"very_high": "Nguy cơ rất cao", "high": "Nguy cơ cao", "risk": "Nguy cơ", "normal": "Bình thường mới", None: "Chưa rõ"}
LONG_XUYEN = ["Mỹ Bình", "Mỹ Long", "Đông Xuyên", "Mỹ Xuyên", "Bình Đức", "Bình Khánh", "Mỹ Phước", "Mỹ Quý", "Mỹ Thới", "Mỹ Thạnh",
              "Mỹ Hòa", "Mỹ Khánh", "Mỹ Hoà Hưng"]  # fmt: skip
NUMBERS = (30280, 30283, 30285, 30286, 30289, 30292, 30295, 30298, 30301, 30304, 30307, 30310, 30313)
CODES = dict(zip(LONG_XUYEN, map(str, NUMBERS), strict=True))
FIRST = date(2021, 6, 1)
JUDGED_HEADER = ["Mã địa điểm", "Ngày đánh giá", "Điểm", "Mức độ an toàn"]
SAID_HEADER = ["Thời gian khai báo", "Điện thoại", "Quận/Huyện", "Phường/Xã", "Dấu hiệu"]
CASE_HEADER = ["Mã bệnh nhân", "Số điện thoại", "Ngày lấy mẫu"]


@pytest.fixture
def store(place):
    """store() opens the warehouse as it is now."""
    opened = []

    def now():
        opened.append(Warehouse(place))
        return opened[-1]

    yield now
    for one in opened:
        one.close()


def line(name, day, level, reason="x"):
    return f"Long Xuyên | {name} | {day:%d/%m/%Y} | {WORDS[level]} | {reason} | Sở Y tế"


@pytest.mark.parametrize("seed", seeds(3))
def test_the_statement_that_holds(seed, levels, into, store):
    draw = random.Random(seed)
    stated = []
    for load in range(3):
        made = [(draw.choice([*LONG_XUYEN[:4], ""]), FIRST + timedelta(draw.randrange(6)), draw.choice(list(WORDS)), f"{load} {n}")
                for n in range(12)]  # fmt: skip
        into(levels(f"{load}.csv", "\n".join(line(*row) for row in made)))
        stated += made
    warehouse = store()
    for day in (FIRST + timedelta(n) for n in range(-1, 8)):
        expected = {}
        for name, since, level, _ in sorted(stated, key=lambda row: row[1]):  # stable: of one day the later stays last
            if since <= day:
                expected[CODES.get(name, "883")] = level
        found = zones.standing(warehouse, day)
        assert dict(zip(found["unit_code"], found["level"], strict=True)) == expected
        assert found["valid_from"].max() <= datetime.combine(day, datetime.min.time()) or found.empty
    history = zones.history(warehouse, CODES[LONG_XUYEN[0]])
    assert history["valid_from"].is_monotonic_decreasing
    assert history["counts"].sum() == history["valid_from"].nunique()


def test_nothing_stated_is_unknown_and_not_green(scans, into, store):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    found = zones.situation(store(), FIRST)
    assert len(found.communes) == 156 and len(found.districts) == 11
    assert found.communes["level"].isna().all() and found.districts["level"].isna().all()
    assert found.districts["unknown"].sum() == 156 and not found.districts["normal"].any()
    assert set(found.districts["lowest"]) == {"normal"} and set(found.districts["highest"]) == {"very_high"}


def test_districts_follow_their_communes_and_a_decision_stands_before(levels, into, store):
    rows = [line(name, FIRST, "very_high" if n < 4 else "normal") for n, name in enumerate(LONG_XUYEN)]
    into(levels("a.csv", "\n".join(rows)))
    into(
        levels("b.csv", f"Long Xuyên | | {FIRST + timedelta(2):%d/%m/%Y} | | Cùng một ổ dịch | Sở Y tế | 2 | Không | Tập trung")
    )
    into(levels("c.csv", f"Long Xuyên | | {FIRST + timedelta(4):%d/%m/%Y} | Nguy cơ | Đã dập dịch | UBND tỉnh"))
    into(levels("d.csv", f"Long Xuyên | | {FIRST + timedelta(6):%d/%m/%Y} | Chưa rõ | Theo xã | UBND tỉnh"))
    warehouse, seen = store(), []
    for after in (-1, 0, 2, 4, 6):
        row = zones.situation(warehouse, FIRST + timedelta(after)).districts.set_index("code").loc["883"]
        seen.append((row["level"], row["lowest"], row["overridden"], row["very_high"], row["reason"]))
    assert seen == [
        (None, "normal", False, 0, None),
        ("very_high", "very_high", False, 4, None),
        ("high", "high", False, 4, "Cùng một ổ dịch"),
        ("risk", "very_high", True, 4, "Đã dập dịch"),
        ("very_high", "very_high", False, 4, "Theo xã"),
    ]


def test_before_the_first_rules_levels_are_shown_and_nothing_is_derived(levels, into, store):
    into(levels("a.csv", line("Mỹ Bình", date(2021, 5, 1), "very_high")))
    found = zones.situation(store(), date(2021, 5, 30))
    assert found.rules is None
    assert found.communes.set_index("code").loc["30280", "level"] == "very_high"
    assert found.districts["level"].isna().all()


def test_three_communes_became_towns_in_2021_and_units_past_the_last_known_stay(scans, into, store):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    assert [len(zones.situation(store(), date(year, 6, 1)).communes) for year in (2020, 2021, 2026)] == [153, 156, 156]


def province(draw, file, into):
    """Random venues, scans, assessments, declarations and cases in one load; returns what a slow reader needs."""
    some_day = lambda: FIRST + timedelta(draw.randrange(20))  # noqa: E731
    venues = {f"V{n}": draw.choice([*LONG_XUYEN[:4], None]) for n in range(12)}
    scans = [(draw.choice([*venues, "LA"]), some_day(), f"09120000{draw.randrange(10, 30)}") for _ in range(80)]
    judged = [(draw.choice(list(venues)), some_day(), n, draw.choice(["Xanh", "Vàng", "Đỏ"])) for n in range(40)]
    said = [(f"09120000{draw.randrange(10, 20)}", some_day(), n, draw.choice(LONG_XUYEN[:4])) for n in range(30)]
    ill = [(f"BN{n}", f"09120000{n + 10}", some_day()) for n in range(14)]
    stamp = lambda day, n: f"{day:%d/%m/%Y} {8 + n // 60:02d}:{n % 60:02d}:00"  # noqa: E731
    into(
        file("v.csv", VENUE_HEADER, [[code, code, "Chợ", name or "", "Long Xuyên"] for code, name in venues.items()]),
        file("s.csv", SCAN_HEADER, [[stamp(day, n), code, phone, "", "Vào"] for n, (code, day, phone) in enumerate(scans)]),
        file("j.csv", JUDGED_HEADER, [[code, stamp(day, n), "50", word] for code, day, n, word in judged]),
        file("d.csv", SAID_HEADER, [[stamp(day, n), phone, "Long Xuyên", name, "Không"] for phone, day, n, name in said]),
        file("c.csv", CASE_HEADER, [[code, phone, f"{day:%d/%m/%Y}"] for code, phone, day in ill]),
    )
    return venues, scans, judged, said, ill


@pytest.mark.parametrize("seed", seeds(3))
def test_what_lies_inside(seed, file, into, store):
    venues, scans, judged, said, ill = province(random.Random(seed), file, into)
    warehouse = store()
    for day in (FIRST + timedelta(n) for n in (0, 9, 19)):
        found = zones.situation(warehouse, day)
        table = found.communes.set_index("name")
        red = {code for code in venues
               if (last := [row for row in judged if row[0] == code and row[1] <= day]) and max(last, key=lambda r: r[1:3])[3] == "Đỏ"}  # fmt: skip
        home = {}
        for phone, on, _, name in sorted(said, key=lambda row: row[1:3]):
            if on <= day:
                home[phone] = name
        recent = [phone for _, phone, on in ill if day - timedelta(13) <= on <= day]
        for name in LONG_XUYEN[:4]:
            own = {code for code, at in venues.items() if at == name}
            row = table.loc[
                next(full for full in table.index if full.endswith(name) and table.loc[full, "district_code"] == "883")
            ]
            assert row["venues"] == len(own)
            assert row["arrivals"] == sum(code in own and day - timedelta(6) <= on <= day for code, on, _ in scans)
            assert row["unsafe"] == len(own & red)
            assert row["cases"] == sum(home.get(phone) == name for phone in recent)
            codes = set(zones.unsafe(warehouse, day, [row["code"]])["code"])
            assert codes == own & red
        assert found.elsewhere["cases"] == sum(phone not in home for phone in recent)
        assert found.elsewhere["venues"] == sum(at is None for at in venues.values())
        district = found.districts.set_index("code").loc["883"]
        assert district["venues"] == len(venues) and district["unsafe"] == len(red)


def test_a_case_known_by_two_numbers_lives_where_either_declared(file, into, store):
    header = [
        "Thời gian khai báo",
        "Họ và tên",
        "Năm sinh",
        "Số CMND/CCCD",
        "Điện thoại",
        "Quận/Huyện",
        "Phường/Xã",
        "Dấu hiệu",
    ]
    into(file("d.csv", header, [["02/06/2021 08:00:00", "Lê Văn An", "1980", "089080000001", "0912345678", "Long Xuyên", "Mỹ Bình", "Không"],
                                ["03/06/2021 08:00:00", "Lê Văn An", "1980", "089080000001", "0987654321", "Long Xuyên", "Mỹ Long", "Không"]]))  # fmt: skip
    into(file("c.csv", ["Mã bệnh nhân", "Số điện thoại", "Ngày lấy mẫu"], [["BN1", "0912345678", "02/06/2021"]]))
    ill = {day: zones.situation(store(), date(2021, 6, day)).communes.set_index("code")["cases"] for day in (2, 3)}
    assert (ill[2]["30280"], ill[3]["30280"], ill[3]["30283"]) == (1, 0, 1)


def test_levels_of_all_districts_come_in_a_fixed_set(levels, into, store):
    into(levels("a.csv", line("Mỹ Bình", FIRST, "very_high")))
    found = zones.situation(store(), FIRST)
    assert set(found.districts["level"].dropna()) <= set(LEVELS)
    assert found.derived.keys() == set(found.districts["code"])


def test_the_newest_day(levels, scans, into, store):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    assert zones.newest(store()) == date(2021, 6, 2)
    into(levels("a.csv", line("Mỹ Bình", date(2021, 6, 5), "high")))
    assert zones.newest(store()) == date(2021, 6, 5)

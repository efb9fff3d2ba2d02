"""The state of sites on a day against a slow oracle; must-stop, still scanned, never assessed, on known files."""

import random
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest

from queries.safety import Sites, history, must_stop, never_assessed, sites, summary, suspicious
from rules.credibility import group_colour
from tests.conftest import VENUE_HEADER, seeds
from warehouse.reader import Warehouse

HEADER = ["Mã địa điểm", "Ngày đánh giá", "Điểm", "Mức độ an toàn"]
WORDS = {"green": "An toàn", "yellow": "Có rủi ro", "red": "Không an toàn", "": "Chưa đánh giá"}
RANK = {"green": 1, "yellow": 2, "red": 3}


@pytest.fixture
def answers(place, file, into):
    """answers(venues, assessments, day, scans): loads and returns what the questions say of the day."""

    def asked(venues, told, day, log=None, **chosen):
        into(file("v.csv", VENUE_HEADER, [[code, f"Điểm {code}", kind, "", where] for code, kind, where in venues]))
        into(file("a.csv", HEADER, [[code, f"{at:%d/%m/%Y %H:%M}", score, WORDS[level]] for code, at, score, level in told]))
        if log:
            into(log)
        store = Warehouse(place)
        return store, Sites(day, **chosen), sites(store, Sites(day, **chosen))

    return asked


def expected(told, code, ends):
    """Of one quán ăn, which no rubric judges: colour, assessments, red since, same since, same times."""
    moments = {}
    for other, at, score, level in told:
        if other == code and at < ends and level:
            moments.setdefault(at, []).append((RANK[level], level, score))
    # of one moment the worst; between equally bad ones nothing that matters here differs but the score
    line = [(at, *sorted(moments[at], key=lambda one: -one[0])[0][1:]) for at in sorted(moments)]
    if not line:
        return (None, 0, None)
    run = []
    for at, level, _ in reversed(line):
        if level != "red":
            break
        run.append(at)
    return (line[-1][1], len(line), min(run) if run else None)


@pytest.mark.parametrize("seed", seeds(6))
def test_the_state_on_any_day_as_the_oracle_has_it(seed, answers):
    draw = random.Random(seed)
    codes = [f"Q{number}" for number in range(6)]
    venues = [(code, "Quán ăn", draw.choice(["An Phú", "Tri Tôn"])) for code in codes]
    told = []
    for _ in range(50):
        at = datetime(2021, 6, 1, 8) + timedelta(hours=draw.randrange(0, 20 * 24, 6))
        told.append(
            (draw.choice(codes[:5]), at, draw.choice(["", "50", "90"]), draw.choice(["green", "yellow", "red", "red", ""]))
        )
    told = [one for one in told if one[2] or one[3]]
    day = date(2021, 6, draw.randrange(1, 22))
    store, asked, found = answers(venues, told, day)
    with closing(store):
        ends = datetime.combine(day + timedelta(days=1), datetime.min.time())
        for row in found.itertuples():
            since = row.red_since.to_pydatetime() if row.red_since == row.red_since else None
            assert (row.colour, row.assessments, since) == expected(told, row.code, ends), row.code
        table = summary(store, asked, "district")
        where = dict.fromkeys(codes)
        where.update({code: {"An Phú": "886", "Tri Tôn": "891"}[district] for code, _, district in venues})
        for row in table.itertuples():
            colours = [expected(told, code, ends)[0] for code in codes if where[code] == row.key]
            counts = [colours.count(colour) for colour in ("green", "yellow", "red", None)]
            assert [row.green, row.yellow, row.red, row.unknown, row.sites] == [*counts, len(colours)]
            assert row.colour == group_colour(*counts)
            assert row.safe_share == counts[0] / len(colours)
        assert table["sites"].sum() == len(codes)


def test_who_must_stop_and_did_not(answers, scans):
    venues = [("A", "Quán ăn", "An Phú"), ("B", "Quán ăn", "An Phú"), ("C", "Quán ăn", "Tri Tôn"), ("D", "Quán ăn", "Tri Tôn")]
    told = [
        ("A", datetime(2021, 6, 1, 8), "90", "green"),
        ("A", datetime(2021, 6, 2, 8), "20", "red"),
        ("A", datetime(2021, 6, 3, 8), "25", "red"),
        ("B", datetime(2021, 6, 2, 12), "20", "red"),
        ("C", datetime(2021, 6, 2, 8), "20", "red"),
        ("C", datetime(2021, 6, 4, 8), "90", "green"),
    ]
    log = scans("s.csv", """
        02/06/2021 07:59:00 | A | 0912345678 | Vào
        02/06/2021 08:00:00 | A | 0912345678 | Ra
        02/06/2021 09:00:00 | A | 0912345671 | Vào
        03/06/2021 10:00:00 | A | 0912345671 | Vào
        04/06/2021 11:00:00 | A | 0912345672 | Vào
        05/06/2021 11:00:00 | A | 0912345673 | Vào
        02/06/2021 11:59:00 | B | 0912345678 | Vào
        04/06/2021 09:00:00 | C | 0912345678 | Vào""")  # fmt: skip
    store, asked, found = answers(venues, told, date(2021, 6, 4), log)
    with closing(store):
        rows = must_stop(store, asked, found)
        shown = [(r.code, r.red_since.to_pydatetime(), r.scans_after, r.people_after, r.days_after) for r in rows.itertuples()]
        assert shown == [
            ("A", datetime(2021, 6, 2, 8), 3, 2, 3),  # since the first red one; the scan of that very moment is not after it
            ("B", datetime(2021, 6, 2, 12), 0, 0, 0),
        ]
        assert rows["last_scan_after"].iloc[0] == datetime(2021, 6, 4, 11)
        assert must_stop(store, Sites(date(2021, 6, 1)), sites(store, Sites(date(2021, 6, 1)))).empty
        assert list(history(store, int(rows["venue_id"].iloc[0]), asked.on)["colour"]) == ["red", "red", "green"]
        narrow = sites(store, Sites(date(2021, 6, 4), ("891",)))
        assert sorted(narrow["code"]) == ["C", "D"]


def test_nothing_is_green_by_default(answers, scans):
    """Sites with scans and no assessment, an unreadable one, one of the future of the day: none is green, nor their district."""
    lines = "\n".join(f"0{1 + n % 9}/06/2021 08:{n % 60:02d}:00 | A | 09123456{n:02d} | Vào" for n in range(40))
    venues = [("A", "Quán ăn", "An Phú"), ("B", "Trường học", "An Phú"), ("C", "Quán ăn", "An Phú")]
    told = [("B", datetime(2021, 6, 2, 8), "99", ""), ("C", datetime(2021, 6, 10, 8), "90", "green")]
    store, asked, found = answers(venues, told, date(2021, 6, 9), scans("s.csv", lines))
    with closing(store):
        assert found["colour"].tolist() == [None, None, None]
        assert summary(store, asked, "district")["colour"].tolist() == [None]
        assert summary(store, asked, "kind")["safe_share"].tolist() == [0, 0]
        assert never_assessed(found)["code"].tolist() == ["A"]
        assert suspicious(found).empty
        later = sites(store, Sites(date(2021, 6, 18)))
        assert dict(zip(later["code"], later["doubts"], strict=True))["C"] == ("stale",)

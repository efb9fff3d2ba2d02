"""Whole loads: the same answer however the files come, every row accounted for, nothing twice."""

import random

import pytest

from tests import oracle
from tests.conftest import SCAN_HEADER, seeds
from warehouse.reader import Warehouse

PEOPLE = [f"09120000{number:02d}" for number in range(8)]


def random_log(seed, days=6, count=160):
    draw = random.Random(seed)
    rows = []
    for _ in range(count):
        second = draw.choice([draw.randrange(days * 86_400), draw.randrange(days) * 86_400 + draw.randrange(900)])
        rows.append((draw.choice(PEOPLE), f"V{draw.randrange(4)}", second, draw.random() < 0.5))
    return rows + draw.sample(rows, 10)


def as_rows(log):
    stamp = lambda t: f"{1 + t // 86_400:02d}/06/2021 {t // 3600 % 24:02d}:{t // 60 % 60:02d}:{t % 60:02d}"  # noqa: E731
    return [[stamp(t), venue, phone, "", "Vào" if is_in else "Ra"] for phone, venue, t, is_in in log]


def visits_of(place):
    """The lake's visits as (phone, code, in, out, next, prev) in seconds of June 2021; both orders must agree."""
    warehouse = Warehouse(place)
    try:
        with warehouse.people() as con:
            phone = dict(con.execute("select person_id, '0' || substr(phone, 4) from people.person").fetchall())
        second = "(epoch({0}) - epoch(timestamp '2021-06-01'))::bigint"
        columns = ", ".join(second.format(name) for name in ("in_at", "out_at", "next_at", "prev_at"))
        found = [
            warehouse._con.execute(
                f"select person_id, v.code, {columns} from lake.{table} join lake.venue v using (venue_id)"
            ).fetchall()
            for table in ("visit_by_person", "visit_by_venue")
        ]
        assert sorted(map(str, found[0])) == sorted(map(str, found[1]))
        return {(phone[person], *rest) for person, *rest in found[0]}
    finally:
        warehouse.close()


@pytest.mark.parametrize("seed", seeds(6))
def test_in_pieces_and_in_any_order_as_at_once(seed, file, into, place):
    log = random_log(seed)
    pieces = [log[:60], log[60:61], log[61:120], log[120:]]
    random.Random(seed).shuffle(pieces)
    for number, piece in enumerate(pieces):
        (report,) = into(file(f"{number}.csv", SCAN_HEADER, as_rows(piece))).files
        assert report.read == len(piece) == report.loaded + report.duplicate + report.rejected
    assert visits_of(place) == oracle.visits(log)


def test_the_same_file_twice_changes_nothing(scans, into, ask):
    path = scans("a.csv", "08:00 | A | 0912345678 | Vào\n09:00 | A | 0912345678 | Ra")
    first, second = into(path), into(path)
    assert (first.files[0].loaded, second.files[0].known, second.published) == (2, True, False)
    assert ask("select count(*), (select count(*) from lake.load_file) from lake.scan") == [(2, 1)]


def test_overlapping_exports_count_the_overlap_as_duplicates(scans, into, ask):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào\n09:00 | A | 0912345678 | Ra"))
    (report,) = into(
        scans("b.csv", "09:00 | a | 84912345678 | Ra\n10:00 | B | 0912345678 | Vào\n10:00 | B | 0912345678 | Vào")
    ).files
    assert (report.read, report.loaded, report.duplicate, report.rejected) == (3, 1, 2, 0)
    assert ask("select count(*) from lake.scan") == [(3,)]


def test_late_rows_land_on_their_day_and_mend_its_visits(scans, into, ask):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào\n05/06/2021 08:00 | A | 0912345678 | Vào"))
    into(scans("late.csv", "09:00 | A | 0912345678 | Ra"))
    assert ask(
        "select day::varchar, strftime(in_at, '%H:%M'), strftime(out_at, '%H:%M') from lake.visit_by_venue order by day"
    ) == [
        ("2021-06-02", "08:00", "09:00"),
        ("2021-06-05", "08:00", None),
    ]
    assert ask("select day::varchar, arrivals, departures, complete from lake.venue_day order by day") == [
        ("2021-06-02", 1, 1, 1),
        ("2021-06-05", 1, 0, 0),
    ]


def test_a_code_scanned_before_it_is_registered_becomes_that_venue(scans, file, into, ask):
    into(scans("a.csv", "08:00 | CU-1 | 0912345678 | Vào\n09:00 | MOI-1 | 0912345678 | Ra"))
    assert ask("select count(*) from lake.venue where not registered") == [(2,)]
    header = ["Mã địa điểm", "Tên địa điểm", "Loại hình", "Xã/Phường", "Quận/Huyện", "Mã cũ"]
    into(file("venues.csv", header, [["MOI-1", "Chợ Mỹ Bình", "Chợ", "Phường Mỹ Bình", "Long Xuyên", "CU-1"]]))
    assert ask("select code, name, kind, commune_code, registered from lake.venue") == [
        ("MOI-1", "Chợ Mỹ Bình", "cho", "30280", True)
    ]
    assert ask("select strftime(in_at, '%H:%M'), strftime(out_at, '%H:%M') from lake.visit_by_person") == [("08:00", "09:00")]
    assert ask("select count(distinct venue_id) from lake.scan") == [(1,)]


def test_a_visit_in_one_row_is_one_row_and_two_scans(file, into, ask):
    header = ["Họ tên hành khách", "Điện thoại", "Tên địa điểm", "Giờ vào", "Giờ ra"]
    rows = [["Lê An", "0912345678", "Bến xe Châu Đốc", "02/06/2021 08:00", "02/06/2021 09:00"]]
    (report,) = into(file("hanh_khach.csv", header, rows)).files
    assert (report.layout, report.read, report.loaded) == ("visit_hanhkhach", 1, 1)
    assert ask("select count(*) from lake.scan") == [(2,)]
    assert ask("select name from lake.venue") == [("Bến xe Châu Đốc",)]


def test_people_on_one_phone_are_told_apart_when_declared_for(file, into, ask):
    header = [*SCAN_HEADER, "Khai hộ"]
    rows = [[f"02/06/2021 08:0{n}:00", "A", "0912345678", name, "Vào", other] for n, (name, other) in enumerate(
        [("Lê An", "Không"), ("Lê Bé", "Có"), ("LÊ  BÉ", "Có"), ("Lê Cu", "Có")])]  # fmt: skip
    into(file("a.csv", header, rows))
    assert ask("select count(distinct person_id) from lake.scan") == [(3,)]


def test_rejected_rows_come_back_are_mended_and_load(file, into, ask, place):
    from etl.rejects import REASON, ROW, rejects_of, write_rejects

    good = ["02/06/2021 08:00:00", "A", "0912345678", "Lê An", "Vào"]
    bad = ["31/02/2021 08:00:00", "A", "113", "Lê Bé", "Vào"]
    (report,) = into(file("a.csv", ["STT", *SCAN_HEADER], [["1", *good], ["2", *bad]])).files
    assert (report.loaded, report.rejected) == (1, 1)
    warehouse = Warehouse(place)
    found = rejects_of(warehouse, report.file_id)
    warehouse.close()
    assert found.headers == ["STT", *SCAN_HEADER, ROW, REASON]
    assert found.rows == [["2", *bad, "3", (
        "Thời gian: không đọc được ngày giờ; ghi theo dạng 02/06/2021 08:30:00. "
        "Số điện thoại: số tổng đài hoặc số khẩn cấp, không phải số của một người.")]]  # fmt: skip
    found.rows[0][1], found.rows[0][3], found.rows[0][4] = "28/02/2021 08:00:00", "0987654321", "=Lê\x01 Bé"
    for name in ("mended.csv", "mended.xlsx"):
        write_rejects(found, place.root / name)
        (again,) = into(place.root / name).files
        assert (again.read, again.loaded + again.duplicate, again.rejected) == (1, 1, 0)
    assert ask("select count(*) from lake.scan") == [(2,)]


def test_an_empty_file_and_a_stranger_are_refused_with_a_reason(file, into, tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    report = into(tmp_path / "empty.csv", file("x.csv", ["a", "b"], [["1", "2"]]), tmp_path / "absent.csv")
    assert [(r.name, r.code) for r in report.refused] == [
        ("empty.csv", "empty"),
        ("x.csv", "header_not_found"),
        ("absent.csv", "not_found"),
    ]
    assert not report.published


def test_a_load_whose_check_fails_is_not_published(scans, into, ask, monkeypatch):
    from etl import checks
    from warehouse.errors import ChecksFailed

    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    real = checks.ask
    monkeypatch.setattr(
        checks, "ask", lambda con, name, *rest: checks.Outcome(name, 1) if name == "scan_twice" else real(con, name, *rest)
    )
    with pytest.raises(ChecksFailed, match="checks_failed"):
        into(scans("b.csv", "09:00 | A | 0912345678 | Ra"))
    assert ask("select count(*), (select count(*) from lake.load_file) from lake.scan") == [(1, 1)]


def test_rollback_undoes_the_newest_load_and_it_can_come_again(scans, into, ask, place):
    from etl.rollback import rollback

    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    before = [
        ask(f"select * from lake.{table} order by all")
        for table in ("scan", "visit_by_person", "venue_day", "venue", "load_file")
    ]
    late = scans("b.csv", "09:00 | A | 0912345678 | Ra\n10:00 | B | 0987654321 | Vào")
    into(late)
    assert rollback(place, None, by="test") == 2
    after = [
        ask(f"select * from lake.{table} order by all")
        for table in ("scan", "visit_by_person", "venue_day", "venue", "load_file")
    ]
    assert before == after
    assert into(late).files[0].loaded == 2
    assert ask("select strftime(out_at, '%H:%M') from lake.visit_by_person where out_at is not null") == [("09:00",)]

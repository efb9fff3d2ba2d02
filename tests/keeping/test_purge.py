"""A purge removes what is past its period from every byte of the data folder, and nothing else."""

import random
import shutil
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from access.view_log import Purpose
from casework.lists import ask as ask_list
from casework.lists import keep, lists
from etl import checks
from keeping.purge import purge
from queries.tracing import ContactQuestion, Window
from rules.keeping import first_kept
from tests.keeping.bytes import aged, day, log, where
from tests.spec import tables_of
from warehouse.errors import LoaderBusy, PeopleKeyError, SettingsError
from warehouse.lock import only_loader
from warehouse.place import REPOSITORY
from warehouse.reader import Warehouse
from warehouse.settings import load_settings
from warehouse.stores import PEOPLE as store

table = tables_of("keeping")
OLD = {"0912000001": "Lê Văn Cũ", "0912000002": "Trần Thị Xưa"}
BOTH = {"0933000001": "Phan Văn Đây"}
NEW = {"0987000001": "Võ Thị Nay", "0987000002": "Đỗ Văn Mới"}
CASE_HEADER = ["Mã ca", "Số điện thoại", "Họ tên", "Ngày khởi phát"]


@pytest.mark.parametrize("row", table(1), ids=" ".join)
def test_the_first_day_kept(row):
    read = lambda text: datetime.strptime(text, "%d/%m/%Y").date()  # noqa: E731
    today, days, of, expected = row
    assert ("kept" if read(of) >= first_kept(read(today), int(days)) else "removed") == expected


def test_the_table_of_periods_is_that_of_the_settings(place):
    settings = load_settings(place)
    assert {name: int(days) for name, days, *_ in table(2)} == {
        f"`{name}`": getattr(settings, name) for name in vars(settings) if name.startswith("keep_") and "snapshots" not in name
    }


@pytest.fixture
def filled(place, into, write, once):
    """Days 40 and 3 days ago, a rejected row in each; the old file and its load are 40 days old too."""

    def build():
        old = write("old.csv", [*log(day(40), OLD | BOTH), ["không rõ", "A", "0912000001", "Lê Văn Cũ", "Vào"]])
        new = write("new.csv", [*log(day(3), NEW | BOTH), ["không rõ", "A", "0987000001", "Võ Thị Nay", "Vào"]])
        into(old)
        into(new)
        aged(place, 40, old)

    return once(build)


def green(place):
    return not [outcome for outcome in checks.ask_all(place) if outcome.faults]


def test_nothing_is_left_of_the_old_day_and_all_of_the_new(filled, place, ask, people):
    before = ask("select * from lake.day_total order by all"), ask("select * from lake.venue_hour order by all")
    reader = Warehouse(place)
    assert where(place, "0912000001", "+84912000001", "912000001", "Trần Thị Xưa")
    found = purge(place, day(0), by="test")
    assert found.removed == {
        "scan": 6, "visit": 3, "declaration": 0, "case": 0, "list": 0, "rejected": 1, "person": 2, "inbox": 1,
    }  # fmt: skip
    for phone, name in OLD.items():
        assert where(place, phone, phone[1:], name) == []
    assert where(place, "0933000001"[1:]) != []
    assert not list(place.files.rglob(f"main/scan/day={day(40)}/*")) and list(place.files.rglob(f"main/scan/day={day(3)}/*"))
    for path in place.files.rglob("*.parquet"):
        with duckdb.connect() as con:
            columns = con.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
            if {"person_id", "day"} <= {name for name, *_ in columns}:
                assert con.execute("select min(day) from read_parquet(?)", [str(path)]).fetchall() == [(day(3),)]
    assert (ask("select * from lake.day_total order by all"), ask("select * from lake.venue_hour order by all")) == before
    assert ask("select count(*) from lake.scan") == [(6,)] and ask("select count(*) from lake.visit_by_venue") == [(3,)]
    assert sorted(people("select phone from people.person")) == [(f"+84{n[1:]}",) for n in sorted(NEW | BOTH)]
    assert ask("select kind, kept_from, removed, purged_by from lake.purge order by all") == [
        ("inbox", day(30), 1, "test"), ("person", day(30), 2, "test"), ("rejected", day(30), 1, "test"),
        ("scan", day(30), 6, "test"), ("visit", day(30), 3, "test"),
    ]  # fmt: skip
    assert green(place)
    assert reader.query("queries/sql/ledger/status")["visits"].tolist() == [3]  # open all the while
    reader.close()


def test_the_second_run_removes_nothing(filled, place, ask):
    purge(place, day(0), by="test")
    once = ask("select * from lake.purge order by all")
    assert not any(purge(place, day(0), by="test").removed.values())
    assert ask("select * from lake.purge order by all") == once


def test_a_dry_run_says_the_same_and_changes_nothing(filled, place):
    before = {path: path.read_bytes() for path in place.files.rglob("*.parquet")}
    said = purge(place, day(0), by="test", dry_run=True)
    assert {path: path.read_bytes() for path in place.files.rglob("*.parquet")} == before and (place.inbox / "old.csv").exists()
    done = purge(place, day(0), by="test")
    assert (done.removed, done.files) == (said.removed, said.files)


def test_newer_files_load_and_old_rows_do_not_come_back(filled, place, into, write, ask, people):
    purge(place, day(0), by="test")
    late = write("late.csv", [*log(day(40), OLD | {"0944000004": "Mai Văn Muộn"}), *log(day(2), NEW)])
    (report,) = into(late).files
    assert (report.read, report.loaded, report.rejected, report.withheld) == (10, 4, 6, 6)
    assert ask("select count(*) from lake.scan where day < ?", [day(30)]) == [(0,)]
    assert people("select distinct reasons, raw from people.rejected where file_id = ?", [report.file_id]) == [
        ("past_keeping|at|", "")
    ]
    late.unlink()
    assert where(place, "944000004", "Mai Văn Muộn", "912000001") == []
    (again,) = into(write("all old.csv", log(day(41), OLD))).files
    assert (again.loaded, again.withheld) == (0, 4)
    assert ask("select scans from lake.day_total where day = ?", [day(40)]) == [(6,)]
    assert green(place)


@pytest.mark.slow
def test_a_visit_of_a_passenger_list_and_a_declaration_do_not_come_back(filled, place, into, write):
    purge(place, day(0), by="test")
    header = ["Họ tên hành khách", "Điện thoại", "Tên địa điểm", "Giờ vào", "Giờ ra"]
    span = [f"{day(31):%d/%m/%Y} 23:50", f"{day(30):%d/%m/%Y} 00:10"]
    (visit,) = into(write("v.csv", [["Lê An", "0912000001", "Bến xe", *span]], header)).files
    assert (visit.source, visit.loaded, visit.withheld) == ("visit", 0, 1)
    header = ["createdAt", "fullName", "phone", "showSignal"]
    (said,) = into(write("d.csv", [[f"{day(31):%d/%m/%Y} 08:00", "Lê An", "0912000001", "0"]], header)).files
    assert (said.source, said.loaded, said.withheld) == ("declaration", 0, 1)


def test_cases_and_lists_keep_who_is_in_them_until_their_own_time_is_over(filled, place, into, write, people, ask):
    (place.root / "settings.toml").write_text("keep_cases_days = 60\nkeep_lists_days = 60\n")
    case = write("cases.csv", [["BN-1", "0912000001", "Lê Văn Cũ", f"{day(39):%d/%m/%Y}"]], CASE_HEADER)
    into(case)
    warehouse = Warehouse(place)
    (person,) = ask("select person_id from lake.case_record")[0]
    asked = ask_list(warehouse, ContactQuestion((Window(person, day(41), day(39)),), 15, "probable"))
    kept = keep(warehouse, asked, Purpose("12/HS", "truy vết"), "test")
    warehouse.close()
    assert kept.rows == 2
    aged(place, 50, case)
    assert purge(place, day(0), by="test").removed["person"] == 0
    assert ask("select count(*) from lake.scan where day = ?", [day(40)]) == [(0,)]
    aged(place, 20, case)
    assert purge(place, day(0), by="test").removed["case"] == 1
    assert people("select count(*) from people.person") == [(5,)]
    place_people = f"update people.saved_list set made_at = made_at - interval 70 day where list_id = '{kept.list_id}'"
    warehouse = Warehouse(place)
    with warehouse.people(write=True) as con:
        con.execute(place_people)
    warehouse.close()
    removed = purge(place, day(0), by="test").removed
    assert (removed["list"], removed["person"]) == (1, 2)
    warehouse = Warehouse(place)
    assert lists(warehouse) == []
    warehouse.close()
    assert people("select count(*) from people.saved_row") == [(0,)] and green(place)
    assert where(place, "912000001", "Trần Thị Xưa") == []


def test_nought_keeps_until_erased(filled, place, people):
    (place.root / "settings.toml").write_text("keep_visits_days = 0\nkeep_rejected_days = 0\nkeep_inbox_days = 0\n")
    assert not any(purge(place, day(0), by="test").removed.values())
    assert people("select count(*) from people.person") == [(5,)]


@pytest.mark.parametrize("days", [-1, 36_501])
def test_a_period_that_is_none_is_refused(place, days):
    place.root.mkdir(parents=True)
    (place.root / "settings.toml").write_text(f"keep_visits_days = {days}\n")
    with pytest.raises(SettingsError, match=str(days)):
        load_settings(place)


def test_files_of_the_inbox_that_were_never_loaded_stay_and_are_named(filled, place, write):
    stranger = write("never.csv", log(day(40), OLD))
    packed = shutil.make_archive(str(place.inbox / "packed"), "zip", place.inbox, "old.csv")
    aged(place, 40, stranger, Path(packed))
    found = purge(place, day(0), by="test")
    assert [path.name for path in found.strangers] == ["never.csv"]
    assert sorted(path.name for path in found.files) == ["old.csv", "packed.zip"]
    assert sorted(path.name for path in place.inbox.iterdir()) == ["never.csv", "new.csv"]


@pytest.mark.slow
def test_holders_of_cards_stay_as_long_as_their_list(filled, place, into, write, people):
    cards = write(
        "cards.csv", [["VAORA:1:P:0123456789ABCDEF", "Bà Thẻ", "0955000005"]], ["Nội dung mã thẻ", "Họ tên", "Số điện thoại"]
    )
    assert into(cards).files[0].source == "card"
    assert purge(place, day(0), by="test").removed["person"] == 2
    aged(place, 400, cards)
    assert purge(place, day(0), by="test").removed["person"] == 1
    assert people("select count(*) from people.card_holder") == [(0,)] and where(place, "955000005") == []


@pytest.mark.slow
def test_counts_of_a_purged_day_follow_a_venue_that_turns_out_to_be_another(filled, place, into, write, ask):
    purge(place, day(0), by="test")
    before = ask("select day, scans, people from lake.venue_day order by all")
    header = ["Mã địa điểm", "Tên địa điểm", "Loại hình", "Xã/Phường", "Quận/Huyện", "Mã cũ"]
    into(write("venues.csv", [["MOI-1", "Chợ Mỹ Bình", "Chợ", "Phường Mỹ Bình", "Long Xuyên", "A"]], header))
    ((venue,),) = ask("select venue_id from lake.venue")
    for rollup in ("venue_day", "venue_hour"):
        assert ask(f"select distinct venue_id from lake.{rollup}") == [(venue,)]
    assert ask("select day, scans, people from lake.venue_day order by all") == before and green(place)


def test_what_was_left_by_killed_programs_goes_after_a_day(filled, place, monkeypatch):
    left = place.work / "upload-x" / "a.csv"
    left.parent.mkdir()
    left.write_text("0912000001", "utf-8")
    purge(place, day(0), by="test")
    assert where(place, "0912000001") == [left.relative_to(place.root).as_posix()]
    monkeypatch.setattr("keeping.purge.LEFTOVER_SECONDS", -1)
    purge(place, day(0), by="test")
    assert where(place, "0912000001") == []


def test_a_visit_kept_forgets_the_scan_that_is_not(place, into, write, ask):
    out = [[f"{day(30):%d/%m/%Y} 00:30:00", "A", "0912000001", "", "Ra"]]
    into(write("a.csv", [[f"{day(31):%d/%m/%Y} 23:50:00", "B", "0912000001", "", "Vào"], *out]))
    assert ask("select prev_at is null from lake.visit_by_person where in_at is null") == [(False,)]
    purge(place, day(0), by="test")
    for way in ("person", "venue"):
        assert ask(f"select day, in_at, prev_at from lake.visit_by_{way}") == [(day(30), None, None)]
    assert green(place)


def test_without_the_right_key_nothing_is_removed(filled, place, ask, monkeypatch):
    monkeypatch.setenv(store.key_variable, "0" * 64)
    with pytest.raises(PeopleKeyError):
        purge(place, day(0), by="test")
    monkeypatch.delenv(store.key_variable)
    assert ask("select count(*) from lake.scan where day = ?", [day(40)]) == [(6,)]


def test_it_waits_for_the_loader(filled, place):
    (place.root / "settings.toml").write_text("loader_wait_seconds = 0\n")
    with only_loader(place, 0), pytest.raises(LoaderBusy):
        purge(place, day(0), by="test")


@pytest.mark.slow
def test_killed_at_random_points_and_finished_by_the_next(filled, place, tmp_path, ask):
    draw, killed, whole = random.Random(3), 0, tmp_path / "whole"
    shutil.copytree(place.root, whole)
    command = [sys.executable, "-m", "tests.keeping.killed_purge", place.root]
    began = time.monotonic()
    subprocess.run(command, cwd=REPOSITORY, check=True)
    takes = time.monotonic() - began
    for number in range(6):
        shutil.rmtree(place.root)
        shutil.copytree(whole, place.root)
        process = subprocess.Popen(command, cwd=REPOSITORY)
        time.sleep(takes * draw.uniform(0.4, 0.98))
        process.kill()
        killed += process.wait() != 0
        assert ask("select count(*) from lake.scan where day = ?", [day(3)]) == [(6,)]
        purge(place, day(0), by="test")
        assert where(place, "912000001", "Lê Văn Cũ", "912000002", "Trần Thị Xưa") == [], number
        assert green(place) and not list(place.warehouse.glob("people.next*"))
    assert killed >= 3


def test_on_the_command_line(filled, vaora, place):
    done = vaora("purge", "--today", f"{day(-1):%d/%m/%Y}")
    assert (done.returncode, "ngày ở tương lai" in done.stderr) == (2, True)
    done = vaora("purge", "--dry-run", VAORA_LANGUAGE="en")
    assert (done.returncode, "Would be removed" in done.stdout, "File inbox/old.csv" in done.stdout) == (0, True, True)
    done = vaora("purge")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{day(30):%d/%m/%Y}" in done.stdout and "Tệp inbox/old.csv: đã nạp, hết thời hạn lưu giữ." in done.stdout
    assert not any(phone[1:] in done.stdout or name in done.stdout for phone, name in OLD.items())
    assert vaora("check").returncode == 0
    assert vaora("purge", "--data", place.root / "none").returncode == 12

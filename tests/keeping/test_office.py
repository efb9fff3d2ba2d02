"""Officials in a store of their own: a folder of the earlier version is parted once, safely; each store has its key."""

from contextlib import closing

import pytest

import warehouse.stores as stores
from etl.pipeline import load
from etl.sources import OF_CITIZENS
from tests.keeping.bytes import day, log
from tests.keeping.conftest import *  # noqa: F403
from warehouse.engine import connect
from warehouse.errors import NotAllowed, OfficeKeyError
from warehouse.reader import Warehouse
from warehouse.stores import OFFICE, PEOPLE

LIST = ["Mã đơn vị", "Cơ quan, đơn vị", "Họ và tên", "Chức vụ", "Số điện thoại", "Email", "Ngày báo cáo", "Thôi làm đầu mối"]
HEAD = ["SYT", "Sở Y tế", "Lê Văn Đầu", "Chuyên viên", "0912345678", "dau@vidu.example", "03/06/2021", ""]
ROUND = (1, "SYT", 1, "2021-06-09", "no_scan", "", "An", "2021-06-09 08:00:00", None)
OLD = """
create table people.administrator (
    agency_code varchar, venue_code varchar, name varchar, position varchar, phone varchar, email varchar, file_id varchar,
    number bigint, stated_at date, ended boolean
);
create table people.reminder (
    number bigint primary key, agency_code varchar, round integer, day date, reasons varchar, note varchar, made_by varchar,
    made_at timestamp, withdraws bigint
);
"""


@pytest.fixture
def earlier(place, into, write):
    """A folder as the earlier version left it: administrators and reminders among the citizens."""
    into(write("a.csv", log(day(2), {"0912000001": "Lê Văn An"})), write("d.csv", [HEAD], LIST))
    with closing(connect(memory="200MB", threads=1, temp=place.work / "old")) as con:
        with OFFICE.attached(con, place, write=True):
            told = con.execute("select * from office.administrator").fetchall()
        with PEOPLE.attached(con, place, write=True):
            con.execute(OLD)
            con.executemany("insert into people.administrator values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", told)
            con.execute("insert into people.reminder values (?, ?, ?, ?, ?, ?, ?, ?, ?)", ROUND)
            con.execute("insert into people.erased values ('mark', now()::timestamp)")
    OFFICE.path(place).unlink()
    OFFICE.key_file(place).unlink()
    return place


def held(place):
    """Names of administrators and number of reminders in the store of officials; what of them is left in the people store."""
    with closing(Warehouse(place)) as store:
        with store.office() as con:
            found = con.execute("select name from office.administrator").fetchall()
            rounds = con.execute("select count(*) from office.reminder").fetchall()
            erased = con.execute("select mark, (select value from office.secret) from office.erased").fetchall()
        with store.people() as con:
            left = [name for name in stores._tables(con, "people") if name in stores.OFFICIALS]
            assert erased == [("mark", PEOPLE.secret(con))]
    return found, rounds, left


WHOLE = ([("Lê Văn Đầu",)], [(1,)], [])


class Killed(BaseException):
    """The process ends here."""


def test_a_folder_of_the_earlier_version_is_parted_once_whenever_it_is_killed(earlier, monkeypatch):
    def kill(*_):
        raise Killed

    following = earlier.warehouse / "office.next.duckdb"
    kills = {
        "copying": ("_prepare", kill),
        "renaming": ("durable", lambda path: kill() if path == following else None),
        "dropping": ("durable", lambda path: kill() if path == earlier.warehouse else None),
    }
    for at, (name, killed) in kills.items():
        with monkeypatch.context() as patch, closing(connect(memory="200MB", threads=1, temp=earlier.work / at)) as con:
            patch.setattr(stores, name, killed)
            with pytest.raises(Killed), OFFICE.attached(con, earlier):
                pass
        assert OFFICE.path(earlier).exists() == (at == "dropping")
    assert held(earlier) == WHOLE
    assert held(earlier) == WHOLE and not list(earlier.warehouse.glob("*next*"))


def test_a_load_of_officials_needs_no_key_of_the_people_store(place, into, write):
    into(write("a.csv", log(day(2), {"0912000001": "Lê Văn An"})))
    PEOPLE.key_file(place).write_text("no key")
    account = into(write("d.csv", [HEAD], LIST)).files[0]
    assert (account.loaded, account.rejected) == (1, 0)
    OFFICE.key_file(place).write_text("no key")
    with pytest.raises(OfficeKeyError):
        into(write("e.csv", [[*HEAD[:2], "Lê Thị Hai", *HEAD[3:]]], LIST))


def test_who_may_load_no_citizens_loads_none(place, into, write):
    into(write("d.csv", [HEAD], LIST))
    path = write("a.csv", log(day(2), {"0912000001": "Lê Văn An"}))
    with pytest.raises(NotAllowed):
        load(place, [path], by="test", progress=lambda *_: None, citizens=False)
    assert into(path).files[0].loaded == 2 and set(OF_CITIZENS) == {"scan", "visit", "declaration", "card", "case"}

"""The key of the people store: changed, killed in the change, absent, malformed, wrong."""

import random
import subprocess
import sys
import time

import pytest

from keeping.key import rotate
from tests.conftest import THOROUGH
from tests.keeping.bytes import day, log
from warehouse.engine import connect
from warehouse.errors import PeopleKeyError
from warehouse.place import REPOSITORY
from warehouse.stores import PEOPLE as store

WHO = {"0912000001": "Lê Văn An", "0912000002": "Trần Thị Bé"}


@pytest.fixture
def filled(place, into, write, once):
    def build():
        into(write("a.csv", log(day(2), WHO)))

    return once(build)


def key_of(place):
    return store.key_file(place).read_text().strip()


def opens(place, key, monkeypatch):
    monkeypatch.setenv(store.key_variable, key)
    con = connect(memory="200MB", threads=1, temp=place.work / "opens")
    try:
        with store.attached(con, place):
            return True
    except PeopleKeyError:
        return False
    finally:
        monkeypatch.delenv(store.key_variable)
        con.close()


def test_the_new_key_opens_and_the_old_one_nothing(filled, place, people, into, write, monkeypatch):
    old, before = key_of(place), people("select * from people.person order by all")
    rotate(place)
    new = key_of(place)
    assert new != old and opens(place, new, monkeypatch) and not opens(place, old, monkeypatch)
    assert people("select * from people.person order by all") == before
    assert oct(store.key_file(place).stat().st_mode)[-3:] == "600"
    assert sorted(path.name for path in place.secret.iterdir()) == ["office.key", "people.key"] and not list(
        place.warehouse.glob("*next*")
    )
    assert into(write("b.csv", log(day(1), WHO))).files[0].loaded == 4
    assert people("select person_id from people.person order by all") == [row[:1] for row in before]


def test_a_change_killed_after_the_store_was_replaced_is_ended_by_the_next_writer(filled, place, people, monkeypatch):
    old = key_of(place)
    rotate(place)
    new = key_of(place)
    store.key_file(place).write_text(old + "\n")
    store.next_key_file(place).write_text(new + "\n")
    con = connect(memory="200MB", threads=1, temp=place.work / "opens")
    with store.attached(con, place):
        assert con.execute("select count(*) from people.person").fetchall() == [(2,)]
    assert key_of(place) == old
    with store.attached(con, place, write=True):
        pass
    con.close()
    assert key_of(place) == new and not store.next_key_file(place).exists()


@pytest.mark.parametrize("after", ["half a k", *(["", "0" * 64] if THOROUGH else [])])
def test_a_key_that_was_written_but_never_used_is_in_nobodys_way(filled, place, people, after):
    store.next_key_file(place).write_text(after)
    assert people("select count(*) from people.person") == [(2,)]
    rotate(place)
    assert people("select count(*) from people.person") == [(2,)]


@pytest.mark.slow
def test_killed_at_random_points_it_opens_with_a_key_that_is_on_disk(filled, place, people):
    before, draw, killed = people("select * from people.person order by all"), random.Random(5), 0
    command = [sys.executable, "-m", "tests.keeping.killed_rotate", place.root]
    began = time.monotonic()
    subprocess.run(command, cwd=REPOSITORY, check=True)
    takes = time.monotonic() - began
    for number in range(10):
        process = subprocess.Popen(command, cwd=REPOSITORY)
        time.sleep(takes * draw.uniform(0.6, 0.98))
        process.kill()
        killed += process.wait() != 0
        assert people("select * from people.person order by all") == before, number
    assert killed >= 4
    rotate(place)
    assert people("select * from people.person order by all") == before


def test_a_key_in_the_environment_is_changed_where_it_comes_from(filled, vaora, place):
    key = key_of(place)
    done = vaora("key", "rotate", VAORA_PEOPLE_KEY=key)
    assert (done.returncode, "VAORA_PEOPLE_KEY_FILE" in done.stderr, key in done.stdout + done.stderr) == (30, True, False)
    done = vaora("key", "rotate", VAORA_LANGUAGE="en")
    assert (done.returncode, "the old key no longer opens it" in done.stdout, key_of(place) in done.stdout) == (0, True, False)
    assert key_of(place) != key


@pytest.mark.parametrize(
    "text", [None, "0" * 64, "khoá có dấu", *(["", "zz", "A" * 64, "a" * 63, "'; select 1; --" + "a" * 49] if THOROUGH else [])]
)
def test_without_the_right_key_everything_says_so_and_never_the_key(filled, vaora, place, text):
    path = store.key_file(place)
    path.unlink() if text is None else path.write_text(text, "utf-8")
    for command in (("key", "rotate"), ("check",), ("purge",)):
        done = vaora(*command)
        assert done.returncode == 14, done.stderr
        assert done.stderr.startswith("Không mở được kho thông tin cá nhân: thiếu khoá hoặc khoá không đúng.")
        assert not text or text not in done.stdout + done.stderr
    assert not store.next_key_file(place).exists()

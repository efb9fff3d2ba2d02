"""Accounts on the command line, a store made before there were other ways in, and what stands locked in it."""

import re
import sqlite3

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

from access import accounts, sessions
from access.keys import locked, unlocked
from commands.account import group
from tests.access.conftest import NOON, PHONE
from ui import entrance
from warehouse.clock import now
from warehouse.errors import AccountRefused
from warehouse.settings import load_settings

FORMER = """
create table account (
    number integer primary key, phone text not null unique, name text not null, email text not null default '',
    role text not null, scope text not null default '', open integer not null default 1, made_at text not null, made_by text not null
);
create table session (
    hash text primary key, account integer references account (number), role text not null default '', began_at text not null,
    seen_at text not null, ended_at text
);
insert into account values (7, '0912345678', 'Nguyễn Thị An', '', 'tracer', '', 1, '2021-06-01', 'test');
"""


@pytest.fixture
def told():
    """told(*words) runs `account …` and returns what it says."""

    def run(*words):
        done = CliRunner().invoke(group, list(words))
        if done.exception:
            raise done.exception
        return done.output

    return run


def test_an_app_is_shared_once_and_its_code_lets_in_by_the_same_form(place, official, told):
    secret = re.search(r"khoá ([A-Z2-7]{32})\.", told("app", "--phone", PHONE))[1]
    listed = told("list")
    assert secret not in listed and "xác thực" in listed
    browser = TestClient(Starlette(routes=entrance.ROUTES), headers={"Origin": "http://testserver"}, follow_redirects=False)
    browser.post("/sign-in", data={"phone": PHONE})
    form = browser.get("/sign-in/code").text
    assert "ai dùng ứng dụng xác thực thì lấy mã trong ứng dụng" in form and secret not in form
    assert browser.post("/sign-in/code", data={"code": pyotp.TOTP(secret).now()}).status_code == 303
    assert sessions.user_of(place, load_settings(place), browser.cookies["vaora"], now()).name == "Nguyễn Thị An"
    assert "lại được gửi" in told("app", "--phone", PHONE, "--off")


def test_an_agency_that_no_register_has_is_named(told, into, file):
    add = ("add", "--phone", "0933333333", "--name", "Lê Văn Ba", "--role", "agency", "--scope")
    assert "Chưa có đơn vị" not in told(*add, "SYT")  # nothing is loaded yet
    into(file("tree.csv", ["Mã đơn vị", "Tên đơn vị", "Nhóm"], [["SYT", "Sở Y tế", "Sở"]]))
    assert "Chưa có đơn vị nào mang mã SYX" in told(*add, "SYX")
    assert "Chưa có đơn vị" not in told(*add, "SYT")


def test_accounts_of_the_province_s_sign_on_are_listed_closed_and_opened_again_by_number(place, told):
    number = accounts.of_provider(place, "https://id.example.vn", "u1", "Lê Thị Cúc", "agency", "SYT")
    token = sessions.begin(place, number, NOON)
    listed = told("list")
    assert "Cúc" in listed and "SYT" in listed
    told("close", "--number", str(number))
    assert sessions.user_of(place, load_settings(place), token, NOON) is None
    with pytest.raises(AccountRefused) as refused:
        accounts.of_provider(place, "https://id.example.vn", "u1", "Lê Thị Cúc", "agency", "SYT")
    assert refused.value.code == "account_closed"
    told("reopen", "--number", str(number))
    assert accounts.of_provider(place, "https://id.example.vn", "u1", "Lê Thị Cúc", "agency", "SYT") == number
    for words in (["close", "--number", "99"], ["reopen"], ["app", "--phone", "0900000000"]):
        with pytest.raises(AccountRefused):
            told(*words)


def test_a_store_made_before_keeps_its_accounts(place):
    place.accounts.parent.mkdir(parents=True)
    with sqlite3.connect(place.accounts) as con:
        con.executescript(FORMER)
    token = sessions.begin(place, 7, NOON)
    assert [(one.number, one.phone, one.way) for one in accounts.accounts(place)] == [(7, PHONE, "message")]
    assert sessions.user_of(place, load_settings(place), token, NOON).role.key == "tracer"
    assert accounts.of_provider(place, "https://id.example.vn", "u1", "Lê Thị Cúc", "viewer", "") == 8


def test_what_is_locked_opens_here_as_what_it_is_and_unaltered(place, tmp_path):
    shut = locked(place, "a", "bí mật")
    assert unlocked(place, "a", shut) == "bí mật" and locked(place, "a", "bí mật") != shut
    assert unlocked(place, "b", shut) is None
    assert unlocked(type(place)(tmp_path / "other"), "a", shut) is None
    for altered in ("", "x", "é", shut[:-8], shut[:20] + ("A" if shut[20] != "A" else "B") + shut[21:]):
        assert unlocked(place, "a", altered) is None
    assert (place.secret / "lock.key").stat().st_mode & 0o077 == 0

"""Sessions: as long as they are used, ten hours at most, ended by whoever has the say."""

import dataclasses
from datetime import timedelta

import pytest
from starlette.requests import HTTPConnection

from access import accounts, sessions
from tests.access.conftest import NOON, PHONE
from ui.gate import signed_in
from warehouse.clock import now
from warehouse.settings import load_settings


@pytest.fixture
def who(place):
    def asked(token, minutes=0.0):
        return sessions.user_of(place, load_settings(place), token, NOON + timedelta(minutes=minutes))

    return asked


def test_name_role_and_scope(place, official, who):
    user = who(sessions.begin(place, official.number, NOON))
    assert (user.name, user.role.key, user.scope) == ("Nguyễn Thị An", "tracer", "")
    assert who("") is None and who("x" * 43) is None


def test_two_of_one_name_are_told_apart(place, official, who):
    other = accounts.add(place, "0987654321", official.name, "viewer", "test")
    told = [who(sessions.begin(place, one.number, NOON)).logged_as for one in (official, other)]
    assert told == ["Nguyễn Thị An (1)", "Nguyễn Thị An (2)"]


def test_half_an_hour_without_use(place, official, who):
    token = sessions.begin(place, official.number, NOON)
    assert who(token, 29) and who(token, 58) and who(token, 87)
    assert who(token, 118) is None
    assert who(token, 87.5) is not None


def test_ten_hours_whatever_happens(place, official, who):
    token = sessions.begin(place, official.number, NOON)
    assert all(who(token, minutes) for minutes in range(0, 600, 20))
    assert who(token, 600) is None


def test_signed_out_is_out(place, official, who):
    mine, other = (sessions.begin(place, official.number, NOON) for _ in range(2))
    sessions.end(place, mine, NOON)
    assert who(mine) is None and who(other)


def test_a_new_sign_in_ends_the_one_before_in_that_browser(place, official, who):
    before = sessions.begin(place, official.number, NOON)
    after = sessions.begin(place, official.number, NOON, before=before)
    assert after != before and who(before) is None and who(after)


def test_a_token_that_was_never_given_out_is_never_taken(place, official, who):
    planted = "planted-by-somebody-else"
    token = sessions.begin(place, official.number, NOON, before=planted)
    assert token != planted and who(planted) is None


def test_an_account_closed_or_changed_counts_at_once(place, official, who):
    token = sessions.begin(place, official.number, NOON)
    accounts.add(place, PHONE, "Nguyễn Thị An", "viewer", "test")
    assert who(token).role.key == "viewer"
    accounts.close(place, PHONE)
    assert who(token) is None
    accounts.add(place, PHONE, "Nguyễn Thị An", "tracer", "test")
    assert who(token) is None, "opened again, it takes a new sign-in"


def test_a_role_is_chosen_over_invented_data_only(place, official, who):
    token = sessions.begin(place, None, NOON, role="newcomer")
    assert who(token) is None
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text("{}")
    assert who(token).role.key == "newcomer"
    place.demo_mark.unlink()
    assert who(token) is None


def test_the_store_does_not_hold_tokens(place, official):
    token = sessions.begin(place, official.number, NOON)
    assert token.encode() not in place.accounts.read_bytes()


def test_the_settings_say_how_long(place, official):
    settings = dataclasses.replace(load_settings(place), session_hours=1, session_idle_minutes=5)
    token = sessions.begin(place, official.number, NOON)
    ask = lambda minutes: sessions.user_of(place, settings, token, NOON + timedelta(minutes=minutes))  # noqa: E731
    assert ask(4) and ask(8) and ask(14) is None


@pytest.mark.parametrize("scheme, cookie, let_in", [
    ("http", "vaora", True), ("https", "vaora", False), ("wss", "vaora", False), ("https", "__Host-vaora", True), ("wss", "__Host-vaora", True),
])  # fmt: skip
def test_under_tls_a_cookie_that_another_host_may_have_set_is_none(place, official, scheme, cookie, let_in):
    token = sessions.begin(place, official.number, now())
    headers = [(b"host", b"vaora.example.vn"), (b"cookie", f"{cookie}={token}".encode())]
    scope = {"type": "http", "scheme": scheme, "path": "/", "query_string": b"", "headers": headers}
    assert (signed_in(HTTPConnection(scope)) is not None) == let_in

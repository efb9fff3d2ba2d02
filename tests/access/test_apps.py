"""Authenticator apps: each code once, within a minute and a half, in the same form and with the same limits as codes sent."""

import itertools
import random
from datetime import timedelta

import pyotp
import pytest

from access import accounts, apps, codes
from access.store import opened
from tests.access.conftest import NOON, PHONE
from warehouse.clock import ZONE


@pytest.fixture
def app(place, official):
    """app(seconds) is the code that the official's app shows so many seconds after noon."""
    made = pyotp.parse_uri(apps.share(place, PHONE))
    return lambda seconds=0: made.at((NOON + timedelta(seconds=seconds)).replace(tzinfo=ZONE))


@pytest.fixture
def enter(place, ask):
    """enter(code, seconds) asks at noon and enters this code so many seconds later."""
    number = itertools.count()

    def entered(code, seconds=0, asked=None):
        asked = asked or ask(address=f"10.7.0.{next(number)}")
        return codes.enter(place, asked.token, code, NOON + timedelta(seconds=seconds))

    return entered


def test_the_app_is_given_a_name_and_a_secret(place, official):
    address = apps.share(place, PHONE)
    made = pyotp.parse_uri(address)
    assert (made.name, made.issuer, made.digits, made.interval) == ("Nguyễn Thị An", "Vào Ra", 6, 30)
    assert apps.secret_in(address) == made.secret and len(made.secret) == 32


def test_no_code_is_sent_and_the_app_s_lets_in(official, app, ask, enter):
    asked = ask()
    assert asked.account is None
    assert enter(asked.code, asked=asked) is None, "the code that would have been sent opens nothing"
    assert enter(app(), asked=asked) == official.number


@pytest.mark.parametrize(
    "seconds, good", [(-60, False), (-30, True), (0, True), (29, True), (30, True), (60, False), (-3600, False)]
)
def test_a_phone_s_clock_may_differ_by_one_step(app, enter, seconds, good):
    assert (enter(app(seconds)) is not None) == good


def test_a_time_step_is_never_used_again(place, app, enter):
    assert enter(app())
    assert enter(app()) is None and enter(app(), 20) is None
    assert enter(app(-30)) is None, "nor one before it"
    assert enter(app(30), 20)
    with opened(place) as con:  # the guard removed
        con.execute("update account set step = 0")
    assert enter(app())


@pytest.mark.parametrize("code", ["", "1", "abcdef", "１２３４５６", "\x00"])
def test_what_is_no_code(app, enter, code):
    assert enter(code) is None


def test_five_wrong_ones_end_the_asking(app, ask, enter):
    asked, wrong = ask(), f"{(int(app()) + 1) % 10**6:06d}"
    for _ in range(codes.TRIES):
        assert enter(wrong, asked=asked) is None
    assert enter(app(), asked=asked) is None
    assert enter(app())


def test_a_new_secret_ends_the_former_app_and_off_sends_again(place, app, ask, enter):
    apps.share(place, PHONE)
    assert enter(app()) is None
    apps.take_away(place, PHONE)
    asked = ask()
    assert asked.account and enter(asked.code, asked=asked)


def test_the_secret_stands_locked_and_for_this_account_only(place, app, enter):
    made = apps.secret_in(apps.share(place, PHONE))
    accounts.add(place, "0987654321", "Trần Văn Bình", "viewer", "test")
    kept = place.accounts.read_bytes()
    assert made.encode() not in kept and place.accounts.stat().st_mode & 0o077 == 0
    with opened(place) as con:
        con.execute("update account set secret = (select secret from account where number = 1) where number = 2")
        (moved,) = con.execute("select secret from account where number = 2").fetchone()
    now = pyotp.TOTP(made).at(NOON.replace(tzinfo=ZONE))
    assert apps.step(place, 1, moved, 0, now, NOON) > 0
    assert apps.step(place, 2, moved, 0, now, NOON) == 0, "copied to another account it opens nothing"
    (place.secret / "lock.key").unlink()
    assert apps.step(place, 1, moved, 0, now, NOON) == 0, "nor without the key"


def test_guessing_at_an_app(place, app, ask, capsys):
    draw, tried, let_in = random.Random(2), 0, 0
    for number in range(codes.BY_PHONE + 2):
        asked = ask(address=f"10.6.0.{number}")
        for _ in range(codes.TRIES):
            tried += 1
            let_in += codes.enter(place, asked.token, f"{draw.randrange(10**6):06d}", NOON) is not None
    with capsys.disabled():
        print(f"authenticator app: {tried} guesses within an hour, {let_in} let in")
    assert (tried, let_in) == (110, 0)
    last = ask(address="10.6.1.1")
    assert codes.enter(place, last.token, app(), NOON) is None, "past the limit not even the right one"

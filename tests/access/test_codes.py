"""One-time codes: good once, for five minutes, in the browser that asked; and how far guessing gets."""

import random
from datetime import timedelta

import pytest

from access import accounts, codes
from access.store import text
from tests.access.conftest import NOON, PHONE
from warehouse.errors import AccountRefused


def enter(place, asked, code=None, minutes=1):
    return codes.enter(place, asked.token, asked.code if code is None else code, NOON + timedelta(minutes=minutes))


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_right_code_once(place, official, ask):
    asked = ask()
    assert asked.account == official
    assert len(asked.code) == 6 and asked.code.isdigit()
    assert enter(place, asked) == official.number
    assert enter(place, asked) is None


@pytest.mark.parametrize("minutes, good", [(0, True), (4, True), (5, False), (60, False)])
def test_for_five_minutes(place, ask, minutes, good):
    assert (enter(place, ask(), minutes=minutes) is not None) == good


@pytest.mark.parametrize("tries, good", [(1, True), (4, True), (5, False)])
def test_five_wrong_ones_end_it(place, ask, tries, good):
    asked = ask()
    for _ in range(tries):
        assert enter(place, asked, wrong(asked.code)) is None
    assert (enter(place, asked) is not None) == good


@pytest.mark.parametrize("code", ["", "1", "1234567", "abcdef", "١٢٣٤٥٦", "000000' or '1'='1", "\x00"])
def test_what_is_no_code(place, ask, code):
    assert enter(place, ask(), code) is None


def test_only_the_browser_that_asked(place, ask):
    mine, other = ask(), ask(address="10.9.9.9")
    assert codes.enter(place, other.token, mine.code, NOON) is None or mine.code == other.code
    assert enter(place, mine)


def test_somebody_else_s_asking_and_guessing_does_not_spoil_a_code(place, official, ask):
    mine = ask()
    for number in range(15):
        theirs = ask(address=f"10.1.1.{number}")
        for _ in range(6):
            enter(place, theirs, wrong(theirs.code))
    assert enter(place, mine) == official.number


def test_an_unknown_phone_looks_the_same_and_is_sent_nothing(place, ask):
    known, unknown, nonsense = ask(), ask(phone="0987654321"), ask(phone="xin chào")
    assert known.account and unknown.account is None and nonsense.account is None
    assert len({len(one.token) for one in (known, unknown, nonsense)}) == 1
    for one in (unknown, nonsense):
        assert enter(place, one) is None


def test_a_closed_account_is_sent_nothing(place, ask):
    before = ask()
    accounts.close(place, PHONE)
    assert ask().account is None
    assert enter(place, before) is None


def test_how_often_may_be_asked(place, ask):
    here = [ask().account for _ in range(7)]
    assert [one is not None for one in here] == [True] * codes.BY_PHONE_HERE + [False] * 2
    assert ask(address="10.0.0.2").account, "from another address it goes on"
    for number in range(40):
        ask(address=f"10.2.{number}.1")
    assert ask(address="10.3.0.1").account is None
    assert ask(61, address="10.3.0.1").account, "nobody is locked out for more than an hour"


def test_who_never_stops_asking_locks_nobody_out(place, official, ask):
    for minute in range(0, 360, 3):
        ask(minute, address="10.3.1.1")
    assert ask(360).account == official


def test_where_an_official_came_in_lately_others_do_not_count(place, official, ask):
    assert enter(place, ask()) == official.number
    for number in range(60):
        ask(30, address=f"10.2.{number}.1")
    assert ask(31, address="10.3.0.1").account is None, "a place never seen before has to wait"
    assert ask(31).account == official


def test_one_address_asks_for_many_phones(place, ask):
    for number in range(codes.BY_ADDRESS):
        ask(phone=f"0987654{number:03d}", address="10.4.0.1")
    assert ask(address="10.4.0.1").account is None
    assert ask(address="10.4.0.2").account


def test_guessing_from_a_thousand_addresses(place, ask, capsys):
    draw, tried, let_in = random.Random(1), 0, 0
    for number in range(300):
        asked = ask(number * 60 / 300, address=f"10.5.{number // 250}.{number % 250}")
        for _ in range(codes.TRIES):
            guess = f"{draw.randrange(10**6):06d}"
            at = NOON + timedelta(minutes=number * 60 / 300)
            tried += 1
            let_in += codes.enter(place, asked.token, guess, at) is not None
    with capsys.disabled():
        print(f"sign-in: {tried} guesses within an hour, {let_in} let in")
    assert (tried, let_in) == (1500, 0)


def test_the_store_holds_neither_codes_nor_tokens_nor_who_was_asked_for(place, ask):
    asked = [ask(phone="0987654321"), ask()]
    kept = place.accounts.read_bytes()
    for one in asked:
        assert one.token.encode() not in kept and one.code.encode() not in kept
    assert b"0987654321" not in kept
    assert text(NOON).encode() in kept
    assert place.accounts.stat().st_mode & 0o077 == 0
    assert (place.secret / "access.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "given, code",
    [
        (("12", "An", "tracer", ""), "account_phone"),
        ((PHONE, "An", "minister", ""), "account_role"),
        ((PHONE, "An", "newcomer", ""), "account_role"),
        ((PHONE, " ", "tracer", ""), "account_name"),
        ((PHONE, "An", "agency", ""), "account_scope"),
        ((PHONE, "An", "tracer", "SYT"), "account_scope"),
    ],
)
def test_accounts_that_cannot_be(place, given, code):
    phone, name, role, scope = given
    with pytest.raises(AccountRefused) as refused:
        accounts.add(place, phone, name, role, "test", scope=scope)
    assert refused.value.code == code
    assert not accounts.accounts(place)

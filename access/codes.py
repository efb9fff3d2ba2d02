"""One-time codes: six digits for five minutes, good once, in the very browser that asked, and five wrong ones end them.

Whoever has an authenticator app is sent none and enters the app's: the same form, the same limits, each time step once.

Nothing said or timed here tells whether a phone is known. How many codes are given is counted by phone and address within the
last hour; where an official came in lately, others' asking does not count, and it never spoils a code that is out.
"""

import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from access import apps
from access.accounts import COLUMNS, Account, account
from access.store import keyed, opened, text
from rules.phone import local, national
from warehouse.place import Place

GOOD_FOR = timedelta(minutes=5)
TRIES = 5
WITHIN = timedelta(hours=1)
BY_PHONE, BY_PHONE_HERE, BY_ADDRESS = 20, 5, 300
"""Within the hour: codes given for one phone; for one phone to one address; askings of one address, often a whole office's."""
FAMILIAR = timedelta(days=30)
"""How long an address from which an account came in is known as its own."""


@dataclass(frozen=True)
class Asked:
    """What asking for a code led to: the token for the browser, and whom to send which code (None: nobody, or who has an
    authenticator app)."""

    token: str
    account: Account | None
    code: str


def ask(place: Place, phone: str, address: str, at: datetime) -> Asked:
    """Make a code for whoever has this phone and return it with the token of the browser that may enter it."""
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06d}"
    digits = national(phone)
    called = local(digits) if digits is not None else ""
    with opened(place) as con:
        con.execute("delete from asked where at < ?", [text(at - WITHIN)])
        row = con.execute(f"select {COLUMNS} from account where phone = ? and open = 1", [called]).fetchone()
        con.execute("delete from familiar where at < ?", [text(at - FAMILIAR)])
        told = {"phone": keyed(place, called), "address": address, "account": row and row["number"]}
        everywhere, here, by_address, familiar = con.execute(
            "select count(*) filter (where phone = $phone and account is not null),"
            " count(*) filter (where phone = $phone and account is not null and address = $address),"
            " count(*) filter (where address = $address),"
            " exists (select 1 from familiar where account = $account and address = $address) from asked",
            told,
        ).fetchone()
        within = here < BY_PHONE_HERE and by_address < BY_ADDRESS and (familiar or everywhere < BY_PHONE)
        found = account(row) if row and within else None
        if row and not within:
            logging.warning("account %s: more codes asked for than are given", row["number"])
        con.execute(
            "insert into asked (hash, account, code, address, phone, at) values (?, ?, ?, ?, ?, ?)",
            [
                keyed(place, token),
                found and found.number,
                keyed(place, token, code),
                address,
                keyed(place, called),
                text(at),
            ],
        )
    return Asked(token, found if found and found.way == "message" else None, code)


def enter(place: Place, token: str, code: str, at: datetime) -> int | None:
    """Return the number of the account whose code this is, once; None: it is not, or no longer."""
    with opened(place) as con:
        row = con.execute(
            "select q.hash, q.address, a.number as account, a.secret, a.step, q.code, q.tries from asked q"
            " left join account a on a.number = q.account and a.open where q.hash = ? and q.done = 0 and q.at > ?",
            [keyed(place, token), text(at - GOOD_FOR)],
        ).fetchone()
        if row is None or row["tries"] >= TRIES:
            return None
        sent = hmac.compare_digest(row["code"], keyed(place, token, code))
        step = apps.step(place, row["account"], row["secret"], row["step"], code, at)
        right = step > 0 if row["secret"] else sent and row["account"] is not None
        con.execute("update asked set tries = tries + 1, done = ? where hash = ?", [int(right), row["hash"]])
        if step:
            con.execute("update account set step = ? where number = ?", [step, row["account"]])
        if right:
            con.execute("insert or replace into familiar values (?, ?, ?)", [row["account"], row["address"], text(at)])
        return int(row["account"]) if right else None

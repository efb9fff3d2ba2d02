"""Accounts of officials: who may sign in, how, and as what. A closed one opens nothing.

Those of phones are made on the command line; those of the province's own sign-on are made and changed as it says at each
sign-in, and are known by issuer and subject alone: a phone or an address that the other system tells would let somebody in
as somebody else.
"""

import re
import sqlite3
from dataclasses import dataclass

from access.roles import NEWCOMER, districts, roles
from access.store import opened, text
from rules.phone import local, national
from warehouse.clock import now
from warehouse.errors import AccountRefused
from warehouse.place import Place


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in; `phone` as written here (0912345678), '' if by the province's sign-on; `scope`: code of an
    agency or a district, '' for the whole province; `way` of signing in: message, app (an authenticator app), provider."""

    number: int
    phone: str
    name: str
    email: str
    role: str
    scope: str
    open: bool
    way: str


COLUMNS = (
    "number, coalesce(phone, '') as phone, name, email, role, scope, open,"
    " case when subject is not null then 'provider' when secret is not null then 'app' else 'message' end as way"
)


def add(place: Place, phone: str, name: str, role: str, by: str, *, scope: str = "", email: str = "") -> Account:
    """Make an account, or change the one of this phone; raise AccountRefused."""
    digits = national(phone)
    if digits is None:
        raise AccountRefused("account_phone")
    if email and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", email):
        raise AccountRefused("account_email")
    _check(name, role, scope)
    with opened(place) as con:
        con.execute(
            "insert into account (phone, name, email, role, scope, made_at, made_by) values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict (phone) do update set name = excluded.name, email = excluded.email, role = excluded.role,"
            " scope = excluded.scope, open = 1",
            [local(digits), name.strip(), email.strip(), role, scope.strip(), text(now()), by],
        )
    found = of_phone(place, phone)
    assert found is not None
    return found


def _check(name: str, role: str, scope: str) -> None:
    if role not in roles() or role == NEWCOMER:
        raise AccountRefused("account_role", {"roles": ", ".join(key for key in roles() if key != NEWCOMER)})
    if not name.strip():
        raise AccountRefused("account_name")
    if not _fits(scope.strip(), roles()[role].scope):
        raise AccountRefused("account_scope")


def of_provider(place: Place, issuer: str, subject: str, name: str, role: str, scope: str) -> int:
    """Return the number of the account of the province's sign-on, made or changed as it says now; raise AccountRefused."""
    _check(name, role, scope)
    with opened(place) as con:
        row = con.execute(
            "insert into account (issuer, subject, name, role, scope, made_at, made_by) values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict (issuer, subject) do update set name = excluded.name, role = excluded.role, scope = excluded.scope"
            " returning number, open",
            [issuer, subject, name.strip(), role, scope.strip(), text(now()), issuer],
        ).fetchone()
    if not row["open"]:
        raise AccountRefused("account_closed")
    return int(row["number"])


def _fits(scope: str, kind: str) -> bool:
    """Return whether a code is a scope of its kind: an agency's is needed, a district's may be left out."""
    if kind == "agency":
        return bool(scope)
    return not scope or (kind == "district" and scope in districts())


def of_phone(place: Place, phone: str) -> Account | None:
    """Return the account of a phone, however it is written; None: there is none."""
    digits = national(phone)
    return _one(place, "phone", local(digits)) if digits is not None else None


def _one(place: Place, column: str, value: object) -> Account | None:
    with opened(place, reading=True) as con:
        row = con.execute(f"select {COLUMNS} from account where {column} = ?", [value]).fetchone()
    return account(row) if row else None


def accounts(place: Place) -> list[Account]:
    """Return all accounts, closed ones included."""
    with opened(place, reading=True) as con:
        return [account(row) for row in con.execute(f"select {COLUMNS} from account order by number")]


def account(row: sqlite3.Row) -> Account:
    """Return a row of COLUMNS as an account."""
    return Account(**{**dict(row), "open": bool(row["open"])})


def named(place: Place, phone: str, number: int = 0) -> Account:
    """Return the account of a phone, or else of a number in the list; raise AccountRefused if there is none."""
    found = of_phone(place, phone) or _one(place, "number", number)
    if found is None:
        raise AccountRefused("account_unknown")
    return found


def close(place: Place, phone: str, number: int = 0) -> None:
    """Close an account and end its sessions at once; raise AccountRefused if there is none."""
    found = named(place, phone, number)
    with opened(place) as con:
        con.execute("update account set open = 0 where number = ?", [found.number])
        con.execute("update session set ended_at = ? where account = ? and ended_at is null", [text(now()), found.number])


def reopen(place: Place, phone: str, number: int = 0) -> None:
    """Open a closed account again, as which it takes a new sign-in; raise AccountRefused if there is none."""
    found = named(place, phone, number)
    with opened(place) as con:
        con.execute("update account set open = 1 where number = ?", [found.number])

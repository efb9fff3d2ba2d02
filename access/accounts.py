"""Accounts of officials: who may sign in, by phone, and as what. Made on the command line; a closed one opens nothing."""

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
    """Somebody who may sign in; `phone` as written here (0912345678), `scope`: code of an agency or a district, '' for the
    province."""

    number: int
    phone: str
    name: str
    email: str
    role: str
    scope: str
    open: bool


COLUMNS = "number, phone, name, email, role, scope, open"


def add(place: Place, phone: str, name: str, role: str, by: str, *, scope: str = "", email: str = "") -> Account:
    """Make an account, or change the one of this phone; raise AccountRefused."""
    digits = national(phone)
    if digits is None:
        raise AccountRefused("account_phone")
    if role not in roles() or role == NEWCOMER:
        raise AccountRefused("account_role", {"roles": ", ".join(key for key in roles() if key != NEWCOMER)})
    if not name.strip():
        raise AccountRefused("account_name")
    if not _fits(scope.strip(), roles()[role].scope):
        raise AccountRefused("account_scope")
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


def _fits(scope: str, kind: str) -> bool:
    """Return whether a code is a scope of its kind: an agency's is needed, a district's may be left out."""
    if kind == "agency":
        return bool(scope)
    return not scope or (kind == "district" and scope in districts())


def of_phone(place: Place, phone: str) -> Account | None:
    """Return the account of a phone, however it is written; None: there is none."""
    digits = national(phone)
    known = [one for one in accounts(place) if digits is not None and one.phone == local(digits)]
    return known[0] if known else None


def accounts(place: Place) -> list[Account]:
    """Return all accounts, closed ones included."""
    with opened(place) as con:
        return [account(row) for row in con.execute(f"select {COLUMNS} from account order by number")]


def account(row: sqlite3.Row) -> Account:
    """Return a row of COLUMNS as an account."""
    return Account(**{**dict(row), "open": bool(row["open"])})


def close(place: Place, phone: str) -> None:
    """Close an account and end its sessions at once; raise AccountRefused if there is none."""
    found = of_phone(place, phone)
    if found is None:
        raise AccountRefused("account_unknown")
    with opened(place) as con:
        con.execute("update account set open = 0 where number = ?", [found.number])
        con.execute("update session set ended_at = ? where account = ? and ended_at is null", [text(now()), found.number])

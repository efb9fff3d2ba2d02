"""Sessions: what the browser's cookie stands for. Kept here, so that they end when they should and can be ended by others."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from access.roles import NEWCOMER, Role, roles
from access.store import keyed, opened, text
from warehouse.place import Place
from warehouse.settings import Settings

SEEN_AGAIN = timedelta(seconds=30)
"""How often it is written down that a session is in use."""


@dataclass(frozen=True)
class User:
    """Who is signed in: name, role, scope (code of an agency or a district, '' for the province), what tells this sign-in from
    others, whether it was the province's own sign-on, and the number of the account (0: a role was chosen)."""

    name: str
    role: Role
    scope: str
    session: str
    outside: bool = False
    number: int = 0

    @property
    def logged_as(self) -> str:
        """Under what name actions are written down: names may be shared, and change."""
        return f"{self.name} ({self.number})" if self.number else self.name


def begin(place: Place, account: int | None, at: datetime, *, role: str = "", before: str = "") -> str:
    """Begin a session of an account, or of a role chosen over invented data, and return its token; the browser's session
    `before` ends."""
    token = secrets.token_urlsafe(32)
    with opened(place) as con:
        con.execute("delete from session where began_at < ?", [text(at - timedelta(days=30))])
        con.execute("update session set ended_at = ? where hash = ? and ended_at is null", [text(at), keyed(place, before)])
        con.execute(
            "insert into session (hash, account, role, began_at, seen_at) values (?, ?, ?, ?, ?)",
            [keyed(place, token), account, role, text(at), text(at)],
        )
    return token


def user_of(place: Place, settings: Settings, token: str, at: datetime) -> User | None:
    """Return who is signed in by this token; None: nobody, or no longer. A role chosen counts only while data are invented."""
    if not token or not place.accounts.exists():
        return None
    hashed = keyed(place, token)
    with opened(place, reading=True) as con:
        row = con.execute(
            "select s.*, a.name, a.role as granted, a.scope, a.open, a.subject is not null as outside"
            " from session s left join account a on a.number = s.account"
            " where s.hash = ? and s.ended_at is null and s.began_at > ? and s.seen_at > ?",
            [
                hashed,
                text(at - timedelta(hours=settings.session_hours)),
                text(at - timedelta(minutes=settings.session_idle_minutes)),
            ],
        ).fetchone()
    if row is None:
        return None
    if row["seen_at"] < text(at - SEEN_AGAIN):
        with opened(place) as con:
            con.execute("update session set seen_at = ? where hash = ?", [text(at), hashed])
    if row["account"] is None:
        chosen = roles().get(row["role"]) if place.is_demo else None
        return User(chosen.names["vi"], chosen, "", hashed[:16]) if chosen else None
    granted = roles().get(row["granted"]) if row["open"] and row["granted"] != NEWCOMER else None
    if granted is None:
        return None
    return User(row["name"], granted, row["scope"], hashed[:16], bool(row["outside"]), row["account"])


def end(place: Place, token: str, at: datetime) -> None:
    """End the session of this token."""
    with opened(place) as con:
        con.execute("update session set ended_at = ? where hash = ? and ended_at is null", [text(at), keyed(place, token)])

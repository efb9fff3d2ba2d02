"""Authenticator apps (TOTP, RFC 6238): a secret shared once with the app, locked in the store, and six digits of 30 seconds."""

import hmac
from datetime import datetime

import pyotp

from access.accounts import named
from access.keys import locked, unlocked
from access.store import opened
from warehouse.clock import ZONE
from warehouse.place import Place

WITHIN = (-1, 0, 1)
"""Steps of 30 seconds by which the clock of a phone may differ."""
NOBODY = pyotp.random_base32()
"""What is reckoned with where there is no secret, so that it takes as long."""


def share(place: Place, phone: str) -> str:
    """Give the account of a phone a new secret and return the address that its app takes up, as a QR code holds it; a former
    app counts no more. Raises AccountRefused."""
    found = named(place, phone)
    secret = pyotp.random_base32()
    with opened(place) as con:
        con.execute(
            "update account set secret = ?, step = 0 where number = ?",
            [locked(place, _what(found.number), secret), found.number],
        )
    return pyotp.TOTP(secret).provisioning_uri(name=found.name, issuer_name="Vào Ra")


def secret_in(address: str) -> str:
    """Return the secret of such an address, to be typed where a QR code cannot be scanned."""
    return pyotp.parse_uri(address).secret


def take_away(place: Place, phone: str) -> None:
    """Let the account of a phone sign in by message again. Raises AccountRefused."""
    found = named(place, phone)
    with opened(place) as con:
        con.execute("update account set secret = null where number = ?", [found.number])


def step(place: Place, account: int | None, sealed: str | None, last: int | None, code: str, at: datetime) -> int:
    """Return the time step whose code this is, later than the `last` that was used; 0: none, as where there is no secret."""
    secret = unlocked(place, _what(account), sealed or "")
    app, here = pyotp.TOTP(secret or NOBODY), int(at.replace(tzinfo=ZONE).timestamp()) // 30
    right = [here + by for by in WITHIN if hmac.compare_digest(app.generate_otp(here + by).encode(), code.encode())]
    return next((one for one in right if one > (last or 0)), 0) if secret else 0


def _what(account: int | None) -> str:
    return f"authenticator of account {account}"

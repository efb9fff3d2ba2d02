"""Keys of this room, each in a file of its own in <data>/secret: made at first use, readable by the owner alone."""

import base64
import hashlib
import hmac
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from warehouse.place import Place

NONCE = 12


def key(place: Place, name: str) -> bytes:
    """Return the key `name` of this data folder."""
    path = place.secret / f"{name}.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_hex(32) + "\n")
        except FileExistsError:
            pass
    return path.read_bytes().strip()


def seal(key: bytes, text: str) -> str:
    """Return what only the key's holder can make of a text."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def locked(place: Place, what: str, text: str) -> str:
    """Return a text that this data folder alone can read, and only as `what`: AES-256-GCM."""
    nonce = os.urandom(NONCE)
    return base64.urlsafe_b64encode(nonce + _lock(place).encrypt(nonce, text.encode(), what.encode())).decode()


def unlocked(place: Place, what: str, text: str) -> str | None:
    """Return what was locked; None: it was not locked here as `what`, or was altered."""
    try:
        given = base64.urlsafe_b64decode(text.encode())
        return _lock(place).decrypt(given[:NONCE], given[NONCE:], what.encode()).decode()
    except (ValueError, InvalidTag):
        return None


def _lock(place: Place) -> AESGCM:
    return AESGCM(bytes.fromhex(key(place, "lock").decode()))

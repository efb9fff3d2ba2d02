"""Keys of this room, each in a file of its own in <data>/secret: made at first use, readable by the owner alone."""

import base64
import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from warehouse.errors import SecretSpoilt
from warehouse.place import Place
from warehouse.stores import is_key, write_key

NONCE = 12


def key(place: Place, name: str) -> bytes:
    """Return the key `name` of this data folder. Raises SecretSpoilt if its file holds none."""
    path = key_path(place, name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):  # another process has just made it
            write_key(path, secrets.token_hex(32))
    found = path.read_text("ascii", errors="replace").strip()
    if not is_key(found):
        raise SecretSpoilt(name=path.name)
    return found.encode()


def key_path(place: Place, name: str) -> Path:
    """Return where the key `name` is kept."""
    return place.secret / f"{name}.key"


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

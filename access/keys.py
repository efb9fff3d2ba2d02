"""Keys of this room, each in a file of its own in <data>/secret: made at first use, readable by the owner alone."""

import base64
import hashlib
import hmac
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from warehouse.errors import SecretSpoilt
from warehouse.place import Place

NONCE = 12


def key(place: Place, name: str) -> bytes:
    """Return the key `name` of this data folder. Raises SecretSpoilt if its file holds none."""
    path = key_path(place, name)
    if not path.exists():
        _make(path)
    found = path.read_bytes().strip()
    if not re.fullmatch(rb"[0-9a-f]{64}", found):
        raise SecretSpoilt(name=path.name)
    return found


def key_path(place: Place, name: str) -> Path:
    """Return where the key `name` is kept."""
    return place.secret / f"{name}.key"


def _make(path: Path) -> None:
    """Make a key, whole on the disk before it has its name; the one that another process has just made stands."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


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

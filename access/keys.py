"""Keys of this room, each in a file of its own in <data>/secret: made at first use, readable by the owner alone."""

import hashlib
import hmac
import os
import secrets

from warehouse.place import Place


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

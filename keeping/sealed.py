"""One encrypted file, written and read as a stream: AES-256-GCM in chunks, its key from a passphrase by scrypt.

The nonce of a chunk is a random start, its number and whether it is the last (the STREAM construction), so that a byte
flipped, a chunk moved, put in or taken out, or a file cut short is refused. Only two chunks are held at a time.
"""

import os
from types import TracebackType
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from warehouse.errors import BackupWrong

MAGIC = b"VAORABK1"
SALT, START, TAG = 16, 7, 16
CHUNK = 1 << 20
COST, BLOCK = 1 << 17, 8
"""What guessing a passphrase costs: 128 MB and about half a second each."""


def _engine(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=COST, r=BLOCK, p=1).derive(passphrase.encode()))


class _Chunks:
    def __init__(self, engine: AESGCM, head: bytes) -> None:
        self._engine, self._head, self._number = engine, head, 0

    def nonce(self, *, last: bool) -> bytes:
        """Return the nonce of the next chunk."""
        self._number += 1
        return self._head[-START:] + (self._number - 1).to_bytes(4, "big") + bytes([last])


class SealedWriter(_Chunks):
    """Writes to `file` what it is given, encrypted; without a clean end of its block the file cannot be read."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(SALT)
        super().__init__(_engine(passphrase, salt), MAGIC + salt + os.urandom(START))
        self._file, self._held = file, bytearray()
        file.write(self._head)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def _put(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._engine.encrypt(self.nonce(last=last), data, self._head))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._put(bytes(self._held), last=True)


class SealedReader(_Chunks):
    """Reads what SealedWriter wrote. Raises BackupWrong at once, or at the first chunk that is not as it was written."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        head = file.read(len(MAGIC) + SALT + START)
        if len(head) != len(MAGIC) + SALT + START or not head.startswith(MAGIC):
            raise BackupWrong
        super().__init__(_engine(passphrase, head[len(MAGIC) : -START]), head)
        self._file, self._plain, self._ahead = file, b"", file.read(CHUNK + TAG)

    def read(self, size: int) -> bytes:
        """Return `size` bytes, fewer only at the end."""
        while len(self._plain) < size and self._ahead:
            self._plain += self._next()
        data, self._plain = self._plain[:size], self._plain[size:]
        return data

    def drain(self) -> None:
        """Read to the end, so that a file cut short is seen even where nothing more is wanted."""
        while self.read(CHUNK):
            pass

    def _next(self) -> bytes:
        chunk, self._ahead = self._ahead, self._file.read(CHUNK + TAG)
        try:
            return self._engine.decrypt(self.nonce(last=not self._ahead), chunk, self._head)
        except InvalidTag:
            raise BackupWrong from None

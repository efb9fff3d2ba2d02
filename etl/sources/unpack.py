"""From the path a person names to the files to read: folders walked, .gz and .zip unpacked, within limits."""

import gzip
import lzma
import os
import shutil
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Protocol

from etl.sources.kind import kind_of
from etl.sources.model import Refusal, RefusedError

MAX_UNPACKED = 16 << 30
"""Bytes that one path may unpack to in all."""
MAX_RATIO = 250
"""Times its packed size that a file may unpack to, beyond the first megabytes; real exports stay below 50."""
MAX_MEMBERS = 5000

_RATIO_FROM = 32 << 20
_SPARE_DISK = 256 << 20
_CHUNK = 1 << 20
_DEPTH = 1
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    gzip.BadGzipFile,
    EOFError,
    NotImplementedError,
    ValueError,
)


@dataclass(frozen=True)
class Source:
    """A file to read: its name for people, the file as given, its plain content, and what that is."""

    name: str
    file: Path
    content: Path
    kind: str


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass
class _Budget:
    """What is left of the bytes that one path may unpack to."""

    left: int = MAX_UNPACKED


def sources(path: Path, workdir: Path) -> Iterator[Source | Refusal]:
    """Yield every file that `path` (a file, a folder or an archive) stands for, or why it is not read."""
    budget = _Budget()
    if not path.is_dir():
        yield from _opened(_printable(path.name), path, workdir, budget, 0)
        return
    files = list(_walk(path))
    if not files:
        yield Refusal(_printable(path.name), "folder_empty", {})
    for file in files:
        yield from _opened(_printable(file.relative_to(path).as_posix()), file, workdir, budget, 0)


def _printable(name: str) -> str:
    """Return a file name as a person reads it: macOS parts letters from marks, old disks hold odd bytes."""
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        yield from (Path(where, name) for name in sorted(files) if not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX")) or name.lower() in ("thumbs.db", "desktop.ini")


def _opened(name: str, file: Path, workdir: Path, budget: _Budget, depth: int) -> Iterator[Source | Refusal]:
    try:
        if not file.exists():
            raise RefusedError("not_found")
        if not file.is_file():
            raise RefusedError("not_a_file")
        content, kind = file, kind_of(file)
        if kind == "gz":
            content = _gunzip(file, workdir, budget)
            kind = kind_of(content)
        if kind == "gz" or (kind == "zip" and depth > _DEPTH):
            raise RefusedError("nested_archive")
        if kind == "zip":
            yield from _members(name, content, workdir, budget, depth)
        else:
            yield Source(name, file, content, kind)
    except RefusedError as refused:
        yield Refusal(name, refused.code, refused.values)
    except OSError:
        yield Refusal(name, "unreadable", {})


def _gunzip(file: Path, workdir: Path, budget: _Budget) -> Path:
    target = _place(file.name.removesuffix(".gz"), workdir)
    try:
        with gzip.open(file) as packed:
            _copy(packed, target, file.stat().st_size, budget)
    except _ZIP_FAULTS:
        raise RefusedError("damaged") from None
    return target


def _members(name: str, file: Path, workdir: Path, budget: _Budget, depth: int) -> Iterator[Source | Refusal]:
    with zipfile.ZipFile(file) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        wanted = sorted(((_shown(member), member) for member in members), key=lambda pair: pair[0])
        wanted = [(inner, member) for inner, member in wanted if not _in_hidden(inner)]
        if not wanted:
            raise RefusedError("archive_empty")
        if len(wanted) > MAX_MEMBERS:
            raise RefusedError("too_many_members", limit=str(MAX_MEMBERS))
        for inner, member in wanted:
            shown = f"{name} › {inner}"
            try:
                content = _extract(archive, member, inner, workdir, budget)
            except RefusedError as refused:
                yield Refusal(shown, refused.code, refused.values)
            else:
                yield from _opened(shown, content, workdir, budget, depth + 1)


def _shown(member: zipfile.ZipInfo) -> str:
    """Return the member's name; Windows tools write UTF-8 names without saying so."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & 0x800:
        return _printable(name)
    try:
        return _printable(name.encode("cp437").decode("utf-8"))
    except UnicodeError:
        return _printable(name)


def _in_hidden(name: str) -> bool:
    return any(_is_hidden(part) for part in PurePosixPath(name).parts if part != "..")


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, workdir: Path, budget: _Budget) -> Path:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":"):
        raise RefusedError("unsafe_path")
    if member.flag_bits & 0x1:
        raise RefusedError("password")
    target = _place(path.name, workdir)
    try:
        with archive.open(member) as packed:
            _copy(packed, target, member.compress_size, budget)
    except _ZIP_FAULTS:
        raise RefusedError("damaged") from None
    except RuntimeError:  # how zipfile says "wrong password"
        raise RefusedError("password") from None
    return target


def _place(name: str, workdir: Path) -> Path:
    """Return a free path in a folder of its own, named like the original as far as a file system allows."""
    return Path(mkdtemp(prefix="unpacked-", dir=workdir)) / name.encode()[-200:].decode(errors="ignore")


def _copy(packed: _Readable, target: Path, packed_size: int, budget: _Budget) -> None:
    """Unpack, counting what really comes out: the sizes an archive declares may lie."""
    written = 0
    with target.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            budget.left -= len(chunk)
            if budget.left < 0 or written > max(_RATIO_FROM, MAX_RATIO * packed_size):
                file.close()
                target.unlink()
                raise RefusedError("unpacks_too_large")
            if shutil.disk_usage(target.parent).free < _SPARE_DISK:
                raise RefusedError("disk_full")
            file.write(chunk)

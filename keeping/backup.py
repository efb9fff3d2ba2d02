"""A backup of a data folder as one encrypted file, and a data folder made from it. Docs: docs/keeping.md, section 6.

Nobody is held up: the catalog is copied by SQLite's own backup, the data files it names are linked (they never change), the
stores of persons are copied while they are held for reading. The keys of these stores are never part of it.
"""

import fcntl
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO, BinaryIO, cast

from keeping.sealed import CHUNK, SealedReader, SealedWriter
from warehouse.engine import connect
from warehouse.errors import BackupBusy, BackupWrong, NotEmpty, NoWarehouse, PassphraseWrong
from warehouse.place import REFERENCE, Place
from warehouse.settings import load_settings
from warehouse.stores import STORES, both_attached, durable

VARIABLE = "VAORA_BACKUP_PASSPHRASE"
SHORTEST = 12
ATTEMPTS = 20
NEVER = ("inbox", "warehouse")
"""Folders of the data folder that are not taken as they are: exports have their own period, the warehouse is taken apart. Of
the secrets all are taken but the keys of the stores of persons, which have to be kept elsewhere."""
SQLITE = b"SQLite format 3\0"


class _Changed(Exception):
    """What was being copied was removed meanwhile: begin again."""


def passphrase(file: Path | None) -> str:
    """Return the passphrase, the first line of a file or the environment's. Raises PassphraseWrong."""
    text = file.read_text("utf-8").split("\n")[0].rstrip("\r") if file else os.environ.get(VARIABLE, "")
    if len(text) < SHORTEST:
        raise PassphraseWrong(least=str(SHORTEST))
    return text


def backup(place: Place, out: Path, secret: str) -> int:
    """Write the backup and return how many files it holds. Raises NoWarehouse, PeopleKeyError, BackupBusy."""
    if not place.exists:
        raise NoWarehouse(data=place.root.name)
    draft = out.with_name(f"{out.name}.part")
    with _staged(place) as folder:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with (
                SealedWriter(file, secret) as sealed,
                tarfile.open(fileobj=cast(BinaryIO, sealed), mode="w|", bufsize=CHUNK) as tar,
            ):
                for path in files:
                    tar.add(path, path.relative_to(folder).as_posix(), recursive=False)
            file.flush()
            os.fsync(file.fileno())
    draft.replace(out)
    durable(out.parent)
    return len(files)


def restore(file: Path, place: Place, secret: str) -> int:
    """Make the data folder from a backup and return how many files it holds. Raises NotEmpty, BackupWrong.

    It is made under another name and renamed, so that it is there whole or not at all.
    """
    if place.root.exists() and any(place.root.iterdir()):
        raise NotEmpty(data=place.root.name)
    place.root.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{place.root.name}-", dir=place.root.parent))
    try:
        with file.open("rb") as packed:
            count = _unpacked(SealedReader(packed, secret), folder)
        folder.replace(place.root)
        durable(place.root.parent)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return count


def _unpacked(sealed: SealedReader, folder: Path) -> int:
    """Write the files of a backup below a folder; only plain files, and only below it."""
    count = 0
    try:
        with tarfile.open(fileobj=cast(BinaryIO, sealed), mode="r|", bufsize=CHUNK) as tar:
            for member in tar:
                path, content = PurePosixPath(member.name), tar.extractfile(member) if member.isfile() else None
                if content is None or path.is_absolute() or ".." in path.parts:
                    raise BackupWrong
                _write(folder / path, content)
                count += 1
    except tarfile.TarError:
        raise BackupWrong from None
    sealed.drain()
    return count


def _write(target: Path, content: IO[bytes]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        shutil.copyfileobj(content, out, CHUNK)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _staged(place: Place) -> Iterator[Path]:
    """Yield a folder with everything that belongs in the backup, as of one moment, linked or copied."""
    place.work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (place.work / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupBusy from None
        for leftover in place.work.glob("backup-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        for _ in range(ATTEMPTS):
            folder = Path(mkdtemp(prefix="backup-", dir=place.work))
            try:
                _stage(place, folder)
                yield folder
                return
            except _Changed:
                continue
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        raise BackupBusy


def _stage(place: Place, folder: Path) -> None:
    """Copy the lake first, people after: a load writes people first, so that everybody in the lake is in a store. A purge and
    an erasure go the other way, and put new stores in place: then it has to begin again."""
    before = _inodes(place)
    target = Place(folder)
    target.files.mkdir(parents=True)
    _copy_sqlite(place.catalog, target.catalog)
    for name in _named_files(target.catalog):
        link = target.files / "main" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(place.files / "main" / name, link)
        except FileNotFoundError:
            raise _Changed from None
    _copy_stores(place, target)
    if _inodes(place) != before:
        raise _Changed
    for path in (place.bulletins, place.demo_mark):
        if path.exists():
            _copy_lines(path, folder / path.relative_to(place.root))
    for path in sorted(place.root.iterdir()):
        if path.name not in NEVER and path != REFERENCE:
            _copy_own(path, place, folder)


def _named_files(catalog: Path) -> list[str]:
    """Return the paths, below the folder of the schema, of all files that a catalog names."""
    with closing(sqlite3.connect(catalog)) as con:
        rows = con.execute(
            "select t.path || f.path from ducklake_data_file f join ducklake_table t using (table_id) union"
            " select t.path || f.path from ducklake_delete_file f join ducklake_table t using (table_id)"
        ).fetchall()
    return sorted(path for (path,) in rows)


def _inodes(place: Place) -> list[int]:
    return [store.path(place).stat().st_ino for store in STORES if store.path(place).exists()]


def _copy_stores(place: Place, target: Place) -> None:
    settings = load_settings(place)
    con = connect(memory=settings.reader_memory, threads=1, temp=place.work / "people")
    with closing(con), both_attached(con, place):
        for path in (path for store in STORES for path in place.warehouse.glob(f"{store.name}.duckdb*")):
            shutil.copyfile(path, target.warehouse / path.name)


def _copy_own(path: Path, place: Place, folder: Path) -> None:
    """Copy a file of the data folder, or all files of a folder, but never a key."""
    for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
        is_key = any(
            one.name.startswith(f"{store.name}.key") or one.resolve() == store.key_file(place).resolve() for store in STORES
        )
        if not one.is_file() or is_key or one.name.endswith(("-wal", "-shm")):
            continue
        copy = folder / one.relative_to(place.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with one.open("rb") as file:
            start = file.read(len(SQLITE))
        if start == SQLITE:
            _copy_sqlite(one, copy)
        else:
            _copy_lines(one, copy)


def _copy_sqlite(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _copy_lines(path: Path, copy: Path) -> None:
    """Copy a file; of one to which lines are added, whole lines only."""
    shutil.copyfile(path, copy)
    if path.suffix == ".jsonl":
        with copy.open("r+b") as file:
            file.truncate(file.read().rfind(b"\n") + 1)

"""A backup gives back what was there, while loads run; whatever is altered in it is refused, and nothing in it can be read."""

import io
import json
import random
import shutil
import tarfile
import threading
import time
import tracemalloc

import pytest

from access.view_log import Purpose, View, record
from casework.lists import ask as ask_list
from casework.lists import keep
from etl import checks
from keeping import backup as backups
from keeping import sealed
from keeping.backup import backup, restore
from keeping.sealed import SealedReader, SealedWriter
from queries.tracing import ContactQuestion, Window
from tests.conftest import SCAN_HEADER
from tests.keeping.bytes import day, log
from tests.load.test_crash import start
from tests.load.test_loading import as_rows, random_log
from warehouse.errors import BackupBusy, BackupWrong, NotEmpty
from warehouse.place import Place
from warehouse.reader import Warehouse
from warehouse.stores import OFFICE, STORES
from warehouse.stores import PEOPLE as store

PASS = "một cụm mật khẩu dài"
WHO = {f"09120000{n:02d}": f"Lê Văn {['An', 'Bé', 'Cu', 'Đào', 'Em'][n]}" for n in range(5)}
CASE_HEADER = ["Mã ca", "Số điện thoại", "Họ tên"]


@pytest.fixture
def filled(place, into, write, once):
    def build():
        into(write("a.csv", log(day(3), WHO)))
        into(write("b.csv", [*log(day(2), WHO), ["không rõ", "A", "0912000001", "Lê Văn Bé", "Vào"]]))
        into(write("c.csv", [["BN-1", "0912000000", "Lê Văn An"]], CASE_HEADER))
        (place.root / "settings.toml").write_text('hotline = "1022"\n')
        (place.root / "ranh-gioi").mkdir()
        (place.root / "ranh-gioi" / "huyen.geojson").write_text("{}")
        place.bulletins.write_text('{"whole": 1}\n{"cut o')
        record(place, View("test", "a question", 1, "0" * 64, Purpose("1/HS", "lý do")))

    return once(build)


def contents(place):
    """Every row of the lake and of the stores of persons, and the contacts of the case."""
    warehouse = Warehouse(place)
    tables = warehouse._con.execute(
        "select table_name from duckdb_tables() where database_name = 'lake' order by all"
    ).fetchall()
    found = {name: warehouse._con.execute(f"select * from lake.{name} order by all").fetchall() for (name,) in tables}
    for one in STORES:
        with warehouse.lent(one) as con:
            for (name,) in con.execute(f"select table_name from duckdb_tables() where database_name = '{one.name}'").fetchall():
                found[f"{one.name}.{name}"] = con.execute(f"select * from {one.name}.{name} order by all").fetchall()
    (person,) = warehouse._con.execute("select person_id from lake.case_record").fetchone() or (0,)
    question = ContactQuestion((Window(person, day(9), day(0)),), 1, "possible")
    found["contacts"] = ask_list(warehouse, question).rows.drop(columns="reasons", errors="ignore").values.tolist()
    warehouse.close()
    return found


def brought_back(place, file, tmp_path, name="again"):
    again = Place(tmp_path / name)
    restore(file, again, PASS)
    again.secret.mkdir(exist_ok=True)
    for one in STORES:
        shutil.copy(one.key_file(place), again.secret)
    return again


def test_what_comes_back_is_what_was_there(filled, place, tmp_path):
    warehouse = Warehouse(place)
    person = warehouse._con.execute("select person_id from lake.case_record").fetchone()[0]
    asked = ask_list(warehouse, ContactQuestion((Window(person, day(9), day(0)),), 1, "possible"))
    keep(warehouse, asked, Purpose("1/HS", "truy vết"), "test")
    warehouse.close()
    file = tmp_path / "sao-luu"
    backup(place, file, PASS)
    again = brought_back(place, file, tmp_path)
    before = contents(place)
    assert contents(again) == before and len(before["contacts"]) == 4 and len(before["people.saved_row"]) == 4
    assert not [one for one in checks.ask_all(again) if one.faults]
    for name in ("settings.toml", "ranh-gioi/huyen.geojson", "log/views.jsonl"):
        assert (again.root / name).read_bytes() == (place.root / name).read_bytes()
    assert again.bulletins.read_text() == '{"whole": 1}\n'
    assert not again.inbox.exists() and oct(file.stat().st_mode)[-3:] == "600"
    assert not list(place.work.glob("backup-*")) and not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".again*"))


def test_nothing_in_it_can_be_read_and_the_key_is_not_in_it(filled, place, tmp_path):
    file = tmp_path / "sao-luu"
    backup(place, file, PASS)
    content, key = file.read_bytes(), store.key_file(place).read_bytes().strip()
    for text in (
        b"912000001",
        "Lê Văn".encode(),
        b"PAR1",
        b"SQLite format",
        b"ustar",
        b"people.duckdb",
        b"1/HS",
        key,
        OFFICE.key_file(place).read_bytes().strip(),
        b"office.duckdb",
        PASS.encode(),
    ):
        assert text not in content, text
    with file.open("rb") as packed:
        plain = SealedReader(packed, PASS).read(1 << 30)
    assert (
        b"SQLite format" in plain
        and b"912000001" not in plain
        and key not in plain
        and bytes.fromhex(key.decode()) not in plain
    )


@pytest.mark.slow
def test_whatever_is_altered_is_refused(filled, place, tmp_path, monkeypatch):
    monkeypatch.setattr(sealed, "COST", 1 << 10)  # guessing made cheap, so that many can be tried
    monkeypatch.setattr(sealed, "CHUNK", 40_000)
    file, broken, draw = tmp_path / "sao-luu", tmp_path / "broken", random.Random(1)
    backup(place, file, PASS)
    content = file.read_bytes()
    head, size = 8 + 16 + 7, 40_000 + 16
    chunks = [content[at : at + size] for at in range(head, len(content), size)]
    assert len(chunks) > 4
    altered = {f"bit {at}": content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in [*range(head), *draw.sample(range(head, len(content)), 40), len(content) - 1]}  # fmt: skip
    altered |= {
        f"cut at {at}": content[:at]
        for at in [0, 1, 8, head - 1, head, head + 1, head + size, head + 2 * size, len(content) - 1]
    }
    altered |= {
        "swapped": content[:head] + b"".join([chunks[1], chunks[0], *chunks[2:]]),
        "one left out": content[:head] + b"".join([chunks[0], *chunks[2:]]),
        "one twice": content[:head] + b"".join([chunks[0], chunks[0], *chunks[1:]]),
        "the last left out": content[:head] + b"".join(chunks[:-1]),
        "something added": content + b"x",
        "another file's": b"PK\x03\x04" + content[4:],
    }
    for what, data in altered.items():
        broken.write_bytes(data)
        with pytest.raises(BackupWrong):
            restore(broken, Place(tmp_path / "none"), PASS)
        assert not (tmp_path / "none").exists() and not list(tmp_path.glob(".none*")), what
    with pytest.raises(BackupWrong):
        restore(file, Place(tmp_path / "none"), PASS + " ")
    restore(file, Place(tmp_path / "none"), PASS)


@pytest.mark.parametrize(
    ("name", "kind"), [("../out", tarfile.REGTYPE), ("/tmp/out", tarfile.REGTYPE), ("a/../../out", tarfile.REGTYPE),
                       ("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("device", tarfile.CHRTYPE)]
)  # fmt: skip
def test_nothing_is_written_outside_the_folder(tmp_path, monkeypatch, name, kind):
    monkeypatch.setattr(sealed, "COST", 1 << 10)
    file = tmp_path / "b"
    with file.open("wb") as out, SealedWriter(out, PASS) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        member = tarfile.TarInfo(name)
        member.type, member.linkname, member.size = kind, "/etc/passwd", 1 if kind == tarfile.REGTYPE else 0
        tar.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(BackupWrong):
        restore(file, Place(tmp_path / "data"), PASS)
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_the_file_is_written_and_read_in_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed, "COST", 1 << 10)
    tracemalloc.start()
    with (tmp_path / "b").open("wb") as out, SealedWriter(out, PASS) as packed:
        for _ in range(64):
            packed.write(bytes(1 << 20))
    with (tmp_path / "b").open("rb") as file:
        read = SealedReader(file, PASS)
        assert sum(len(piece) for piece in iter(lambda: read.read(10_240), b"")) == 64 << 20
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 << 20


@pytest.mark.slow
def test_while_loads_run_and_are_killed_and_screens_ask(place, into, file, tmp_path):
    pieces = random_log(1, count=600)
    into(file("0.csv", SCAN_HEADER, as_rows(pieces[:60])))
    stop, reader, asked = threading.Event(), Warehouse(place), []

    def load_and_kill():
        draw = random.Random(2)
        for number in range(1, 10):
            process = start(place, file(f"{number}.csv", SCAN_HEADER, as_rows(pieces[number * 60 : number * 60 + 60])))
            time.sleep(draw.choice([1.0, 1.6, 2.2, 6.0]))
            process.kill()
            process.wait()
            if stop.is_set():
                return

    def look():
        while not stop.is_set():
            asked.append(int(reader.query("queries/sql/ledger/status")["visits"].iloc[0]))
            time.sleep(0.05)

    threads = [threading.Thread(target=load_and_kill), threading.Thread(target=look)]
    for thread in threads:
        thread.start()
    for number in range(5):
        backup(place, tmp_path / f"b{number}", PASS)
        time.sleep(0.8)
    stop.set()
    for thread in threads:
        thread.join()
    reader.close()
    assert len(asked) > 20
    for number in range(5):
        again = brought_back(place, tmp_path / f"b{number}", tmp_path, f"again{number}")
        assert not [one for one in checks.ask_all(again) if one.faults], number
        warehouse = Warehouse(again)
        loaded, scans = warehouse._con.execute(
            "select (select sum(rows_loaded) from lake.load_file), (select count(*) from lake.scan)"
        ).fetchone()
        assert loaded == scans > 0
        warehouse.close()


@pytest.mark.slow
def test_a_purge_in_between_makes_it_begin_again(filled, place, tmp_path, monkeypatch):
    real, times = backups._copy_stores, []

    def replaced_meanwhile(place, target):
        real(place, target)
        times.append(1)
        if len(times) < 3:
            shutil.copy(store.path(place), tmp_path / "copy")
            (tmp_path / "copy").replace(store.path(place))

    monkeypatch.setattr(backups, "_copy_stores", replaced_meanwhile)
    backup(place, tmp_path / "b", PASS)
    assert len(times) == 3 and contents(brought_back(place, tmp_path / "b", tmp_path)) == contents(place)


def test_two_at_once_are_one_too_many(filled, place, tmp_path):
    with backups._staged(place), pytest.raises(BackupBusy):
        backup(place, tmp_path / "b", PASS)


def test_a_folder_that_holds_something_is_left_as_it_is(filled, place, tmp_path):
    backup(place, tmp_path / "b", PASS)
    full = tmp_path / "full"
    full.mkdir()
    (full / "x").write_text("mine")
    with pytest.raises(NotEmpty):
        restore(tmp_path / "b", Place(full), PASS)
    assert [path.name for path in full.iterdir()] == ["x"]


def test_on_the_command_line(filled, vaora, place, tmp_path):
    out, again, words = tmp_path / "b", tmp_path / "again", tmp_path / "words"
    words.write_text(PASS + "\nmore\n", "utf-8")
    assert vaora("backup", "--out", out).returncode == 28
    assert vaora("backup", "--out", out, VAORA_BACKUP_PASSPHRASE="ngắn").returncode == 28
    done = vaora("backup", "--out", out, "--passphrase-file", words)
    assert (done.returncode, "KHÔNG có khoá" in done.stdout, PASS in done.stdout) == (0, True, False)
    assert vaora("backup", "--out", out, "--passphrase-file", words).returncode == 2
    done = vaora("restore", out, "--data", again, VAORA_BACKUP_PASSPHRASE="another passphrase")
    assert (done.returncode, "cụm mật khẩu không đúng" in done.stderr, again.exists()) == (26, True, False)
    done = vaora("restore", out, "--data", again, VAORA_BACKUP_PASSPHRASE=PASS, VAORA_LANGUAGE="en")
    assert (done.returncode, "Put the keys of the stores" in done.stdout) == (0, True)
    assert vaora("restore", out, "--data", again, VAORA_BACKUP_PASSPHRASE=PASS).returncode == 27
    assert vaora("check", "--data", again).returncode == 14
    done = vaora("check", "--data", again, VAORA_PEOPLE_KEY_FILE=str(store.key_file(place)))
    assert done.returncode == 14 and "kho cán bộ" in done.stderr
    keys = {f"{one.key_variable}_FILE": str(one.key_file(place)) for one in STORES}
    done = vaora("check", "--data", again, **keys)
    assert done.returncode == 0
    assert json.loads((again / "log" / "views.jsonl").read_text())["who"] == "test"

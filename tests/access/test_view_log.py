"""The view log: nothing altered, put in, taken out or cut off unseen; a view that cannot be written is not shown."""

import json
import random
import resource
import signal
import subprocess
import sys
import time
from datetime import datetime

import pytest

from access.view_log import Purpose, View, faults, record, views
from rules.odd_views import MOST_CASES, MOST_SEARCHES, odd
from warehouse.errors import NotRecorded, SecretSpoilt
from warehouse.place import REPOSITORY

DOC = (REPOSITORY / "docs" / "access.md").read_text("utf-8")


def view(number=1):
    return View("An", f"contacts {number}", number, "0" * 64, Purpose("12/TV", "Gọi người tiếp xúc"))


@pytest.fixture
def log(place):
    for number in range(1, 7):
        record(place, view(number))
    return place.log / "views.jsonl"


def test_whole(place, log):
    assert faults(place) == 0
    told = [line for line, _ in views(place)]
    assert [(line["number"], line["rows"], line["purpose"]["case_number"]) for line in told] == [
        (n, n, "12/TV") for n in range(1, 7)
    ]
    assert log.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [*lines[:2], lines[2].replace("contacts 3", "contacts 4"), *lines[3:]],
        lambda lines: [*lines[:2], lines[2].replace('"An"', '"Bình"'), *lines[3:]],
        lambda lines: lines[:2] + lines[3:],
        lambda lines: [*lines[:3], lines[2], *lines[3:]],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: lines[:-1],
        lambda lines: [],
        lambda lines: lines[1:],
        lambda lines: [*lines, json.dumps({**json.loads(lines[-1]), "number": 7})],
        lambda lines: [*lines[:3], "", *lines[3:]],
        lambda lines: ["[]", *lines],
    ],
)
def test_spoilt(place, log, spoil):
    lines = log.read_text("utf-8").splitlines()
    log.write_text("".join(f"{line}\n" for line in spoil(lines)), "utf-8")
    assert faults(place) > 0


def test_a_log_taken_away_whole_is_missed(place, log):
    log.unlink()
    (place.log / "views.head").unlink()
    assert faults(place) == 1


def test_a_folder_without_a_log_has_nothing_wrong(place):
    assert faults(place) == 0 and not (place.secret / "log.key").exists()


def test_a_line_too_long_is_not_written(place, log):
    with pytest.raises(NotRecorded):
        record(place, View("An", "contacts", 1, "", Purpose("1", "x" * 70_000)))
    assert faults(place) == 0 and len(list(views(place))) == 6


@pytest.mark.parametrize("content", ["", "0" * 63, "xyz"])
def test_a_key_that_is_none_is_refused(place, log, content):
    (place.secret / "log.key").write_text(content)
    with pytest.raises(SecretSpoilt):
        faults(place)


@pytest.mark.parametrize("text", [None, "6 " + "0" * 64, "5", "x y"])
def test_the_count_is_sealed_too(place, log, text):
    head = place.log / "views.head"
    head.unlink() if text is None else head.write_text(text)
    assert faults(place) > 0


def test_another_key_does_not_open_it(place, log):
    (place.secret / "log.key").write_text("0" * 64)
    assert faults(place) >= 6


def test_a_line_cut_off_by_a_crash_was_never_shown_for(place, log):
    with log.open("ab") as file:
        file.write(b'{"at": "2021-06-02T08:00')
    assert faults(place) == 0
    record(place, view(7))
    assert faults(place) == 0 and len(list(views(place))) == 7


def test_killed_at_random_points_no_view_that_was_shown_is_missing(place, tmp_path):
    program = (
        "import sys; from pathlib import Path; from warehouse.place import Place; from tests.access.test_view_log import view\n"
        "from access.view_log import record\n"
        "for n in range(1, 100000): record(Place(Path(sys.argv[1])), view(n)); print(n, flush=True)"
    )
    draw, shown = random.Random(3), 0
    for _ in range(5):
        process = subprocess.Popen([sys.executable, "-c", program, place.root], cwd=REPOSITORY, stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(draw.uniform(0.02, 0.3))
        process.send_signal(signal.SIGKILL)
        shown += 1 + len(process.stdout.read().split(b"\n")[:-1])
        process.wait()
        assert faults(place) == 0
        assert len(list(views(place))) >= shown


def test_two_writers_at_once(place):
    program = (
        "import sys; from pathlib import Path; from warehouse.place import Place; from tests.access.test_view_log import view\n"
        "from access.view_log import record\n"
        "for n in range(200): record(Place(Path(sys.argv[1])), view(n))"
    )
    record(place, view())
    running = [subprocess.Popen([sys.executable, "-c", program, place.root], cwd=REPOSITORY) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert faults(place) == 0 and len(list(views(place))) == 601


def test_what_cannot_be_written_is_not_shown(place, log):
    size = log.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 10, before[1]))
    try:
        with pytest.raises(NotRecorded):
            record(place, view(7))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert log.stat().st_size == size and faults(place) == 0


def test_check_says_so(place, into, scans, vaora):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    record(place, view())
    assert vaora("check").returncode == 0
    log = place.log / "views.jsonl"
    log.write_text(log.read_text().replace("contacts 1", "contacts 2"))
    assert vaora("check").returncode == 16


@pytest.mark.parametrize(
    "row", [line for line in DOC.split("Cần hỏi lại |\n")[-1].splitlines() if line.startswith("| 0") or line.startswith("| 2")]
)
def test_what_is_odd(row):
    told, why = (cell.strip() for cell in row.strip("|").split("|"))
    cells = [one.split() for one in told.split(";")]
    found = odd([(datetime.fromisoformat(f"2021-06-02T{at}"), int(rows), case) for at, rows, case in cells])
    assert ", ".join(found) == why.replace("–", "")


def test_many_cases_in_a_day():
    noon = datetime(2021, 6, 2, 12)
    assert odd([(noon, 1, str(n)) for n in range(MOST_CASES)]) == ()
    assert odd([(noon, 1, str(n)) for n in range(MOST_CASES + 1)]) == ("cases",)
    assert odd([(noon, 1, str(n)) for n in range(MOST_CASES)] + [(noon, 1, "")] * MOST_SEARCHES) == ()
    assert odd([(noon, 0, "")] * (MOST_SEARCHES + 1)) == ("searches",)

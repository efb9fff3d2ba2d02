"""What is installed is what the locks name, nothing less is locked than is needed, and none of it is known to be vulnerable."""

import json
import re
import subprocess
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import setup
from warehouse.place import REPOSITORY

LISTS = ("requirements", "requirements-dev", "requirements-npm")
OLD = "urllib3==1.26.4 --hash=sha256:2f4da4594db7e1e110a944bb1b551fdf4e6c136ad42e4234131391e21eb5b0df\n"


def listed(name):
    """The pins of a list, with those of the lists it takes in."""
    found = {}
    for line in (REPOSITORY / f"{name}.txt").read_text().splitlines():
        if line.startswith("-r "):
            found |= listed(line[3:].removesuffix(".txt"))
        elif line and not line.startswith(("-c", "#")):
            package, _, version = line.partition("==")
            found[canonicalize_name(package)] = version
    return found


def entries(name):
    """The entries of a lock: [(package, version, all that stands there)]."""
    text = (REPOSITORY / f"{name}.lock").read_text()
    return [(match[1], match[2], match[0]) for match in re.finditer(r"^([\w.-]+)==([\w.]+)(?:.*\n(?=[ ]))*.*", text, re.M)]


def locked(name):
    """Package → its versions (several where Python versions need different ones), each with its hashes."""
    found = {}
    for package, version, entry in entries(name):
        found.setdefault(package, {})[version] = set(re.findall(r"--hash=(sha256:[0-9a-f]{64})\b", entry))
    return found


def needed(packages):
    """All packages that these need on this machine, as the installed ones say."""
    found, ahead = set(), [Requirement(package) for package in packages]
    while ahead:
        one = ahead.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key in found:
            continue
        found.add(key)
        try:
            below = [Requirement(line) for line in requires(one.name) or []]
        except PackageNotFoundError:
            continue
        ahead += [
            each
            for each in below
            if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in one.extras or {""})
        ]
    return {name for name, _ in found}


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_is_that_of_the_list(name):
    pins, lock = listed(name), locked(name)
    named = {package: {version} for package, version, entry in entries(name) if "-r requirements" in entry}
    assert named == {package: {version} for package, version in pins.items()}, "run `make lock`"
    assert needed(pins) <= set(lock), "run `make lock`"
    assert all(hashes for versions in lock.values() for hashes in versions.values())


def test_locks_name_no_host():
    assert not [name for name in LISTS if "://" in (REPOSITORY / f"{name}.lock").read_text()]


def test_tests_run_with_what_officials_run():
    tests = locked("requirements-dev")
    assert {package: tests[package] for package in locked("requirements")} == locked("requirements")


def test_setup_installs_by_hash_and_runs_nobodys_build(monkeypatch):
    ran = []
    monkeypatch.setattr(setup, "_run", lambda *command: ran.append([str(part) for part in command]))
    setup._environment("requirements.lock")
    setup._npm_from_pypi()
    for command, lock in zip(ran, ("requirements.lock", "requirements-npm.lock"), strict=True):
        assert {"--require-hashes", "--no-deps", "--only-binary", ":all:", str(REPOSITORY / lock)} <= set(command)


@pytest.mark.slow
def test_a_file_with_another_hash_is_refused(tmp_path):
    (tmp_path / "segno-1.6.6-py3-none-any.whl").write_bytes(b"not what was locked")
    (tmp_path / "one.lock").write_text(
        re.search(r"^segno==.*\n(    --hash.*\n)+", (REPOSITORY / "requirements.lock").read_text(), re.M)[0]
    )
    command = [
        sys.executable,
        "-m",
        "pip",
        "--isolated",
        "install",
        "--dry-run",
        "--no-index",
        "--find-links",
        tmp_path,
        "--ignore-installed",
        "--no-deps",
    ]
    done = subprocess.run([*command, "--require-hashes", "-r", tmp_path / "one.lock"], capture_output=True, text=True)
    assert done.returncode and "DO NOT MATCH THE HASHES" in done.stderr, done.stderr


def borne(text, today):
    """Known vulnerabilities that are borne with, by the table of docs/dependencies.md, until its date."""
    rows = re.findall(r"^\| `([A-Z]+-[\w-]+)` \| `[\w.-]+` \| (\d\d)/(\d\d)/(\d{4}) \| .{20,} \|$", text, re.M)
    return {identifier for identifier, *until in rows if date(*map(int, reversed(until))) >= today}


def vulnerable(*options):
    """What the service says of locks: [(package, version, all its identifiers)]; skips the test if nobody answers."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "-s",
        "osv",
        "--timeout",
        "10",
        "-f",
        "json",
    ]
    try:
        done = subprocess.run([*command, "--progress-spinner", "off", *options], capture_output=True, text=True, timeout=180)
    except subprocess.TimeoutExpired:
        pytest.skip("the vulnerability service is too slow")
    if not done.stdout.startswith("{"):
        pytest.skip(f"the vulnerability service was not reached: {done.stderr.strip().splitlines()[-1]}")
    answer = json.loads(done.stdout)["dependencies"]
    assert answer and not [one for one in answer if "skip_reason" in one]
    return [(one["name"], one["version"], {found["id"], *found["aliases"]}) for one in answer for found in one["vulns"]]


def test_nothing_locked_is_known_to_be_vulnerable():
    known = borne((REPOSITORY / "docs/dependencies.md").read_text("utf-8"), date.today())
    found = vulnerable("-r", REPOSITORY / "requirements-dev.lock", "-r", REPOSITORY / "requirements-npm.lock")
    assert [one for one in found if not known & one[2]] == []


@pytest.fixture
def service():
    """A vulnerability service that knows of one, in OSV's own form."""
    known = {"id": "GHSA-q2q7-5pp4-w6pg", "aliases": ["CVE-2021-33503"], "summary": "…", "schema_version": "1.2.0",
             "affected": [{"package": {"name": "urllib3", "ecosystem": "PyPI"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.26.5"}]}]}]}  # fmt: skip

    class Osv(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(
                {"vulns": [known]} if (asked["package"]["name"], asked["version"]) == ("urllib3", "1.26.4") else {}
            ).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Osv)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()


def test_the_audit_can_fail(service, tmp_path):
    (tmp_path / "old.lock").write_text(OLD)
    found = vulnerable("-r", tmp_path / "old.lock", "--osv-url", service)
    assert found == [("urllib3", "1.26.4", {"GHSA-q2q7-5pp4-w6pg", "CVE-2021-33503"})]


@pytest.mark.slow
def test_nobody_answering_is_no_pass(tmp_path):
    (tmp_path / "old.lock").write_text(OLD)
    with pytest.raises(pytest.skip.Exception, match="not reached"):
        vulnerable("-r", tmp_path / "old.lock", "--osv-url", "http://127.0.0.1:9/v1/query")


def test_an_exception_ends_with_its_day():
    row = "| `CVE-2021-33503` | `urllib3` | 28/11/2026 | no address of a stranger's is ever parsed |\n"
    assert borne(row, date(2026, 11, 28)) == {"CVE-2021-33503"} and borne(row, date(2026, 11, 29)) == set()

"""docs/deploy.md followed line by line in a new Debian 12 that has booted with its own systemd.

The guest has a network of its own, so that its ports are nobody else's; only lines that fetch something run in the host's. It clones what
is committed. How the host reaches its package registries is passed on.
"""

import contextlib
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from warehouse.place import REPOSITORY

NEEDED = ("mmdebstrap", "systemd-nspawn", "nsenter", "curl", "git")
NAME = "vaora.example.vn"
BEFORE = "systemd-sysv,dbus,ca-certificates"
FETCHES = ("apt update", "git clone", "git pull")
PASSED_ON = re.compile(r"(PIP_|npm_config_|NODE_EXTRA_CA_CERTS$|SSL_CERT_FILE$|https?_proxy$|no_proxy$)", re.IGNORECASE)
AS_VAORA = "cd /opt/vaora && runuser -u vaora -- env VAORA_DATA=/srv/vaora .venv/bin/python vaora.py"
TIMERS = {
    "vaora-purge": "vaora@purge",
    "vaora-check": "vaora@check",
    "vaora-bulletin": "vaora-bulletin",
    "vaora-backup": "vaora-backup",
}
NO_DATA = 12

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or not all(map(shutil.which, NEEDED)),
        reason=f"needs root and {', '.join(NEEDED)}",
    ),
]


def blocks():
    """Return the doc's blocks of shell lines, a line that goes on behind a backslash as one."""
    found = re.findall(r"^```sh\n(.*?)^```", (REPOSITORY / "docs/deploy.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [block.replace("\\\n", "").splitlines() for block in found]


def registries():
    """Return the host's ways to the package registries: environment, and paths that have to be there in the guest too."""
    passed = {name: value for name, value in os.environ.items() if PASSED_ON.match(name)}
    told = subprocess.run(["pip", "config", "list"], capture_output=True, text=True).stdout if shutil.which("pip") else ""
    named = re.findall(r"(?:file://|(?<=[' =]))(/[^\s']+)", told)
    paths = {"/etc/pip.conf", "/etc/xdg/pip", *(re.sub("/simple/?$", "", path) for path in named)}
    return passed, sorted(path for path in paths if Path(path).exists() and not path.startswith("/etc/ssl/"))


class Guest:
    def __init__(self, folder):
        self.root = folder / "root"
        made = subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={BEFORE}", "bookworm", self.root],
            capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode:
            pytest.skip(f"no Debian could be made here: {made.stderr[-300:]}")
        shutil.copy("/etc/ssl/certs/ca-certificates.crt", self.root / "etc/ssl/certs/ca-certificates.crt")
        subprocess.run(["git", "clone", "--quiet", "--bare", REPOSITORY, folder / "vaora.git"], check=True)
        self.environment, paths = registries()
        binds = [f"--bind-ro={path}" for path in (f"{folder}/vaora.git:/mnt/vaora.git", *paths)]
        self.log = (folder / "boot.log").open("w")
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "--boot", "--register=no", "--keep-unit", "--private-network", "--resolv-conf=replace-host",
             "--machine=vaora-fresh", *binds, "--directory", self.root],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )  # fmt: skip

    def booted(self):
        children = Path(f"/proc/{self.nspawn.pid}/task/{self.nspawn.pid}/children").read_text().split()
        with contextlib.suppress(FileNotFoundError):  # a child that has ended
            if not children or not os.path.samefile(f"/proc/{children[0]}/root", self.root):
                return False  # a line would still run in the host
            self.pid = children[0]
            return self.run("systemctl is-system-running", fails=True).stdout == "running\n"

    def until(self, true):
        for _ in range(120):
            if found := true():
                return found
            assert self.nspawn.poll() is None, "the guest did not boot"
            time.sleep(0.5)
        raise AssertionError("not within a minute")

    def run(self, line, network=False, fails=False):
        """Run a line where the one before has gone with `cd`; `network`: in the host's network."""
        spaces = ["--mount", "--uts", "--ipc", "--pid", "--cgroup", *([] if network else ["--net"])]
        surroundings = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
                        "DEBIAN_FRONTEND": "noninteractive", **(self.environment if network else {})}  # fmt: skip
        keeping = f'cd "$(cat /run/where 2>/dev/null || echo /root)" || exit; {line}\nended=$?; pwd > /run/where; exit $ended'
        command = ["nsenter", "--target", self.pid, "--root", "--wd", *spaces, "/usr/bin/env", "-i"]
        command += [*(f"{name}={value}" for name, value in surroundings.items()), "/bin/bash", "-c", keeping]
        done = subprocess.run(command, input="y\n", capture_output=True, text=True, timeout=900)
        assert fails or done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done

    def ended(self, unit):
        """Start a unit that ends by itself; return its exit code."""
        self.run(f"systemctl start {unit}", fails=True)
        return int(self.run(f"systemctl show {unit} --property=ExecMainStatus --value").stdout)

    def asked(self, path, *options, name=NAME):
        """Return the page and the status that curl gets by nginx, 000 for no answer."""
        command = ["nsenter", "--target", self.pid, "--net", "curl", "--silent", "--cacert", f"{self.root}/etc/vaora/tls.crt",
                   "--resolve", f"{name}:443:127.0.0.1", "--write-out", "\n%{http_code}", *options, f"https://{name}{path}"]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True).stdout.rpartition("\n")[::2]

    def close(self):
        self.nspawn.terminate()  # upon which it shuts the guest down
        self.nspawn.wait(60)
        self.log.close()
        shutil.rmtree(self.root)


@pytest.fixture
def guest(tmp_path):
    made = Guest(tmp_path)
    try:
        made.until(made.booted)
        yield made
    finally:
        made.close()


def follow(guest, block):
    for line in block:
        guest.run(line.replace("…", "/mnt/vaora.git"), network=any(word in line for word in FETCHES))


def test_line_by_line(guest):
    server, nginx, reload, account, newer, wrong = blocks()
    follow(guest, server)
    for path in ("/srv/vaora", "/srv/vaora/secret", "/srv/backup"):
        assert guest.run(f"stat -c '%U %a' {path}").stdout == "vaora 700\n"
    guest.run("systemd-analyze verify /etc/systemd/system/vaora*.timer /etc/systemd/system/vaora*.service")
    bulletin_at = guest.run("systemctl show vaora-bulletin.timer --property=NextElapseUSecRealtime --value").stdout
    assert bulletin_at.endswith(" 23:00:00 UTC\n"), bulletin_at  # 06:00 in Việt Nam, on a machine whose clock is UTC
    assert {unit: guest.ended(service) for unit, service in TIMERS.items()} == dict.fromkeys(TIMERS, NO_DATA)
    guest.run("systemctl reset-failed")

    guest.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME} -addext subjectAltName=DNS:{NAME} "
        "-keyout /etc/vaora/tls.key -out /etc/vaora/tls.crt 2>&1 && chmod 0600 /etc/vaora/tls.key"
    )
    follow(guest, nginx)
    follow(guest, reload)
    guest.until(lambda: guest.asked("/sign-in")[1] == "200")
    assert "<h1>Đăng nhập Vào Ra</h1>" in guest.asked("/sign-in")[0]
    assert guest.asked("/media/x")[1] == "401"
    assert guest.asked("/sign-in", name="other.example.vn")[1] == "000"
    assert guest.run("getent hosts debian.org", fails=True).returncode, "the guest is to be alone"

    guest.run("cd /")
    follow(guest, account)
    form = ("--data", "phone=0912345678", "--header", f"Origin: https://{NAME}")
    assert guest.asked("/sign-in?next=%2F&lang=vi", *form)[1] == "303"
    guest.until(lambda: re.search(r"Ma dang nhap Vao Ra: \d{6}", guest.run("journalctl -u vaora -o cat").stdout))

    guest.run(f"{AS_VAORA} demo --people 300 --days 3")
    assert {unit: guest.ended(service) for unit, service in TIMERS.items()} == dict.fromkeys(TIMERS, 0)
    assert len(guest.run("ls /srv/vaora/bulletins").stdout.split()) == 4
    assert re.fullmatch(r"vaora-\d{4}-\d\d-\d\d-\d{4}\n", guest.run("ls /srv/backup").stdout)
    assert guest.run("find /srv/vaora /srv/backup ! -user vaora").stdout == "/srv/vaora/settings.toml\n"

    guest.run("cd /")
    follow(guest, newer)
    guest.until(lambda: guest.asked("/sign-in")[1] == "200")
    follow(guest, wrong)
    assert guest.run("systemctl --failed --plain --no-legend").stdout == ""

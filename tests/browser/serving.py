"""A dashboard of a data folder, served for real, and the way into it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from access.sessions import begin
from warehouse.clock import now
from warehouse.place import REPOSITORY

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SESSIONS = {}
"""A session for each server, as of somebody who chose to try everything."""


def free_port():
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(place):
    """Yield the address at which a data folder is served."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "vaora.py", "serve", "--port", str(port), "--data", place.root],
                               cwd=REPOSITORY, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.2)
        address = f"http://127.0.0.1:{port}"
        SESSIONS[address] = begin(place, None, now(), role="newcomer")
        yield address
    finally:
        process.terminate()
        process.wait()


def enter(context, address):
    """Give a browser the session of its server."""
    context.add_cookies([{"name": "vaora", "value": SESSIONS[address], "url": address}])

"""Attacks on the server, each also with its guard taken away: then it must succeed, or the test would prove nothing.

What else is tried elsewhere stands in docs/asvs.md, with its test.
"""

import json
import os
import subprocess
import sys

import pytest

from warehouse.place import REPOSITORY, Place

HERE, EVIL = "http://127.0.0.1:8501", "http://evil.example"
STREAM = {"path": "/_stcore/stream", "kind": "websocket", "signed_in": True}
FORM = {"path": "/sign-in/role", "method": "POST", "body": "role=newcomer"}
TRAVERSALS = (
    "/app/static/../vaora.py", "/app/static/%2e%2e/vaora.py", "/app/static/..%2f..%2f..%2fetc/passwd", "/app/static//etc/passwd",
    "/app/static/vendor/%2e%2e/%2e%2e/data/reference/roles.toml", "/static/..%5c..%5cvaora.py", "/static/%2e%2e/%2e%2e/%2e%2e/__init__.py",
    "/component/streamlit_folium.st_folium/%2e%2e/__init__.py", "/component/streamlit_folium.st_folium//etc/passwd", "/media/%2e%2e/vaora.py",
    "/app/static/a%00.js", "/app/static/\\\\evil.example\\share",
)  # fmt: skip
BEHIND = (
    "/media/x",
    "/_stcore/metrics",
    "/_stcore/upload_file/a/b",
    "/component/x",
    "/static/../media/x",
    "/static/%2e%2e/media/x",
)
ATTACKS = {
    "another name": ({"path": "/sign-in", "host": "evil.example"}, "host", 400, 200),
    "another name with a port": ({"path": "/_stcore/health", "host": "evil.example:8501"}, "host", 400, 200),
    "a name before ours": ({"path": "/sign-in", "host": "evil.example@127.0.0.1"}, "host", 400, 200),
    "a name after ours": ({"path": "/sign-in", "host": "127.0.0.1.evil.example"}, "host", 400, 200),
    "no name": ({"path": "/sign-in", "host": ""}, "host", 400, 200),
    "the stream by another name": (STREAM | {"host": "evil.example"}, "host", 400, "websocket.accept"),
    "the stream without a sign-in": (STREAM | {"signed_in": False}, "gate", "websocket.close", "websocket.accept"),
    "a page without a sign-in": ({"path": "/traffic"}, "gate", 401, 200),
    "a form of another site": (FORM | {"headers": [["origin", EVIL]]}, "origin", 403, 303),
    "a form of no site": (FORM | {"headers": [["origin", "null"]]}, "origin", 403, 303),
    "a form without a site": (FORM, "origin", 403, 303),
    "a form of another port": (FORM | {"headers": [["origin", "http://127.0.0.1:8502"]]}, "origin", 403, 303),
    "a role chosen from another machine": (FORM | {"headers": [["origin", HERE]], "client": "10.0.0.9"}, "invented", 403, 303),
    "a form too large": (
        {"path": "/sign-in", "method": "POST", "headers": [["origin", HERE]], "body": "phone=" + "0" * 5000},
        "size",
        413,
        303,
    ),
}
"""What is tried, the guard against it, the answer with it and without it."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Ask all at once of one server over an empty data folder: {key: answer}."""
    place = Place(tmp_path_factory.mktemp("asked"))
    (place.root / "settings.toml").write_text('allowed_hosts = "Vaora.example.vn tram.example.vn"\n')
    place.warehouse.mkdir()
    place.demo_mark.write_text("{}")
    asked = {f"{name}|": one for name, (one, *_) in ATTACKS.items()}
    asked |= {f"{name}|without": one | {"without": guard} for name, (one, guard, *_) in ATTACKS.items()}
    asked |= {f"{path}|in": {"path": path, "signed_in": True} for path in TRAVERSALS}
    asked |= {f"{path}|out": {"path": path} for path in BEHIND}
    asked |= {
        name: {"path": "/sign-in", "host": name}
        for name in ("vaora.example.vn", "TRAM.example.vn:443", "localhost:8501", "[::1]:8501", "[::1]")
    }
    asked["file"] = {"path": "/app/static/vendor/leaflet.js"}
    asked["bare"] = {"path": "/sign-in", "without": "headers"}
    asked["elsewhere"] = {"path": "/sign-in?next=//evil.example", "without": "next"}
    asked["phone"] = {
        "path": "/sign-in?next=/tracing?phone=0987654321",
        "method": "POST",
        "headers": [["origin", HERE]],
        "body": "phone=0912345678",
    }
    asked["stream"] = STREAM
    asked["stream from elsewhere"] = STREAM | {"headers": [["origin", EVIL]]}
    asked["read from elsewhere"] = {"path": "/_stcore/health", "headers": [["origin", EVIL]]}
    asked["upload from elsewhere"] = {
        "path": "/_stcore/upload_file/a/b",
        "method": "PUT",
        "signed_in": True,
        "headers": [["origin", EVIL]],
    }
    asked["here"] = {"path": "/sign-in?next=//evil.example"}
    done = subprocess.run([sys.executable, "-m", "tests.hostile.asking"], input=json.dumps(list(asked.values())), cwd=REPOSITORY, timeout=120,
                          env=os.environ | {"VAORA_DATA": str(place.root)}, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    logs = b"".join(path.read_bytes() for path in place.log.rglob("*") if path.is_file()) if place.log.exists() else b""
    told = dict(zip(asked, json.loads(done.stdout.splitlines()[-1]), strict=True))
    return told | {"logged": done.stderr + "".join(done.stdout.splitlines()[:-1]) + logs.decode()}


@pytest.mark.parametrize("name", ATTACKS)
def test_repelled_with_the_guard_and_only_with_it(name, ask):
    _, _, repelled, succeeds = ATTACKS[name]
    assert (ask[f"{name}|"]["status"], ask[f"{name}|without"]["status"]) == (repelled, succeeds)


@pytest.mark.parametrize("name", ["vaora.example.vn", "TRAM.example.vn:443", "localhost:8501", "[::1]:8501", "[::1]"])
def test_it_answers_under_its_own_names(name, ask):
    assert ask[name]["status"] == 200


def test_the_refusal_says_what_to_do_and_repeats_nothing(ask):
    said = ask["another name|"]["text"]
    assert "allowed_hosts" in said and "evil" not in said


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_file_outside_is_read(path, ask):
    answer = ask[f"{path}|in"]
    assert answer["status"] in (400, 403, 404)
    assert not any(mark in answer["text"] for mark in ("import", "root:", "names", "def "))
    assert ask["file"]["status"] == 200 and "Leaflet" in ask["file"]["text"], "files inside are read"


@pytest.mark.parametrize("path", BEHIND)
def test_an_open_folder_leads_to_nothing_shut(path, ask):
    assert ask[f"{path}|out"]["status"] in (400, 401)


def test_no_other_site_may_frame_it_or_guess_its_kinds(ask):
    with_guard, without = (ask[key]["headers"] for key in ("here", "bare"))
    for name, text in {
        "content-security-policy": "frame-ancestors 'self'",
        "x-frame-options": "SAMEORIGIN",
        "x-content-type-options": "nosniff",
    }.items():
        assert text in with_guard[name] and name not in without


def test_the_way_on_leads_nowhere_else(ask):
    assert "evil.example" not in ask["here"]["text"] and "evil.example" in ask["elsewhere"]["text"]


def test_other_sites_get_no_stream_and_no_leave_to_read(ask):
    assert (ask["stream"]["status"], ask["stream from elsewhere"]["status"]) == ("websocket.accept", "websocket.close")
    assert "access-control-allow-origin" not in ask["read from elsewhere"]["headers"]
    assert ask["upload from elsewhere"]["status"] == 403


def test_the_log_of_the_server_tells_of_nobody_and_holds_no_token(ask):
    assert ask["phone"]["status"] == 303
    cookie = ask["phone"]["headers"]["set-cookie"].split("=")[1].split(";")[0]
    assert len(cookie) > 20 and "Rejecting WebSocket" in ask["logged"], "something was logged"
    assert not [planted for planted in ("0912345678", "912345678", "0987654321", cookie) if planted in ask["logged"]]

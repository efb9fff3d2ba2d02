"""The files of deploy/: systemd takes the units, and nginx with TLS brings a browser in and keeps strangers out."""

import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from datetime import date

import pytest

from tests.browser.serving import CHROMIUM, free_port, served
from tests.provinces import invented
from warehouse.place import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
NAME = "vaora.example.vn"
needs_nginx = pytest.mark.skipif(not NGINX or not shutil.which("openssl"), reason="no nginx or no openssl on this machine")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_takes_the_units(tmp_path):
    for path in DEPLOY.glob("vaora*"):
        text = (
            path.read_text("utf-8")
            .replace("/opt/vaora/.venv/bin/python", "/bin/true")
            .replace("WorkingDirectory=/opt/vaora", "WorkingDirectory=/")
        )
        (tmp_path / path.name).write_text(text.replace("User=vaora", "User=root"))
    units = [*sorted(str(path) for path in tmp_path.glob("*.timer")), str(tmp_path / "vaora.service")]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units],
        capture_output=True,
        text=True,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    said = [line for line in done.stderr.splitlines() if "vaora" in line]
    assert done.returncode == 0 and not said, said


def test_every_command_of_the_units_exists():
    named = {path.stem.partition("-")[2] for path in DEPLOY.glob("*.timer")}
    help_text = subprocess.run([os.sys.executable, "vaora.py", "--help"], cwd=REPOSITORY, capture_output=True, text=True).stdout
    assert named and all(f" {name} " in help_text for name in named), (named, help_text)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """deploy/nginx.conf with a certificate of its own and ports that nobody has, before a dashboard of invented data."""
    place, _ = invented(tmp_path_factory, people=300, venues=30, days=3, end=date(2021, 6, 9), seed=5)
    (place.root / "settings.toml").write_text(f'allowed_hosts = "{NAME}"\n')
    folder = tmp_path_factory.mktemp("nginx")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", folder / "tls.key", "-out", folder / "tls.crt"], check=True, capture_output=True,
    )  # fmt: skip
    tls, plain = free_port(), free_port()
    with served(place) as address:
        ours = (DEPLOY / "nginx.conf").read_text("utf-8")
        for old, new in {"/etc/vaora/": f"{folder}/", "127.0.0.1:8501": address.removeprefix("http://"), "/var/log/nginx": str(folder),
                         "listen [::]:443 ssl http2;\n": "", "listen [::]:80;\n": "", "listen [::]:443 ssl default_server;\n": "",
                         "listen 443": f"listen 127.0.0.1:{tls}", "listen 80": f"listen 127.0.0.1:{plain}", "$host$request_uri": f"$host:{tls}$request_uri"}.items():  # fmt: skip
            assert old in ours, old
            ours = ours.replace(old, new)
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\nhttp {{\n{ours}\n}}\n"
        )
        subprocess.run([NGINX, "-t", "-c", folder / "nginx.conf", "-e", folder / "error.log"], check=True, capture_output=True)
        process = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-e", folder / "error.log"], stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", tls)) == 0:
                    break
            time.sleep(0.1)
        yield tls, plain, folder
        process.terminate()
        process.wait()


def asked(site, path, name=NAME, **headers):
    trusting = ssl.create_default_context(cafile=site[2] / "tls.crt")
    with socket.create_connection(("127.0.0.1", site[0]), 20) as raw, trusting.wrap_socket(raw, server_hostname=name) as tls:
        lines = "".join(f"{key.replace('_', '-')}: {value}\r\n" for key, value in headers.items())
        tls.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}:{site[0]}\r\nConnection: close\r\n{lines}\r\n".encode())
        return b"".join(iter(lambda: tls.recv(65536), b"")).decode("latin-1")


@needs_nginx
def test_a_browser_comes_in_over_tls(site):
    from playwright.sync_api import sync_playwright

    tls = site[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
        )
        context = browser.new_context(ignore_https_errors=True, locale="vi-VN")
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"https://{NAME}:{tls}/traffic")
        page.get_by_role("button", name="Sở Y tế").click()
        page.get_by_role("heading", name="Lưu lượng vào, ra").wait_for()
        page.frame_locator("iframe[title='streamlit_folium.st_folium']").locator(".leaflet-heatmap-layer").wait_for()
        (cookie,) = [one for one in context.cookies() if "vaora" in one["name"]]
        assert (cookie["name"], cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == ("__Host-vaora", True, True, "Lax")
        browser.close()


@needs_nginx
def test_strangers_and_other_names(site):
    assert asked(site, "/media/x").startswith("HTTP/1.1 401")
    entrance = asked(site, "/sign-in")
    assert "Strict-Transport-Security: max-age=31536000; includeSubDomains" in entrance and "frame-ancestors 'self'" in entrance
    with pytest.raises(ssl.SSLError):
        asked(site, "/sign-in", name="other.example.vn")
    with pytest.raises(urllib.error.HTTPError) as moved:
        urllib.request.build_opener(NoRedirect).open(f"http://127.0.0.1:{site[1]}/traffic")
    assert (moved.value.code, moved.value.headers["Location"].startswith("https://")) == (301, True)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None

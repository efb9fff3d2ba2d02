"""How a one-time code reaches its official: <data>/secret/sender.toml names the way; without the file, the server's console,
unless the server answers under a name of its own: then nobody gets a code.

kind = "http"                                  # an SMS gateway
url = "https://sms.example.vn/send"
body = '{"to": "{phone}", "text": "{text}"}'   # posted as it stands, its two places filled
header = { Authorization = "Bearer …", Content-Type = "application/json" }

kind = "smtp"
host = "mail.example.vn"
port = 587
user = "…"
password = "…"
sender = "vaora@example.vn"
"""

import json
import smtplib
import ssl
import sys
import tomllib
import urllib.request
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any

from access.accounts import Account
from warehouse.errors import SenderWrong
from warehouse.place import Place
from warehouse.settings import load_settings

Send = Callable[[Account, str], None]
WAIT_SECONDS = 20


def sender(place: Place) -> Send:
    """Return what sends (account, text). Raises SenderWrong if the file is no good, before anybody waits for a code."""
    path = place.secret / "sender.toml"
    if not path.exists():
        if load_settings(place).allowed_hosts:
            raise SenderWrong
        return _console
    try:
        given = tomllib.loads(path.read_text("utf-8"))
        made = {"http": _http, "smtp": _smtp, "console": lambda _: _console}[given["kind"]]
        return made(given)
    except (KeyError, TypeError, ValueError):
        raise SenderWrong from None


def _console(account: Account, text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _http(given: Mapping[str, Any]) -> Send:
    url, body, header = str(given["url"]), str(given["body"]), dict(given.get("header", {}))
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise ValueError

    def send(account: Account, text: str) -> None:
        filled = body.replace("{phone}", _inside(account.phone)).replace("{text}", _inside(text))
        request = urllib.request.Request(url, filled.encode(), header, method="POST")
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS):
            pass

    return send


def _inside(text: str) -> str:
    """Return a text as it stands inside the quotes of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _smtp(given: Mapping[str, Any]) -> Send:
    host, port, by = str(given["host"]), int(given["port"]), str(given["sender"])
    user, password = str(given.get("user", "")), str(given.get("password", ""))

    def send(account: Account, text: str) -> None:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = by, account.email, "Vào Ra"
        letter.set_content(text)
        with smtplib.SMTP(host, port, timeout=WAIT_SECONDS) as server:
            if host != "127.0.0.1":
                server.starttls(context=ssl.create_default_context())
            if user:
                server.login(user, password)
            server.send_message(letter)

    return send

"""The gate before everything the server answers: who is not signed in gets the sign-in page and nothing else.

Screens ask again for themselves who is there (ui.signed_in.user_now): a connection lives on when its sign-in has ended.
Streamlit is told which sign-in a connection is of, so that what one began is not given back to another.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.sessions import User, user_of
from rules.messages import explain
from ui.signed_in import COOKIES, place, settings, token_in
from ui.texts import LANGUAGES
from warehouse.clock import now
from warehouse.errors import VaoraError

SIGN_IN = b"x-vaora-sign-in"
"""The header of .streamlit/config.toml by which Streamlit knows sign-ins apart."""
OPEN = ("/sign-in", "/static/", "/app/static/", "/_stcore/health", "/_stcore/host-config", "/favicon")
"""What needs no sign-in: the page for it, and files that are the same for everybody and hold no data."""
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob: {tiles}; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:;"
    " frame-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class Gate:
    """The ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif wrong := _wrong():
            await PlainTextResponse(wrong, 503)(scope, receive, send)
        elif not _meant(Headers(scope=scope).get("host", "")):
            await PlainTextResponse(explain("host_unknown", {}, LANGUAGES[0]), 400)(scope, receive, _guarded(send))
        elif scope["path"].startswith(OPEN):
            await self.app(scope, receive, _guarded(send))
        elif user := signed_in(HTTPConnection(scope)):
            await self.app({**scope, "headers": _marked(scope["headers"], user)}, receive, _guarded(send, scope["path"]))
        else:
            await _refuse(scope, receive, _guarded(send))


def _wrong() -> str:
    """Return in words why nobody can be let in; '': nothing is wrong."""
    try:
        settings()
    except VaoraError as error:
        return explain(error.code, error.values, LANGUAGES[0])
    return ""


def _meant(host: str) -> bool:
    """Return whether a request was sent to a name of this server: a page of another name, made to lead here, asks by that."""
    name = re.sub(r":\d+$", "", host).lower()
    return name in LOOPBACK or name in settings().allowed_hosts.lower().split()


def signed_in(asks: HTTPConnection) -> User | None:
    """Return who asks. Under TLS only the cookie counts that no other host of the domain can have set."""
    names = COOKIES[:1] if asks.url.scheme in ("https", "wss") else COOKIES
    return user_of(place(), settings(), token_in(asks.cookies, names), now())


def _marked(headers: Iterable[tuple[bytes, bytes]], user: User) -> list[tuple[bytes, bytes]]:
    """Return the headers with the mark of the sign-in, whatever the browser said it was."""
    return [(name, value) for name, value in headers if name != SIGN_IN] + [(SIGN_IN, user.session.encode())]


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4401})
        return
    asked = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    page = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")
    answer = RedirectResponse(f"/sign-in?next={quote(asked, safe='')}", 303) if page else PlainTextResponse("", 401)
    await answer(scope, receive, send)


def _guarded(send: Send, path: str = "") -> Send:
    policy = POLICY.format(tiles="https:" if settings().tile_url.startswith("https:") else "").replace(" ;", ";")

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy
            headers["X-Content-Type-Options"] = "nosniff"
            headers["X-Frame-Options"] = "SAMEORIGIN"
            headers["Referrer-Policy"] = "same-origin"
            if path.startswith("/media/") or headers.get("content-type", "").startswith("text/html"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return guarded

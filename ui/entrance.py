"""The sign-in as the letter knows it: a phone, a one-time code, the screens of one's role. Plain pages, without script.

A province with a sign-on of its own uses that: whoever comes back from there is given a session of ours, as all are. Over
invented data, asked from this very machine, a newcomer chooses a role instead.
"""

import html
import json
import logging
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from access import accounts, codes, provider, sessions
from access.accounts import Account
from access.keys import locked, unlocked
from access.roles import roles
from access.senders import sender
from rules.messages import explain
from ui.signed_in import COOKIES, place, settings, token_in
from ui.texts import LANGUAGES, text
from warehouse.clock import now
from warehouse.errors import AccountRefused, ProviderRefused, VaoraError

ASKED, AWAY = "vaora_asked", "vaora_away"
AWAY_SECONDS = 600
LONGEST_NEXT = 500
"""It may travel in a cookie, which holds 4,096 bytes, as do all headers of an answer at nginx."""
MOST_BYTES = 4_000
STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#eef3f2;color:#17303a;"
    "font:16px/1.5 'Be Vietnam Pro','Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif}"
    "main{background:#fff;padding:2rem 2.4rem;border-radius:.6rem;box-shadow:0 1px 6px #17303a33;box-sizing:border-box;"
    "width:min(31rem,94vw)}h1{font-size:1.5rem;margin:0 0 1rem}h2{font-size:1.05rem;margin:1.6rem 0 .2rem}p{margin:.4rem 0}"
    "label{display:block;font-weight:600;margin-top:1rem}"
    "input{width:100%;box-sizing:border-box;font:inherit;padding:.55rem;margin:.3rem 0 .8rem;border:1px solid #b9c7c5;"
    "border-radius:.4rem}"
    "button,a.go{font:inherit;width:100%;padding:.55rem;margin-top:.4rem;border:1px solid #0b6e75;border-radius:.4rem;"
    "background:#0b6e75;color:#fff;cursor:pointer}"
    "a.go{display:block;box-sizing:border-box;text-align:center;text-decoration:none}"
    "button.role{background:#fff;color:#0b6e75;text-align:left}.wrong{color:#a32020;font-weight:600}"
    ".lang{text-align:right;margin:0}a{color:#0b6e75}"
)


def _page(request: Request, parts: str, status: int = 200) -> HTMLResponse:
    lang = _language(request)
    other = next(one for one in LANGUAGES if one != lang)
    switch = html.escape(f"{request.url.path}?{_query(_next(request), other)}")
    return HTMLResponse(
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_say(request, 'title')}</title><style>{STYLE}</style></head><body><main>"
        f'<p class="lang"><a href="{switch}">{other.upper()}</a></p><h1>{_say(request, "title")}</h1>{parts}</main></body>'
        "</html>",
        status,
    )


def _say(request: Request, code: str, **values: object) -> str:
    return html.escape(text(_language(request), f"entrance.{code}", **values))


def _language(request: Request) -> str:
    given = request.query_params.get("lang")
    return given if given in LANGUAGES else LANGUAGES[0]


def _next(request: Request) -> str:
    """Return the screen to go to after the sign-in: an address of this server only."""
    given = request.query_params.get("next", "/")
    parts = urlsplit(given)
    here = given.startswith("/") and not given.startswith(("//", "/\\", "/sign-")) and not parts.netloc and not parts.scheme
    return given if here and given.isprintable() and len(quote(given)) <= LONGEST_NEXT else "/"


def _query(goes_to: str, lang: str) -> str:
    return f"next={quote(goes_to, safe='')}&lang={lang}"


def _form(request: Request, to: str, inside: str) -> str:
    action = html.escape(f"{to}?{_query(_next(request), _language(request))}")
    return f'<form method="post" action="{action}">{inside}</form>'


def _near(request: Request) -> bool:
    """Return whether a role may be chosen without an account: over invented data, asked from this machine."""
    return place().is_demo and request.client is not None and request.client.host in ("127.0.0.1", "::1")


async def _given(request: Request) -> dict[str, str]:
    """Return the fields of the form; whoever sends what no form of ours does is told that it is none."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        return {name: values[0] for name, values in parse_qs(body.decode("utf-8")).items()}
    except ValueError:
        raise HTTPException(400) from None


def _ours(request: Request) -> bool:
    """Return whether a form was sent from a page of this server."""
    return urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host")


async def start(request: Request) -> Response:
    """GET: the form for the phone. POST: make and send a code, without telling whether the phone is known."""
    if request.method == "GET":
        return _page(request, _ways(request))
    if not _ours(request):
        return PlainTextResponse("", 403)
    given, here = await _given(request), place()
    asked = codes.ask(here, given.get("phone", ""), request.client.host if request.client else "", now())
    words = text(_language(request), "entrance.sms", code=asked.code)
    to = f"/sign-in/code?{_query(_next(request), _language(request))}"
    answer = RedirectResponse(to, 303, background=BackgroundTask(_send, asked.account, words))
    minutes = int(codes.GOOD_FOR.total_seconds())
    answer.set_cookie(ASKED, asked.token, minutes, path="/sign-in", httponly=True, samesite="strict", secure=_tls(request))
    return answer


def _send(account: Account | None, words: str) -> None:
    """Send after the answer has gone, so that no one can time it."""
    if account is None:
        return
    try:
        sender(place())(account, words)
    except (OSError, VaoraError) as error:
        logging.error("one-time code not sent: %s", type(error).__name__)


def _ways(request: Request) -> str:
    to = html.escape(f"/sign-in/oidc?{_query(_next(request), _language(request))}")
    province = f'<p><a class="go" href="{to}">{_say(request, "province")}</a></p><h2>{_say(request, "by_phone")}</h2>'
    return _roles(request) + (province if provider.configured(place()) else "") + _phone(request)


def _phone(request: Request) -> str:
    field = f'<label>{_say(request, "phone")}<input name="phone" type="tel" autocomplete="tel" required maxlength="20"></label>'
    return _form(request, "/sign-in", f"{field}<button>{_say(request, 'send')}</button>")


def _roles(request: Request) -> str:
    if not _near(request):
        return ""
    lang = _language(request)
    cards = "".join(
        f'<button class="role" name="role" value="{key}">{html.escape(role.names[lang])}</button>'
        for key, role in roles().items()
    )
    return (
        f"<h2>{_say(request, 'choose')}</h2><p>{_say(request, 'choose_note')}</p>{_form(request, '/sign-in/role', cards)}"
        f"<h2>{_say(request, 'or_phone')}</h2>"
    )


async def code(request: Request) -> Response:
    """GET: the form for the code. POST: the session, if it is the right one."""
    token = request.cookies.get(ASKED, "")
    if not token:
        return RedirectResponse(f"/sign-in?{_query(_next(request), _language(request))}", 303)
    if request.method == "GET":
        return _page(request, _code(request))
    if not _ours(request):
        return PlainTextResponse("", 403)
    account = codes.enter(place(), token, (await _given(request)).get("code", "").strip(), now())
    if account is None:
        return _page(request, f'<p class="wrong">{_say(request, "wrong")}</p>{_code(request)}', 403)
    return _entered(request, sessions.begin(place(), account, now(), before=token_in(request.cookies)))


def _code(request: Request) -> str:
    again = html.escape(f"/sign-in?{_query(_next(request), _language(request))}")
    field = (
        f'<label>{_say(request, "code")}<input name="code" inputmode="numeric" autocomplete="one-time-code" required'
        ' pattern="[0-9]{6}" maxlength="6" autofocus></label>'
    )
    form = _form(request, "/sign-in/code", f"{field}<button>{_say(request, 'enter')}</button>")
    return f'<p>{_say(request, "sent")}</p>{form}<p><a href="{again}">{_say(request, "again")}</a></p>'


async def role(request: Request) -> Response:
    """POST: a session of the role chosen, over invented data and from this machine."""
    chosen = (await _given(request)).get("role", "") if _ours(request) and _near(request) else ""
    if chosen not in roles():
        return PlainTextResponse("", 403)
    return _entered(request, sessions.begin(place(), None, now(), role=chosen, before=token_in(request.cookies)))


async def away(request: Request) -> Response:
    """GET: to the province's own sign-on. What has to match on the way back goes along in a locked cookie."""
    journey: dict[str, Any] = {}
    try:
        given, to = provider.provider(place()), f"{request.base_url}sign-in/oidc/back"
        answer = await provider.ask(given, _with(request, session=journey), to, _fresh(), _language(request))
    except VaoraError as error:
        return _refused(request, error)
    kept = {"journey": journey, "query": _query(_next(request), _language(request)), "until": _in(AWAY_SECONDS)}
    cookie = locked(place(), AWAY, json.dumps(kept))
    answer.set_cookie(AWAY, cookie, AWAY_SECONDS, path="/sign-in", httponly=True, samesite="lax", secure=_tls(request))
    return answer


def _with(request: Request, **parts: object) -> Request:
    """Return a request like this one but for some parts. (The server keeps a session of its own in what is given to it.)"""
    return Request({**request.scope, **parts})


def _fresh() -> int:
    """Return for how many seconds a proof given to the province's sign-on counts: as long as a session here may lie idle."""
    return settings().session_idle_minutes * 60


def _in(seconds: int) -> str:
    return (now() + timedelta(seconds=seconds)).isoformat()


async def back(request: Request) -> Response:
    """GET: back from the province's sign-on; a session for whom it vouches, in the role that it says."""
    kept = json.loads(unlocked(place(), AWAY, request.cookies.get(AWAY, "")) or "{}")
    before = _with(request, path="/sign-in", query_string=kept.get("query", "").encode())
    journey = kept["journey"] if kept.get("until", "") > _in(0) else {}
    try:
        told = await provider.person(provider.provider(place()), _with(request, session=journey), _fresh())
        number = accounts.of_provider(place(), told.issuer, told.subject, told.name, told.role, told.scope)
    except AccountRefused as error:
        return _refused(before, error if error.code == "account_closed" else ProviderRefused("provider_role"))
    except VaoraError as error:
        return _refused(before, error)
    return _entered(before, sessions.begin(place(), number, now(), before=token_in(request.cookies)))


def _refused(request: Request, error: VaoraError) -> Response:
    words = f'<p class="wrong">{html.escape(explain(error.code, error.values, _language(request)))}</p>'
    if error.code in ("provider_role", "account_closed"):
        words += f'<p><a href="/sign-in/oidc/out">{_say(request, "province_out")}</a></p>'
    answer = _page(request, words + _ways(request), 503 if error.code in ("provider_settings", "provider_down") else 403)
    answer.delete_cookie(AWAY, path="/sign-in")
    return answer


async def out(request: Request) -> Response:
    """GET, from a page of ours: the session ends here and then at the province's sign-on."""
    here = f"{request.base_url}sign-in"
    if urlsplit(request.headers.get("referer", "")).netloc != request.headers.get("host"):
        return RedirectResponse(here, 303)
    sessions.end(place(), token_in(request.cookies), now())
    try:
        to = await provider.way_out(provider.provider(place()), here)
    except VaoraError:
        to = ""
    return RedirectResponse(to or here, 303)


def _entered(request: Request, token: str) -> Response:
    goes_to, lang = _next(request), _language(request)
    if lang != LANGUAGES[0] and "lang=" not in goes_to:
        goes_to += f"{'&' if '?' in goes_to else '?'}lang={lang}"
    answer = RedirectResponse(goes_to, 303)
    for name in (ASKED, AWAY):
        answer.delete_cookie(name, path="/sign-in")
    answer.set_cookie(COOKIES[0 if _tls(request) else 1], token, httponly=True, samesite="lax", secure=_tls(request))
    return answer


def _tls(request: Request) -> bool:
    return request.url.scheme == "https"


ROUTES = [
    Route("/sign-in", start, methods=["GET", "POST"]),
    Route("/sign-in/code", code, methods=["GET", "POST"]),
    Route("/sign-in/role", role, methods=["POST"]),
    Route("/sign-in/oidc", away),
    Route("/sign-in/oidc/back", back),
    Route("/sign-in/oidc/out", out),
]

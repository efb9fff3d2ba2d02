"""The province's own sign-on, by OpenID Connect: <data>/secret/oidc.toml names it, Authlib speaks the protocol.

issuer = "https://dangnhap.example.vn"         # where /.well-known/openid-configuration is
client_id = "vaora"
client_secret = "…"
scope = "openid profile roles"                 # what is asked of it
claims = { name = "name", role = "roles", scope = "agency" }

[roles]                                        # its role = ours; of several, the first of this table counts
"can-bo-truy-vet" = "tracer"

Code flow with PKCE, state and nonce. Of the token are proved: signature (never a symmetric one), issuer, audience, nonce,
times, and that whoever signs in proved to the provider who they are no longer ago than a session here may lie idle.
"""

import logging
import ssl
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import RedirectResponse

from access.roles import NEWCOMER, roles
from warehouse.errors import ProviderRefused
from warehouse.place import Place

WAIT_SECONDS, LEEWAY_SECONDS = 10, 60
LONGEST_NAME = 80
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")


@dataclass(frozen=True)
class Provider:
    """The file; `claims`: the provider's names of name, role and scope, `roles`: its roles and ours."""

    issuer: str
    client_id: str
    client_secret: str
    scope: str
    claims: Mapping[str, str]
    roles: Mapping[str, str]

    def __post_init__(self) -> None:
        texts = (self.issuer, self.client_id, self.client_secret, self.scope, *self.claims.values())
        mine = set(roles()) - {NEWCOMER}
        if not all(isinstance(one, str) and one for one in texts) or set(self.claims) != {"name", "role", "scope"}:
            raise ValueError
        if not _safe(self.issuer) or not self.roles or not set(self.roles.values()) <= mine:
            raise ValueError


@dataclass(frozen=True)
class Person:
    """Who the provider says it is, in our words."""

    issuer: str
    subject: str
    name: str
    role: str
    scope: str


def configured(place: Place) -> bool:
    """Return whether the province has a sign-on of its own."""
    return (place.secret / "oidc.toml").exists()


def provider(place: Place) -> Provider:
    """Return what the file says. Raises ProviderRefused."""
    try:
        return Provider(**tomllib.loads((place.secret / "oidc.toml").read_text("utf-8")))
    except (OSError, TypeError, AttributeError, ValueError):
        raise ProviderRefused("provider_settings") from None


async def ask(given: Provider, request: Request, back: str, max_age: int, language: str) -> RedirectResponse:
    """Return the way to the provider, from which the browser comes `back`; what has to be remembered until then is put into
    request.session. Who proved longer than `max_age` seconds ago who they are does so again. Raises ProviderRefused."""
    with _refusing():
        client = await _client(given)
        answer = await client.authorize_redirect(request, back, max_age=max_age, ui_locales=language)
        _only_safe(answer.headers["location"])
        return answer


async def person(given: Provider, request: Request, max_age: int) -> Person:
    """Return who came back from the provider with this request, of whose session `ask` was. Raises ProviderRefused."""
    with _refusing():
        client = await _client(given)
        proved = {"iss": {"essential": True, "value": given.issuer}, "aud": {"essential": True, "value": given.client_id}}
        token = await client.authorize_access_token(request, claims_options=proved, leeway=LEEWAY_SECONDS)
        told = token["userinfo"]
        if told["auth_time"] + max_age + LEEWAY_SECONDS < time.time():
            raise ValueError
        if given.claims["role"] not in told and "userinfo_endpoint" in client.server_metadata:
            more = await client.userinfo(token=token)
            if more["sub"] != told["sub"]:
                raise ValueError
            told = {**more, **told}
        return _person(given, told)


def _person(given: Provider, told: Mapping[str, Any]) -> Person:
    held = told.get(given.claims["role"])
    held = [held] if isinstance(held, str) else held if isinstance(held, list) else []
    role = next((ours for theirs, ours in given.roles.items() if theirs in held), "")
    kind = roles()[role].scope if role else ""
    scope = str(told.get(given.claims["scope"]) or "").strip() if kind in ("agency", "district") else ""
    if not role or (kind == "agency" and not scope):
        raise ProviderRefused("provider_role")
    name = " ".join(str(told.get(given.claims["name"]) or told["sub"]).split())
    shown = "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME]
    return Person(given.issuer, str(told["sub"]), shown, role, scope)


async def way_out(given: Provider, back: str) -> str:
    """Return where the provider ends its own session and sends the browser `back`; '': it offers no such thing. Raises
    ProviderRefused."""
    with _refusing():
        client = await _client(given)
        if "end_session_endpoint" not in client.server_metadata:
            return ""
        address = (await client.create_logout_url(post_logout_redirect_uri=back, client_id=given.client_id))["url"]
        _only_safe(address)
        return str(address)


async def _client(given: Provider) -> StarletteOAuth2App:
    client = OAuth().register(
        "province",
        client_id=given.client_id,
        client_secret=given.client_secret,
        server_metadata_url=f"{given.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": given.scope,
            "code_challenge_method": "S256",
            "timeout": WAIT_SECONDS,
            "verify": _trusted(),
            "event_hooks": {"request": [_before_each]},
        },
    )
    metadata = await client.load_server_metadata()
    if metadata["issuer"] != given.issuer:
        raise ValueError
    offered = metadata.get("id_token_signing_alg_values_supported", [])
    metadata["id_token_signing_alg_values_supported"] = [one for one in ALGORITHMS if one in offered]
    return client


@cache
def _trusted() -> ssl.SSLContext:
    """Return whose certificates are believed: those that this machine believes. Read once, which takes long."""
    return ssl.create_default_context()


async def _before_each(request: httpx2.Request) -> None:
    _only_safe(str(request.url))


def _only_safe(address: str) -> None:
    if not _safe(address):
        raise ProviderRefused("provider_settings")


def _safe(address: str) -> bool:
    """Return whether nobody between can read or change what is sent there: TLS, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "127.0.0.1")


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn whatever goes wrong with a provider into one of three sentences; of an error only the kind is written down."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise _refusal("provider_down", error) from None
    except OAuthError as error:
        raise _refusal("provider_cancelled" if error.error == "access_denied" else "provider_unproved", error) from None
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise _refusal("provider_unproved", error) from None


def _refusal(code: str, error: Exception) -> ProviderRefused:
    logging.warning("sign-on of the province: %s (%s)", code, type(error).__name__)
    return ProviderRefused(code)

"""The province's own sign-on: who is let in by which token, and that every lie of it is refused. The provider is invented here."""

import hmac
import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from authlib.common.encoding import urlsafe_b64encode as part
from authlib.integrations.starlette_client import StarletteOAuth2App
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.testclient import TestClient

from access import accounts, provider
from access.sessions import user_of
from ui import entrance
from warehouse.clock import now
from warehouse.settings import load_settings

SETTINGS = """issuer = "{issuer}"
client_id = "vaora"
client_secret = "only-for-tests"
scope = "openid profile roles"
claims = {{ name = "name", role = "roles", scope = "agency" }}

[roles]
"truy-vet" = "tracer"
"dau-moi" = "agency"
"xem" = "viewer"
"""
KEY = RSAKey.generate_key(2048, {"kid": "1"})


class Province:
    """A provider that says what it is told to."""

    def __init__(self):
        self.claims, self.header, self.key, self.told, self.asked, self.metadata = {}, {"alg": "RS256"}, KEY, {}, {}, {}
        server = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                self.say({"/.well-known/openid-configuration": server.discovery(), "/jwks": {"keys": [KEY.as_dict(private=False)]},
                          "/me": server.told}[self.path])  # fmt: skip

            def do_POST(self):
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                server.asked = {name: value for name, (value,) in parse_qs(form).items()}
                self.say({"access_token": "a", "token_type": "Bearer", "id_token": server.token()})

            def say(self, told):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def discovery(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/me",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.metadata,
        }

    def token(self):
        if self.header["alg"] == "RS256":
            return jwt.encode({"kid": "1", **self.header}, self.claims, self.key, algorithms=["RS256"])
        signed = b".".join(part(json.dumps(one).encode()) for one in ({"kid": "1", **self.header}, self.claims))
        public = KEY.as_pem(private=False)
        ends = part(hmac.digest(public, signed, "sha256")) if self.header["alg"] == "HS256" else b""
        return (signed + b"." + ends).decode()


@pytest.fixture(scope="module")
def running():
    province = Province()
    yield province
    province.server.shutdown()
    province.server.server_close()


@pytest.fixture
def province(running, place, monkeypatch):
    running.claims, running.header, running.key, running.told, running.metadata = {}, {"alg": "RS256"}, KEY, {}, {}
    place.secret.mkdir(parents=True)
    (place.secret / "oidc.toml").write_text(SETTINGS.format(issuer=running.issuer), "utf-8")
    return running


@pytest.fixture
def browser():
    return TestClient(Starlette(routes=entrance.ROUTES), follow_redirects=False)


def away(browser, query=""):
    """Go to the provider; return what was asked of it."""
    answer = browser.get(f"/sign-in/oidc{query}")
    assert answer.status_code == 302, answer.text
    return {name: value for name, (value,) in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def back(browser, province, asked, /, state=None, **claims):
    """Come back with a token whose claims are right unless said otherwise (None: left out)."""
    good = {"iss": province.issuer, "aud": "vaora", "sub": "u1", "exp": time.time() + 60, "iat": time.time(), "nonce": asked["nonce"],
            "auth_time": time.time(), "name": "Lê Thị Cúc", "roles": ["truy-vet"]}  # fmt: skip
    province.claims = {name: value for name, value in {**good, **claims}.items() if value is not None}
    return browser.get(f"/sign-in/oidc/back?code=c&state={state or asked['state']}")


def who(place, browser):
    return user_of(place, load_settings(place), browser.cookies.get("vaora", ""), now())


def test_in_by_the_province_s_account(place, province, browser):
    asked = away(browser, "?next=%2Ftracing&lang=vi")
    assert (asked["response_type"], asked["code_challenge_method"], asked["max_age"]) == ("code", "S256", "1800")
    assert asked["redirect_uri"] == "http://testserver/sign-in/oidc/back"
    answer = back(browser, province, asked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/tracing")
    assert "httponly" in answer.headers["set-cookie"].lower() and "vaora_away" not in browser.cookies
    assert len(province.asked["code_verifier"]) >= 43
    found = who(place, browser)
    assert (found.name, found.role.key, found.scope, found.outside) == ("Lê Thị Cúc", "tracer", "", True)
    later = now() + timedelta(minutes=31)
    assert user_of(place, load_settings(place), browser.cookies["vaora"], later) is None, "a session like all others"


def test_name_and_role_follow_the_province_at_each_sign_in_and_the_account_stays(place, province, browser):
    back(browser, province, away(browser))
    first = browser.cookies["vaora"]
    back(browser, province, away(browser), name="Lê Thị  Cúc\n(m\u202eới)", roles="xem")
    assert [(one.name, one.role, one.way, one.phone) for one in accounts.accounts(place)] == [
        ("Lê Thị Cúc (mới)", "viewer", "provider", "")
    ]
    assert who(place, browser).role.key == "viewer"
    assert user_of(place, load_settings(place), first, now()) is None, "the session before is over"
    back(browser, province, away(browser), sub="u2")
    assert [one.number for one in accounts.accounts(place)] == [1, 2]


def test_nobody_becomes_the_owner_of_a_phone_by_what_the_province_says(place, province, browser):
    accounts.add(place, "0912345678", "Nguyễn Thị An", "tracer", "test")
    back(browser, province, away(browser), sub="0912345678", phone_number="0912345678", email="an@example.vn", roles=["xem"])
    assert [(one.name, one.role) for one in accounts.accounts(place)] == [("Nguyễn Thị An", "tracer"), ("Lê Thị Cúc", "viewer")]


@pytest.mark.parametrize(
    "claims, role, scope",
    [
        ({"roles": ["khac", "xem", "truy-vet"]}, "tracer", ""),
        ({"roles": "xem", "agency": "SYT"}, "viewer", ""),
        ({"roles": ["dau-moi"], "agency": "SYT"}, "agency", "SYT"),
    ],
)
def test_roles_as_the_file_maps_them(place, province, browser, claims, role, scope):
    back(browser, province, away(browser), **claims)
    found = who(place, browser)
    assert (found.role.key, found.scope) == (role, scope)


@pytest.mark.parametrize(
    "claims",
    [
        {"roles": ["khac"]},
        {"roles": []},
        {"roles": "newcomer"},
        {"roles": ["dau-moi"]},
        {"roles": 7},
        {"roles": {"truy-vet": False}},
    ],
)
def test_no_role_no_session(place, province, browser, claims):
    answer = back(browser, province, away(browser, "?lang=vi"), **claims)
    assert answer.status_code == 403
    assert "chưa được giao vai trò" in answer.text
    assert who(place, browser) is None and not accounts.accounts(place)


def test_what_the_token_leaves_out_is_asked_for(place, province, browser):
    province.told = {"sub": "u1", "roles": ["xem"]}
    back(browser, province, away(browser), roles=None)
    assert who(place, browser).role.key == "viewer"
    province.told["sub"] = "somebody else"
    assert back(browser, province, away(browser), roles=None).status_code == 403


LIES = {
    "nonce": {"nonce": "of another sign-in"},
    "no nonce": {"nonce": None},
    "audience": {"aud": "another"},
    "audience behind azp": {"aud": ["another"], "azp": "vaora"},
    "issuer": {"iss": "https://evil.example"},
    "expired": {"exp": time.time() - 3600},
    "from the future": {"iat": time.time() + 3600},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_in_the_token(place, province, browser, lie, monkeypatch):
    answer = back(browser, province, away(browser, "?lang=vi"), **LIES[lie])
    assert answer.status_code == 403 and "Không xác nhận được lượt đăng nhập này" in answer.text
    assert who(place, browser) is None and not accounts.accounts(place)
    if LIES[lie].get("sub", ""):
        return
    monkeypatch.setattr(CodeIDToken, "validate", lambda *_, **__: None)
    back(browser, province, away(browser), **LIES[lie])
    assert (who(place, browser) is not None) == (lie != "no subject"), "with the guard removed the lie lets in"


@pytest.mark.parametrize("ago, let_in", [(0, True), (1800, True), (1861, False), (86_400, False)])
def test_a_proof_older_than_a_session_may_lie_idle(place, province, browser, ago, let_in):
    back(browser, province, away(browser), auth_time=time.time() - ago)
    assert (who(place, browser) is not None) == let_in


def test_signatures_of_others(place, province, browser):
    province.key = RSAKey.generate_key(2048, {"kid": "1"})
    for alg in ("RS256", "HS256", "none"):
        province.header = {"alg": alg}
        assert back(browser, province, away(browser)).status_code == 403, alg
    assert not accounts.accounts(place)


def test_the_state_of_another_browser(place, province, browser, monkeypatch):
    asked = away(browser)
    stranger = TestClient(Starlette(routes=entrance.ROUTES), follow_redirects=False)
    assert back(stranger, province, asked).status_code == 403
    away(stranger)
    assert back(stranger, province, asked).status_code == 403
    assert back(browser, province, asked, state="x").status_code == 403
    assert not accounts.accounts(place)
    away(stranger)
    monkeypatch.setattr(StarletteOAuth2App, "_format_state_params", staticmethod(lambda kept, given: given))
    monkeypatch.setattr(CodeIDToken, "validate", lambda *_, **__: None)
    monkeypatch.setattr("authlib.integrations.starlette_client.StarletteIntegration.get_state_data", _any_state)
    assert back(stranger, province, asked).status_code == 303, "with the guard removed the stranger gets in"


async def _any_state(_self, session, _state):
    return next(iter(session.values()))["data"]


@pytest.mark.parametrize("cookie", ["", "x", "AAAA", "vaora"])
def test_cookies_that_are_not_ours(place, province, browser, cookie):
    asked = away(browser)
    browser.cookies.clear()
    browser.cookies.set("vaora_away", cookie)
    assert back(browser, province, asked).status_code == 403


def test_a_journey_of_more_than_ten_minutes(place, province, browser, monkeypatch):
    asked = away(browser)
    later = now() + timedelta(seconds=entrance.AWAY_SECONDS)
    monkeypatch.setattr(entrance, "now", lambda: later)
    assert back(browser, province, asked).status_code == 403


@pytest.mark.parametrize("to, whole", [("/tracing?a=" + "b" * 450, True), ("/" + "ặ" * 900, False)])
def test_a_long_address_to_go_to_still_fits_the_cookie(place, province, browser, to, whole):
    asked = away(browser, f"?next={quote(to, safe='')}")
    assert len(browser.cookies["vaora_away"]) < 2500
    assert back(browser, province, asked).headers["location"] == (to if whole else "/")


def test_over_tls_the_way_back_and_the_cookies_are_for_tls(place, province):
    browser = TestClient(Starlette(routes=entrance.ROUTES), "https://vaora.example.vn", follow_redirects=False)
    answer = browser.get("/sign-in/oidc")
    assert "redirect_uri=https%3A%2F%2Fvaora.example.vn%2Fsign-in%2Foidc%2Fback" in answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("secure", "httponly", "samesite=lax", "max-age=600", "path=/sign-in"))


def test_cancelled_at_the_province(place, province, browser):
    asked = away(browser, "?lang=en")
    answer = browser.get(f"/sign-in/oidc/back?error=access_denied&state={asked['state']}")
    assert answer.status_code == 403 and "You cancelled" in answer.text


def test_a_closed_account_stays_closed_until_it_is_opened_again(place, province, browser):
    back(browser, province, away(browser))
    accounts.close(place, "", 1)
    assert who(place, browser) is None
    answer = back(browser, province, away(browser))
    assert answer.status_code == 403 and "đã bị đóng" in answer.text
    accounts.reopen(place, "", 1)
    back(browser, province, away(browser))
    assert who(place, browser)


def test_the_province_s_system_is_down(place, province, browser):
    (place.secret / "oidc.toml").write_text(SETTINGS.format(issuer="http://127.0.0.1:9"), "utf-8")
    answer = browser.get("/sign-in/oidc")
    assert answer.status_code == 503 and "không trả lời" in answer.text


@pytest.mark.parametrize(
    "metadata, status",
    [
        ({"issuer": "https://evil.example"}, 403),
        ({"authorization_endpoint": "http://id.example.vn/auth"}, 503),
        ({"authorization_endpoint": "javascript:alert(1)"}, 503),
        ({"authorization_endpoint": None}, 403),
    ],
)
def test_what_the_province_must_not_say_of_itself(place, province, browser, metadata, status):
    province.metadata = metadata
    assert browser.get("/sign-in/oidc").status_code == status


@pytest.mark.parametrize("endpoint", ["token_endpoint", "jwks_uri"])
def test_nothing_is_sent_without_tls(place, province, browser, endpoint):
    asked = away(browser)
    province.metadata = {endpoint: "http://id.example.vn/x"}
    answer = back(browser, province, asked)
    assert answer.status_code == 503 and "oidc.toml" in answer.text


@pytest.mark.parametrize(
    "change",
    [
        ('issuer = "http', 'issuer = "http://id.example.vn" # '),
        ('"truy-vet" = "tracer"', '"truy-vet" = "newcomer"'),
        ('"truy-vet" = "tracer"', '"truy-vet" = "minister"'),
        ('client_id = "vaora"', "client_id = 7"),
        ('client_id = "vaora"', ""),
        ('client_id = "vaora"', 'client_id = "vaora"\nmore = 1'),
        ('role = "roles", ', ""),
        ("[roles]", "[roles"),
    ],
)
def test_a_file_that_is_wrong_is_said_to_be(place, province, browser, change):
    text = (place.secret / "oidc.toml").read_text("utf-8")
    assert change[0] in text
    (place.secret / "oidc.toml").write_text(text.replace(*change), "utf-8")
    answer = browser.get("/sign-in/oidc?lang=vi")
    assert answer.status_code == 503 and "tệp secret/oidc.toml thiếu hoặc sai" in answer.text


def test_the_button_is_there_when_there_is_such_a_province(place, province, browser):
    assert "Đăng nhập bằng tài khoản của tỉnh" in browser.get("/sign-in").text
    (place.secret / "oidc.toml").unlink()
    assert "Đăng nhập bằng tài khoản của tỉnh" not in browser.get("/sign-in").text
    assert browser.get("/sign-in/oidc").status_code == 503


def test_the_way_out(place, province, browser):
    back(browser, province, away(browser))
    province.metadata = {"end_session_endpoint": f"{province.issuer}/out"}
    assert (
        browser.get("/sign-in/oidc/out", headers={"Referer": "https://evil.example/"}).headers["location"]
        == "http://testserver/sign-in"
    )
    assert who(place, browser), "a link of another site signs nobody out"
    to = browser.get("/sign-in/oidc/out", headers={"Referer": "http://testserver/tracing"}).headers["location"]
    given = parse_qs(urlsplit(to).query)
    assert to.startswith(f"{province.issuer}/out?") and given["client_id"] == ["vaora"]
    assert given["post_logout_redirect_uri"] == ["http://testserver/sign-in"]
    assert who(place, browser) is None


def test_neither_secret_nor_token_is_written_to_the_log(place, province, browser, caplog):
    caplog.set_level("INFO")
    back(browser, province, away(browser), nonce="x")
    assert "provider_unproved" in caplog.text
    assert "only-for-tests" not in caplog.text and "Lê Thị Cúc" not in caplog.text


def test_the_file_is_read_as_docs_show_it(place):
    place.secret.mkdir(parents=True)
    text = provider.__doc__.partition("\n\n")[2].partition("\n\nCode flow")[0]
    (place.secret / "oidc.toml").write_text(text, "utf-8")
    assert provider.provider(place).roles == {"can-bo-truy-vet": "tracer"}

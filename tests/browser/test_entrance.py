"""The way in: a code by SMS, a session that survives F5 and a new tab, two people at once, and what stays outside."""

import json
import re
import socket
import threading
import urllib.error
import urllib.request
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from access import accounts, codes, sessions
from access.store import keyed, opened, text
from tests.browser.serving import served
from tests.provinces import invented
from warehouse.clock import now
from warehouse.settings import load_settings

TRACER, VIEWER, SECOND = "0912345678", "0987654321", "0933333333"


@pytest.fixture(scope="module")
def gateway():
    """An SMS gateway: what it was given."""
    given = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self):
            given.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, given
    server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory, gateway):
    """A province whose data are not marked as invented, with two officials."""
    place, _ = invented(tmp_path_factory, marked=False, people=300, venues=30, days=3, end=date(2021, 6, 9), seed=5)
    accounts.add(place, TRACER, "Nguyễn Thị An", "tracer", "test")
    accounts.add(place, VIEWER, "Trần Văn Bình", "viewer", "test")
    accounts.add(place, SECOND, "Lê Văn Cường", "tracer", "test")
    (place.secret / "sender.toml").write_text(
        f'kind = "http"\nurl = "http://127.0.0.1:{gateway[0]}/send"\nbody = \'{{"to": "{{phone}}", "text": "{{text}}"}}\'\n'
    )
    with served(place) as address:
        yield address, place


def sign_in(context, address, phone, gateway, to="/"):
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address + to)
    page.get_by_label("Số điện thoại của bạn").fill(phone)
    before = len(gateway[1])
    page.get_by_role("button", name="Gửi mã đăng nhập").click()
    page.get_by_label("Mã đăng nhập").wait_for()
    for _ in range(100):
        if len(gateway[1]) > before:
            break
        page.wait_for_timeout(50)
    sent = gateway[1][-1]
    assert sent["to"] == phone
    page.get_by_label("Mã đăng nhập").fill(sent["text"].split(": ")[1][:6])
    page.get_by_role("button", name="Đăng nhập").click()
    return page


def signed_in(context, address, place, account, to):
    """Open a screen as somebody who has signed in; return the token too."""
    token = sessions.begin(place, account, now())
    context.add_cookies([{"name": "vaora", "value": token, "url": address}])
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: page.received.append(bytes(frame))))
    page.goto(address + to)
    return page, token


def uncover(page):
    page.get_by_text("Họ tên, số điện thoại đang được che").click()
    page.get_by_role("textbox", name="Số hồ sơ vụ việc").first.fill("12/TV")
    page.get_by_role("textbox", name="Lý do cần xem").first.fill("Gọi người tiếp xúc")
    page.get_by_role("button", name="Hiện dữ liệu cá nhân").click()
    page.get_by_text("Dữ liệu cá nhân hiện đến").wait_for()


def contacts_of(page, phones):
    """Ask for the contacts of the first of some phones; return which others this browser was ever sent, and how many covered."""
    box = page.locator("input[aria-label^='Số điện thoại']").first
    box.fill(phones[0])
    box.press("Enter")
    page.get_by_text(re.compile(r"\d+ người, từ 15 phút trở lên")).wait_for()
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    sent = b"".join(page.received)
    return {phone for phone in phones[1:] if phone.encode() in sent}, len(set(re.findall(rb"0\d{3}\*{3}\d{3}", sent)))


def test_by_phone_and_code_and_it_stays(site, browser, gateway):
    address, _ = site
    context = browser()
    page = sign_in(context, address, TRACER, gateway, "/tracing")
    page.get_by_role("heading", name="Truy vết").first.wait_for()
    assert page.url.startswith(f"{address}/tracing")
    page.get_by_text("Nguyễn Thị An · Cán bộ truy vết").wait_for()
    (cookie,) = [one for one in context.cookies() if one["name"] == "vaora"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    page.reload()
    page.get_by_text("Nguyễn Thị An · Cán bộ truy vết").wait_for()
    tab = context.new_page()
    tab.goto(f"{address}/traffic")
    tab.get_by_text("Nguyễn Thị An · Cán bộ truy vết").wait_for()
    tab.get_by_text("Đăng xuất").click()
    tab.get_by_text("phiên đăng nhập đã kết thúc").wait_for()
    page.reload()
    page.get_by_label("Số điện thoại của bạn").wait_for()


def test_covered_until_the_case_and_the_reason_are_given(site, browser, gateway):
    address, place = site
    page = sign_in(browser(), address, TRACER, gateway, "/tracing")
    page.get_by_text("Họ tên, số điện thoại đang được che").click()
    page.get_by_role("textbox", name="Số hồ sơ vụ việc").first.fill("12/TV")
    page.get_by_role("button", name="Hiện dữ liệu cá nhân").click()
    page.get_by_text("Cần cả số hồ sơ và lý do.").wait_for()
    page.get_by_role("textbox", name="Lý do cần xem").first.fill("Gọi người tiếp xúc")
    page.get_by_role("button", name="Hiện dữ liệu cá nhân").click()
    page.get_by_text("Dữ liệu cá nhân hiện đến").wait_for()
    last = json.loads((place.log / "views.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["who"], last["purpose"]["case_number"]) == ("Nguyễn Thị An (1)", "12/TV")


def test_two_people_at_once(site, browser, gateway):
    address, _ = site
    first, second = (sign_in(browser(), address, phone, gateway, "/tracing") for phone in (TRACER, VIEWER))
    first.get_by_text("Họ tên, số điện thoại đang được che").wait_for()
    second.get_by_text("Vai trò của bạn không mở được màn hình này.").wait_for()
    second.get_by_text("Trần Văn Bình · Người xem").wait_for()
    assert second.get_by_role("link", name="Truy vết").count() == 0
    assert first.get_by_role("link", name="Truy vết").count() == 1


def test_what_one_uncovered_stays_covered_for_another_who_asks_the_same(site, browser):
    address, place = site
    scans = b" ".join(path.read_bytes() for path in place.inbox.rglob("*.csv")).decode("ascii", "replace")
    phones = [phone for phone, _ in Counter(re.findall(r"(?<!\d)0[35]\d{8}(?!\d)", scans)).most_common()]
    hers, _ = signed_in(browser(), address, place, 1, "/tracing")
    his, _ = signed_in(browser(), address, place, 3, "/tracing")
    uncover(hers)
    assert len(contacts_of(hers, phones)[0]) > 10
    seen, covered = contacts_of(his, phones)
    assert not seen and covered > 10, "the same question at the same time, of a colleague who gave no reason"
    his.get_by_text("Lê Văn Cường · Cán bộ truy vết").wait_for()


def test_the_screen_says_when_a_session_is_over(site, browser):
    address, place = site
    for column, gone in (("seen_at", timedelta(minutes=31)), ("began_at", timedelta(hours=10, minutes=1))):
        page, token = signed_in(browser(), address, place, 2, "/traffic")
        page.get_by_role("heading", name="Lưu lượng vào, ra").wait_for()
        with opened(place) as con:
            con.execute(f"update session set {column} = ? where hash = ?", [text(now() - gone), keyed(place, token)])
        page.get_by_role("link", name="Tổng quan").click()
        page.get_by_text("phiên đăng nhập đã kết thúc").wait_for()
        assert page.get_by_role("heading").count() == 0
        page.reload()
        page.get_by_label("Số điện thoại của bạn").wait_for()


def test_a_closed_account_is_out_at_its_next_click(site, browser):
    address, place = site
    page, _ = signed_in(browser(), address, place, 2, "/traffic")
    page.get_by_role("heading", name="Lưu lượng vào, ra").wait_for()
    accounts.close(place, VIEWER)
    try:
        page.get_by_role("link", name="Tổng quan").click()
        page.get_by_text("phiên đăng nhập đã kết thúc").wait_for()
    finally:
        accounts.reopen(place, VIEWER)


def test_a_session_planted_before_the_sign_in_is_worth_nothing_after_it(site, browser, gateway):
    address, place = site
    of_a_stranger = sessions.begin(place, 3, now())
    for planted in ("made-up", of_a_stranger):
        context = browser()
        context.add_cookies([{"name": "vaora", "value": planted, "url": address}])
        page = sign_in(context, address, TRACER, gateway, "/sign-in?next=%2Ftracing")
        page.get_by_text("Nguyễn Thị An · Cán bộ truy vết").wait_for()
        (cookie,) = [one for one in context.cookies() if one["name"] == "vaora"]
        assert cookie["value"] != planted
        assert asks(address, "/media/x", Cookie=f"vaora={planted}").status == 401
        assert asks(address, "/media/x", Cookie=f"vaora={cookie['value']}").status == 404


def test_an_unknown_phone_sees_the_same(site, browser, gateway):
    address, _ = site
    page, before = browser().new_page(), len(gateway[1])
    page.goto(address)
    page.get_by_label("Số điện thoại của bạn").fill("0977777777")
    page.get_by_role("button", name="Gửi mã đăng nhập").click()
    page.get_by_text("Nếu số điện thoại có tài khoản").wait_for()
    page.get_by_label("Mã đăng nhập").fill("123456")
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_text("Mã không đúng hoặc đã hết hạn.").wait_for()
    assert len(gateway[1]) == before


def test_a_session_ended_elsewhere_shows_nothing_more(site, browser, gateway):
    address, place = site
    context = browser()
    page = sign_in(context, address, VIEWER, gateway, "/traffic")
    page.get_by_role("heading", name="Lưu lượng vào, ra").wait_for()
    (token,) = [one["value"] for one in context.cookies() if one["name"] == "vaora"]
    sessions.end(place, token, now())
    page.get_by_role("link", name="Tổng quan").click()
    page.get_by_text("phiên đăng nhập đã kết thúc").wait_for()
    assert page.get_by_role("heading").count() == 0


def asks(address, path, method="GET", data=None, **headers):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    request = urllib.request.Request(
        address + path, data, {name.replace("_", "-"): text for name, text in headers.items()}, method=method
    )
    try:
        return urllib.request.build_opener(Stay).open(request)
    except urllib.error.HTTPError as error:
        return error


@pytest.mark.parametrize(
    "path", ["/media/a.xlsx", "/_stcore/upload_file/a/b", "/component/x", "/_stcore/metrics", "/robots.txt", "/oauth2callback"]
)
def test_nothing_is_served_to_strangers(site, path):
    assert asks(site[0], path).status == 401


def test_pages_send_strangers_to_the_entrance(site):
    answer = asks(site[0], "/tracing?case=1", Accept="text/html")
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in?next=%2Ftracing%3Fcase%3D1")


def test_the_stream_refuses_strangers(site):
    host, port = site[0].removeprefix("http://").split(":")
    for cookie, expected in (("vaora=made-up", b"403"), (f"vaora={sessions.begin(site[1], 1, now())}", b"101")):
        with socket.create_connection((host, int(port)), 10) as raw:
            raw.sendall(
                f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n".encode()
            )
            assert raw.recv(64).split()[1] == expected


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/role"])
def test_forms_from_elsewhere_are_refused(site, path, origin):
    asked = codes.ask(site[1], TRACER, f"{path} {origin}", now())
    headers = {"Origin": origin} if origin else {}
    form = f"phone=0912345678&role=newcomer&code={asked.code}".encode()
    assert asks(site[0], path, "POST", form, Cookie=f"vaora_asked={asked.token}", **headers).status == 403
    if path == "/sign-in/code":
        assert asks(site[0], path, "POST", form, Cookie=f"vaora_asked={asked.token}", Origin=site[0]).status == 303


def test_no_role_is_chosen_over_real_data(site):
    address, _ = site
    assert asks(address, "/sign-in/role", "POST", b"role=newcomer", Origin=address).status == 403
    assert "newcomer" not in asks(address, "/sign-in").read().decode()


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", '/"><script>']
)
def test_it_leads_nowhere_else(site, to):
    address, _ = site
    page = asks(address, f"/sign-in?next={urllib.parse.quote(to)}").read().decode()
    assert "evil.example" not in page and "javascript" not in page and "<script" not in page


def test_headers_of_every_answer(site):
    for path in ("/sign-in", "/media/x", "/_stcore/health"):
        headers = asks(site[0], path).headers
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("SAMEORIGIN", "nosniff")
    assert asks(site[0], "/sign-in").headers["Cache-Control"] == "no-store"


@contextmanager
def stream(address, token, taken_up="", origin="", **headers):
    """The connection of a screen, as the browser's script makes it; `taken_up`: the Streamlit session that it asks to have back."""
    with connect(
        f"{address.replace('http', 'ws')}/_stcore/stream",
        additional_headers={"Cookie": f"vaora={token}", **headers},
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN", *filter(None, [taken_up])],
        origin=origin or address,
        max_size=None,
    ) as connection:
        yield connection


def shows(connection, screen):
    """Ask for a screen; return the Streamlit session that answered and all texts that came."""
    asks = BackMsg()
    asks.rerun_script.page_name = screen
    connection.send(asks.SerializeToString())
    session, came, done = "", b"", False
    while not done:
        came += (piece := connection.recv(60))
        told = ForwardMsg.FromString(piece)
        session = told.new_session.initialize.session_id or session
        done = told.WhichOneof("type") == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    return session, came.decode("utf-8", "replace")


def test_nobody_takes_up_the_screen_of_another(site):
    address, place = site
    tracer, viewer = (sessions.begin(place, number, now()) for number in (1, 2))
    forged = {"X-Vaora-Sign-In": sessions.user_of(place, load_settings(place), tracer, now()).session}
    with stream(address, tracer) as hers:
        session, came = shows(hers, "tracing")
        assert session and "Nguyễn Thị An" in came
        with stream(address, viewer, session, **forged) as his:
            taken, came = shows(his, "tracing")
            assert taken != session and "Trần Văn Bình" in came and "Nguyễn Thị An" not in came
    with stream(address, viewer, session, **forged) as his:
        assert shows(his, "tracing")[0] != session
    with stream(address, tracer, session) as hers:
        assert shows(hers, "tracing")[0] == session, "she takes up her own"


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_streams_from_pages_of_others_are_refused(site, origin):
    with pytest.raises(InvalidStatus) as refused, stream(site[0], sessions.begin(site[1], 1, now()), origin=origin):
        pass
    assert refused.value.response.status_code == 403

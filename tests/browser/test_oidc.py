"""The province's own sign-on in a real browser, against a real provider: roles, F5, the way out, and refusals in words."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from access import accounts
from tests.access.test_provider import SETTINGS
from tests.browser.serving import free_port, served
from warehouse.place import REPOSITORY, Place

NODE = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
PROVIDER = REPOSITORY / "tests" / "oidc"
pytestmark = pytest.mark.skipif(
    not (NODE and (PROVIDER / "node_modules/oidc-provider").exists()), reason="no oidc-provider (make setup-dev)"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A dashboard without data, whose province has a sign-on: its address, its folder, the provider."""
    place = Place(tmp_path_factory.mktemp("oidc"))
    port = free_port()
    with served(place) as address:
        provider = subprocess.Popen([NODE, "provider.mjs", str(port), address], cwd=PROVIDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
        assert provider.stdout.readline() == b"ready\n"
        mapped = (
            SETTINGS.format(issuer=f"http://127.0.0.1:{port}")
            .replace("truy-vet", "can-bo-truy-vet")
            .replace('"xem"', '"nguoi-xem"')
        )
        (place.secret / "oidc.toml").write_text(mapped, "utf-8")
        yield address, place, provider
        provider.terminate()
        provider.wait()


def to_the_province(context, address, path="/"):
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(address + path)
    page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").click()
    page.get_by_placeholder("Enter any login").wait_for()
    return page


def sign_in(context, address, who, path="/"):
    page = to_the_province(context, address, path)
    page.get_by_placeholder("Enter any login").fill(who)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    return page


def test_two_officials_see_what_their_roles_open(site, browser):
    address, place, _ = site
    mine = browser()
    hers, his = sign_in(mine, address, "cuc", "/tracing"), sign_in(browser(), address, "dung", "/tracing")
    hers.get_by_text("Lê Thị Cúc · Cán bộ truy vết").wait_for()
    his.get_by_text("Phạm Văn Dũng · Người xem").wait_for()
    his.get_by_text("Vai trò của bạn không mở được màn hình này.").wait_for()
    assert (hers.get_by_role("link", name="Truy vết").count(), his.get_by_role("link", name="Truy vết").count()) == (1, 0)
    assert (hers.get_by_role("link", name="Điểm nóng").count(), his.get_by_role("link", name="Điểm nóng").count()) == (0, 1)
    hers.reload()
    hers.get_by_text("Lê Thị Cúc · Cán bộ truy vết").wait_for()
    (cookie,) = [one for one in mine.cookies() if one["name"].startswith("vaora")]
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == ("vaora", True, "Lax", -1)

    hers.get_by_text("Họ tên, số điện thoại đang được che").click()
    hers.get_by_role("textbox", name="Số hồ sơ vụ việc").first.fill("12/TV")
    hers.get_by_role("textbox", name="Lý do cần xem").first.fill("Gọi người tiếp xúc")
    hers.get_by_role("button", name="Hiện dữ liệu cá nhân").click()
    hers.get_by_text("Dữ liệu cá nhân hiện đến").wait_for()
    assert json.loads((place.log / "views.jsonl").read_text("utf-8").splitlines()[-1])["who"].startswith("Lê Thị Cúc (")

    (number,) = [one.number for one in accounts.accounts(place) if one.name == "Phạm Văn Dũng"]
    accounts.close(place, "", number)
    his.get_by_role("link", name="Tổng quan").click()
    his.get_by_text("phiên đăng nhập đã kết thúc").wait_for()


def test_out_here_and_at_the_province(site, browser):
    address, _, _ = site
    context = browser()
    page = sign_in(context, address, "cuc")
    page.get_by_text("Lê Thị Cúc · Cán bộ truy vết").wait_for()
    page.get_by_role("link", name="Đăng xuất").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.get_by_label("Số điện thoại của bạn").wait_for()
    assert page.url.startswith(f"{address}/sign-in")
    page.goto(f"{address}/tracing")
    page.get_by_label("Số điện thoại của bạn").wait_for()
    page.close()
    to_the_province(context, address)  # which asks again who it is


def test_what_goes_wrong_is_said(site, browser):
    address, place, provider = site
    page = sign_in(browser(), address, "em")
    page.get_by_text("Tài khoản của bạn chưa được giao vai trò trong Vào Ra").wait_for()
    page.get_by_role("link", name="Đăng xuất tài khoản của tỉnh").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").click()
    page.get_by_role("link", name=re.compile("Cancel")).click()
    page.get_by_text("Bạn đã hủy, hoặc hệ thống đăng nhập của tỉnh không cho phép.").wait_for()
    page.goto(f"{address}/sign-in/oidc/back?code=made-up&state=made-up")
    page.get_by_text("Không xác nhận được lượt đăng nhập này.").wait_for()
    assert "Đỗ Thị Em" not in [one.name for one in accounts.accounts(place)]
    provider.terminate()
    provider.wait()
    page.get_by_role("link", name="Đăng nhập bằng tài khoản của tỉnh").click()
    page.get_by_text("Hệ thống đăng nhập của tỉnh không trả lời.").wait_for()
    assert page.get_by_label("Số điện thoại của bạn").count() == 1

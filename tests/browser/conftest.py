"""A browser, and an invented province served for all tests of screens that do not need one of their own."""

from datetime import date
from pathlib import Path

import pytest

from tests.browser.serving import CHROMIUM, enter, served
from tests.provinces import invented
from warehouse.place import REPOSITORY

NEEDS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not (REPOSITORY / "static/vendor/leaflet.js").exists(), reason="map assets are not installed (make setup)"
    ),
]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            for mark in NEEDS:
                item.add_marker(mark)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """(address, place) of a small province, for all files of tests one after the other: each finds what others left there."""
    place, _ = invented(tmp_path_factory, people=600, venues=40, days=9, end=date(2021, 6, 9), seed=5)
    with served(place) as address:
        yield address, place


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def browser(chromium):
    """browser() is a browser of its own: without the cookies of others."""
    contexts = []

    def fresh():
        contexts.append(chromium.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN"))
        return contexts[-1]

    yield fresh
    for context in contexts:
        context.close()


@pytest.fixture
def page(browser):
    """A tab that enters whatever is served; `outside` lists what it asked of other machines."""
    tab = browser().new_page()
    tab.set_default_timeout(60_000)
    tab.outside, goto = [], tab.goto

    def entered(url, **how):
        enter(tab.context, "/".join(url.split("/")[:3]))
        return goto(url, **how)

    tab.goto = entered
    tab.on("request", lambda r: tab.outside.append(r.url) if r.url.startswith("http") and "127.0.0.1" not in r.url else None)
    return tab

"""A small invented province, loaded once for all tests of screens; and the same data without the mark of invention."""

import shutil
from datetime import date
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from access.roles import roles
from access.sessions import User
from tests.provinces import invented
from ui.session import _open
from warehouse.place import REPOSITORY, Place

# For each app a server looks through all packages that are installed; it starts once, a test starts an app for each screen.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(scope="session")
def province(tmp_path_factory):
    place, _ = invented(tmp_path_factory, people=800, venues=40, days=9, end=date(2021, 6, 9), seed=3)
    return place


@pytest.fixture(scope="session")
def real(province, tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("real") / "data")
    shutil.copytree(province.root, place.root)
    place.demo_mark.unlink()
    return place


@pytest.fixture
def signed_in(monkeypatch):
    """signed_in(role, scope) signs in; tests of screens begin as a newcomer."""

    def sign(role, scope=""):
        user = User("An", roles()[role], scope, f"{role} {scope}")
        monkeypatch.setattr("ui.signed_in.user_of", lambda *_: user)

    sign("newcomer")
    return sign


@pytest.fixture
def screen(monkeypatch, signed_in):
    """screen(place, page, **address) runs a page and returns it."""

    def run(place, page, **address):
        _open.clear()
        monkeypatch.setenv("VAORA_DATA", str(place.root))
        app = AppTest.from_file(str(REPOSITORY / "dashboard.py"), default_timeout=60)
        for name, text in address.items():
            app.query_params[name] = text
        app.run()
        if page != "overview":
            app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, app.exception
        return app

    return run

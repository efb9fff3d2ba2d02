"""A province whose names are attacks: markup, script, formulas and paths, in venues, agencies and people; loaded once."""

from datetime import date

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import demo.people
import demo.venues
from access.roles import roles
from access.sessions import User
from demo import agencies
from demo.province import write
from etl.pipeline import load
from ui.session import _open
from warehouse.place import REPOSITORY, Place

SCRIPT = "<script>planted()</script><img src=x onerror=planted()>"
PAYLOADS = (
    f'=HYPERLINK("http://evil.example","x"){SCRIPT}',
    f"@SUM(1+9)*cmd|' /C calc'!A0 {SCRIPT}",
    f"+1+1|cmd {SCRIPT}'\"`${{7*7}}",
    f"-2+3+cmd {SCRIPT} [x](javascript:planted()) :red[x] $x$",
    f"</script>{SCRIPT}</iframe>",
)
PAGES = sorted(path.stem for path in (REPOSITORY / "pages").glob("*.py"))


def planted(names):
    """Names before which, by turns, an attack was written."""
    return np.array([f"{PAYLOADS[number % len(PAYLOADS)]} {name}" for number, name in enumerate(names)], object)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    place = Place(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((demo.venues, "_names"), (demo.people.names, "full_names")):
            honest = getattr(module, name)
            patch.setattr(module, name, lambda *given, honest=honest: planted(honest(*given)))
        patch.setattr(agencies, "FORMS", tuple(planted(agencies.FORMS)))
        write(place.inbox, people=150, venues=24, days=3, end=date(2021, 6, 9), seed=3)
    place.warehouse.mkdir(parents=True)
    place.demo_mark.write_text("{}")
    load(place, [place.inbox], by="test", progress=lambda *_: None)
    return place


@pytest.fixture
def screen(hostile, monkeypatch):
    """screen(page, **address) runs a page of that province as somebody who may open all of them."""

    def run(page, **address):
        user = User("An", roles()["newcomer"], "", "newcomer")
        monkeypatch.setattr("ui.signed_in.user_of", lambda *_: user)
        monkeypatch.setenv("VAORA_DATA", str(hostile.root))
        _open.clear()
        app = AppTest.from_file(str(REPOSITORY / "dashboard.py"), default_timeout=60)
        app.query_params.update(address)
        app.run()
        return app if page == "overview" else app.switch_page(f"pages/{page}.py").run()

    return run

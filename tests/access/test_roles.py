"""Every role on every screen, as data/reference/roles.toml and docs/access.md say: what is shut says so and shows nothing."""

import pytest

from access.roles import Level, roles
from tests.ui.conftest import province, screen, signed_in  # noqa: F401
from tests.ui.test_pages import said
from ui.navigation import PAGES
from ui.session import open_warehouse
from warehouse.errors import NotAllowed
from warehouse.place import REPOSITORY

DOC = (REPOSITORY / "docs" / "access.md").read_text("utf-8")
WORDS = {Level.SHUT: "–", Level.FIGURES: "số liệu", Level.MASKED: "người, che", Level.WHOLE: "người"}
SHUT = "Vai trò của bạn không mở được màn hình này."


def test_every_screen_and_level_is_known():
    for role in roles().values():
        assert role.screens.keys() <= PAGES.keys()
    assert {name for role in roles().values() for name in role.screens} == PAGES.keys()


def test_the_document_has_the_table():
    lines = [line for line in DOC.splitlines() if line.startswith("|")]
    head = [cell.strip() for cell in lines[0].strip("|").split("|")]
    assert head[1:] == [role.names["vi"] for role in roles().values()]
    told = {cells[0].strip(" `"): cells[1:] for cells in (line.strip("|").split("|") for line in lines[2 : 2 + len(PAGES)])}
    assert told.keys() == PAGES.keys()
    for screen_name, cells in told.items():
        assert [cell.strip() for cell in cells] == [WORDS[role.level(screen_name)] for role in roles().values()], screen_name


def test_the_department_of_information_sees_officials_only():
    shown = {name for name, level in roles()["information"].screens.items() if level >= Level.MASKED}
    assert shown == {"administrators", "reminders"}


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize("role", list(roles()))
def test_a_screen_opens_to_the_roles_that_have_it(screen, province, signed_in, role, name):  # noqa: F811
    signed_in(role)
    app = screen(province, name)
    if name == "overview":
        app.switch_page("pages/overview.py").run()
    level = roles()[role].level(name)
    assert (SHUT in said(app)) == (level == Level.SHUT)
    if level == Level.SHUT:
        assert not app.dataframe and not app.metric and not app.get("download_button") and not app.get("plotly_chart")
    if level < Level.WHOLE:
        phones = [cell for table in app.dataframe for cell in map(str, table.value.to_numpy().ravel())]
        assert not any(cell.startswith("0") and len(cell) == 10 and cell.isdigit() for cell in phones)


@pytest.mark.parametrize("role", list(roles()))
def test_the_people_store_stays_shut_to_roles_without_people(province, monkeypatch, role):  # noqa: F811
    monkeypatch.setenv("VAORA_DATA", str(province.root))
    store = open_warehouse()
    handed = store if roles()[role].opens_people else store.without_people()
    if any(level >= Level.MASKED for level in roles()[role].screens.values()):
        with handed.people() as con:
            assert con.execute("select count(*) from people.person").fetchone()[0] > 0
    else:
        with pytest.raises(NotAllowed), handed.people():
            pass


def test_nobody_signed_in_sees_nothing(screen, province, monkeypatch):  # noqa: F811
    monkeypatch.setattr("ui.session.user_of", lambda *_: None)
    app = screen(province, "overview")
    assert not app.title and not app.metric and not app.dataframe
    assert "Bạn chưa đăng nhập" in app.get("html")[0].proto.body

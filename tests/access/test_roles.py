"""Every role on every screen, as data/reference/roles.toml and docs/access.md say: what is shut says so and shows nothing."""

import re
from contextlib import nullcontext

import pytest

from access.roles import Level, persons, roles
from tests.ui.conftest import province, real, screen, signed_in  # noqa: F401
from ui.navigation import PAGES
from ui.session import for_all, open_warehouse, warehouse
from ui.signed_in import SCREEN
from warehouse.errors import NotAllowed
from warehouse.place import REPOSITORY
from warehouse.reader import Warehouse
from warehouse.stores import OFFICE, PEOPLE, STORES

DOC = (REPOSITORY / "docs" / "access.md").read_text("utf-8")
WORDS = {Level.SHUT: "–", Level.FIGURES: "số liệu", Level.MASKED: "người, che", Level.WHOLE: "người"}


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


def test_the_document_says_which_stores_a_screen_opens():
    told = dict(re.findall(r"^\| `(people|office)` \([^|]*\) \| (.*) \|$", DOC, re.MULTILINE))
    assert {store: set(re.findall(r"`(\w+)`", screens)) for store, screens in told.items()} == {
        store.name: {page for page, names in persons().items() if store.name in names} for store in STORES
    }


@pytest.mark.parametrize("role", list(roles()))
def test_a_handle_opens_the_stores_of_its_screen_and_no_other(province, monkeypatch, signed_in, role):  # noqa: F811
    """The handle as a screen gets it, of every screen: what it is not given it cannot attach."""
    monkeypatch.setenv("VAORA_DATA", str(province.root))
    signed_in(role)
    for name in PAGES:
        monkeypatch.setattr("ui.session.st.session_state", {SCREEN: name})
        handle = warehouse()
        for store in STORES:
            allowed = store.name in persons()[name] and roles()[role].level(name) >= Level.MASKED
            with nullcontext() if allowed else pytest.raises(NotAllowed), handle.lent(store) as con:
                assert con.execute(f"select count(*) from {store.name}.secret").fetchall() == [(1,)]
            with pytest.raises(NotAllowed), handle.handed(()).handed(STORES).lent(store):
                pass  # no handle gives more than it has


def test_the_department_of_information_never_opens_the_people_store():
    assert not [name for name in PAGES if PEOPLE in roles()["information"].opens(name)]
    assert not [name for role in ("viewer", "agency", "tracer") for name in PAGES if OFFICE in roles()[role].opens(name)]


def test_an_answer_for_all_is_asked_with_a_handle_that_opens_nothing(province, monkeypatch):  # noqa: F811
    monkeypatch.setenv("VAORA_DATA", str(province.root))

    def names(store: Warehouse) -> int:
        with store.people() as con:
            return int(con.execute("select count(*) from people.person").fetchall()[0][0])

    whole = open_warehouse()
    assert names(whole) > 0
    with pytest.raises(NotAllowed):
        for_all(names)(whole)
    monkeypatch.setattr("ui.session._impersonal", lambda value: value)  # without the guard the answer would be everybody's
    assert for_all(names)(whole) > 0


def test_screens_ask_no_store_of_persons_themselves():
    """Names come to a screen by the query room's questions alone, which cover or write down; two are for forms to hand back."""
    forms = {"standing_entry": "ui/case_form.py", "as_they_stand": "ui/administrator_form.py"}
    for path in [*REPOSITORY.glob("ui/*.py"), *REPOSITORY.glob("pages/*.py")]:
        text, name = path.read_text("utf-8"), str(path.relative_to(REPOSITORY))
        assert not re.search(r"\.(people|office|lent)\((?!store)|_entry_of_case|_statements|\bentries\(|as_they_are", text), (
            name
        )
        assert all(name == only for word, only in forms.items() if word in text), name


def test_nobody_signed_in_sees_nothing(screen, province, monkeypatch):  # noqa: F811
    monkeypatch.setattr("ui.signed_in.user_of", lambda *_: None)
    app = screen(province, "overview")
    assert not app.title and not app.metric and not app.dataframe
    assert "Bạn chưa đăng nhập" in app.get("html")[0].proto.body


def test_an_agency_without_a_scope_sees_nobody(screen, real, signed_in):  # noqa: F811
    signed_in("agency", "")
    app = screen(real, "visitors")
    assert "Vai trò của bạn không xem được dữ liệu cá nhân ở đây" in "\n".join(error.value for error in app.error)
    assert not app.selectbox and not app.dataframe

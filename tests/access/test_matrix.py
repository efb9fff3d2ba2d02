"""Every role on every screen over data that are not invented, without and with a purpose: no cell shows a person that
data/reference/roles.toml does not let it show, none that it does show is missing in the log, none opens a store that is not its.
"""

import io
import json
import re
import shutil
import zipfile
from contextlib import closing, suppress
from datetime import date, datetime, timedelta

import pytest
import streamlit as st
from google.protobuf.text_format import MessageToString
from streamlit.delta_generator import DeltaGenerator

from access.roles import Level, persons, roles
from access.view_log import Purpose
from casework.lists import ask, keep
from queries.tracing import ContactQuestion, Window, cases
from rules.phone import local
from tests.ui.conftest import province, real, screen, signed_in  # noqa: F401
from tests.ui.test_pages import said
from ui.navigation import PAGES
from ui.session import later
from warehouse.clock import now
from warehouse.errors import NotAllowed, NotRecorded
from warehouse.place import Place
from warehouse.reader import Warehouse
from warehouse.stores import OFFICE, Store

SHUT = "Vai trò của bạn không mở được màn hình này."
PHONE = re.compile(r"(?<!\d)0\d{9}(?!\d)")
OF_DATA = [role for role in roles() if role != "newcomer"]


@pytest.fixture(scope="module")
def facts(real):  # noqa: F811
    """All phones, whole names and e-mail addresses of both stores, and what to ask the screens for."""
    with closing(Warehouse(real)) as store:
        with store.people() as con:
            rows = con.execute("select phone, name from people.person").fetchall()
            names = {name for (name,) in con.execute("select name from people.person_name").fetchall()}
        with store.office() as con:
            told = con.execute("select phone, name, email from office.administrator").fetchall()
        ask = lambda query: store._con.execute(query).fetchall()  # noqa: E731
        ((code, person),) = ask(
            "select case_code, person_id from lake.case_record c where exists (select 1 from lake.visit_by_person v"
            " where v.person_id = c.person_id) order by case_code limit 1"
        )
        ((venue, agency),) = ask(
            "select venue_id, v.agency_code from lake.visit_by_venue s join lake.venue v using (venue_id)"
            " where s.day = '2021-06-09' and v.agency_code is not null group by all order by count(*) desc limit 1"
        )
        with store.people() as con:
            ((phone, name),) = con.execute("select phone, name from people.person where person_id = ?", [person]).fetchall()
    phones = {local(text) for text, *_ in [*rows, *told] if text}
    whole = {text for text in {name for _, name in rows} | names | {name for _, name, _ in told} if text and " " in text}
    emails = {email for *_, email in told if email}
    officials = {local(text) for text, *_ in told if text}
    return {"phones": phones, "texts": whole | emails, "officials": officials, "code": code, "venue": venue, "agency": agency,
            "phone": local(phone), "name": name}  # fmt: skip


def everything(app):
    """All that a screen sends to the browser, as text."""
    parts, open_ = [], [app.main, app.sidebar]
    while open_:
        for node in open_.pop().children.values():
            if hasattr(node, "children"):
                open_.append(node)
            if node.type == "arrow_data_frame":
                parts.append(node.value.to_csv())
            elif getattr(node, "proto", None) is not None:
                parts.append(MessageToString(node.proto, as_utf8=True))
    return "\n".join(parts)


def persons_in(app, facts):
    """The phones, names and addresses of the stores that a screen shows whole."""
    assert not app.exception, app.exception
    text = everything(app)
    return {*PHONE.findall(text)} & facts["phones"] | {marker for marker in facts["texts"] if marker in text}


def steps(name, facts, level):
    """What somebody does on a screen to see as much of persons as they can; each yields to a look."""
    if name == "tracing":
        yield lambda app: app.text_input(key="phone").set_value(facts["phone"]).run()
        if level == Level.WHOLE:
            yield lambda app: app.number_input(key="minutes").set_value(0).run()
            yield lambda app: app.text_input(key="phone").set_value(facts["name"]).run()
            yield lambda app: app.button_group(key="way").set_value("venue").run()
            yield lambda app: app.button_group(key="way").set_value("backwards").run()
            yield lambda app: app.button_group(key="way").set_value("lists").run()
        yield lambda app: app.button_group(key="way").set_value("case").run()
        yield lambda app: app.text_input(key="case code 0").set_value(facts["code"]).run()
    if name == "administrators":
        yield lambda app: app.selectbox(key="administrators agency").set_value(facts["agency"]).run()
        yield lambda app: app.selectbox(key=f"administrator who {facts['agency']} 0").select_index(1).run()
    if name == "visitors":
        yield lambda app: app.selectbox(key="visited").set_value(facts["venue"]).run()


def lines(place):
    path = place.log / "views.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def uncovered(app):
    app.session_state["purpose"] = (Purpose("7/HS", "thử"), now() + timedelta(minutes=30))
    return app


@pytest.fixture
def opened(monkeypatch):
    """The stores of persons opened since the test began."""
    names, attached = set(), Store.attached

    def spy(store, *args, **named):
        names.add(store)
        return attached(store, *args, **named)

    monkeypatch.setattr(Store, "attached", spy)
    return names


@pytest.fixture
def files(monkeypatch):
    """The workbooks that a screen of persons offers, made as it is drawn; posters and letters take longer, and name nobody."""
    made, button = [], DeltaGenerator.download_button

    def offered(self, *args, **named):
        if persons()[st.session_state["screen"]] and named["file_name"].endswith(".xlsx"):
            with suppress(NotAllowed, ValueError):  # ValueError: a list for which no reason is given yet
                made.append(named["data"]())
        return button(self, *args, **named)

    monkeypatch.setattr(DeltaGenerator, "download_button", offered)
    monkeypatch.setattr("streamlit.download_button", lambda *args, **named: offered(st._main, *args, **named))
    return made


def persons_in_files(files, facts):
    """The persons in the files that a screen offers to whoever sees them covered."""
    cells = set()
    for made in files:
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            for name in packed.namelist():
                cells |= {*re.findall(r">([^<>]+)<", packed.read(name).decode("utf-8", "replace"))}
    files.clear()
    return {phone for cell in cells for phone in PHONE.findall(cell)} & facts["phones"] | facts["texts"] & cells


@pytest.mark.parametrize("name", list(PAGES))
@pytest.mark.parametrize("role", OF_DATA)
def test_a_cell_of_the_matrix(screen, real, facts, signed_in, opened, files, role, name):  # noqa: F811
    signed_in(role, facts["agency"] if roles()[role].scope == "agency" else "")
    level, before = roles()[role].level(name), len(lines(real))
    app = screen(real, name, **({"site": str(facts["venue"])} if name == "safety" else {}))
    if name == "overview":
        app.switch_page("pages/overview.py").run()
    assert (SHUT in said(app)) == (level == Level.SHUT)
    if level == Level.SHUT:
        assert not app.dataframe and not app.metric and not app.get("download_button") and not app.get("plotly_chart")
    assert not persons_in(app, facts) and not persons_in_files(files, facts)
    for step in steps(name, facts, level) if level else ():
        step(app)
        typed = {facts["phone"], facts["name"]} if name == "tracing" else set()  # in the box in which they were typed
        assert not persons_in(app, facts) - typed and not persons_in_files(files, facts), step
    assert all(line["purpose"] is None and ": search" in line["question"] for line in lines(real)[before:])
    if level == Level.WHOLE:
        app, seen = uncovered(screen(real, name)), set()
        app.run()
        for step in steps(name, facts, level):
            step(app)
            found, written = persons_in(app, facts), lines(real)[before:]
            seen |= found
            assert not found or any(
                line["question"].startswith(f"{name}: ") and line["who"] == "An" and line["purpose"] for line in written
            ), step
        assert name == "reminders" or seen - {facts["phone"], facts["name"]}, "nobody was looked for where persons are"
        if OFFICE in roles()[role].opens(name):
            assert {*filter(PHONE.fullmatch, seen)} <= facts["officials"]
    assert opened <= set(roles()[role].opens(name))


@pytest.mark.parametrize(("role", "name"), [("tracer", "tracing"), ("information", "administrators"), ("agency", "visitors")])
def test_without_the_mask_the_matrix_would_see_persons(screen, real, facts, signed_in, monkeypatch, role, name):  # noqa: F811
    monkeypatch.setattr("ui.sight.masked", lambda rows: rows)
    signed_in(role, facts["agency"] if role == "agency" else "")
    app, seen = screen(real, name), set()
    for step in list(steps(name, facts, Level.WHOLE))[:2]:
        step(app)
        seen |= persons_in(app, facts) - {facts["phone"], facts["name"]}
    assert seen


def test_notes_of_calls_in_conflict_are_covered_or_logged(screen, real, facts, signed_in, tmp_path):  # noqa: F811
    place, note = Place(tmp_path / "data"), "gọi mẹ 0911222333"
    shutil.copytree(real.root, place.root)
    with closing(Warehouse(place)) as store:
        (case,) = cases(store).query("case_code == @facts['code']")["person_id"]
        question = ContactQuestion((Window(case, date(2021, 6, 1), date(2021, 6, 9)),), 0, "possible")
        saved = keep(store, ask(store, question), Purpose("7/HS", "thử"), "An")
        with store.people(write=True) as con:
            ((row, *_), *_) = con.execute("select row_code from people.saved_row where list_id = ?", [saved.list_id]).fetchall()
            for number, value, status in ((1, f"{note} *", "applied"), (2, note, "conflict")):
                line = [number, saved.root_id, row, "note", value, status, "a.xlsx", "", "Bình", datetime(2021, 6, 9)]
                con.execute("insert into people.outcome values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", line)

    def looked_at(role, app_of=lambda app: app):
        signed_in(role)
        return said(app_of(screen(place, "tracing")).button_group(key="way").set_value("lists").run())

    told = looked_at("health")
    assert "Kết quả mâu thuẫn" in told and r"\*\*\*" in told and "0911222333" not in told
    assert note in looked_at("tracer", uncovered)
    assert "tracing: conflicting results" in {line["question"] for line in lines(place)}


@pytest.mark.parametrize("name", ["tracing", "administrators"])
def test_what_cannot_be_written_down_is_not_shown(screen, real, facts, signed_in, monkeypatch, name):  # noqa: F811
    def full(*_):
        raise NotRecorded

    signed_in("tracer" if name == "tracing" else "information")
    app = uncovered(screen(real, name))
    monkeypatch.setattr("ui.sight.record", full)
    for step in list(steps(name, facts, Level.WHOLE))[:1]:
        step(app)
        assert "Không ghi được nhật ký xem" in said(app)
        assert not persons_in(app, facts) - {facts["phone"]}


def test_a_file_with_persons_is_made_only_while_they_may_be_seen(monkeypatch):
    monkeypatch.setattr("ui.session.level_here", lambda: Level.WHOLE)
    monkeypatch.setattr("ui.session.see_people", lambda: False)
    with pytest.raises(NotAllowed):
        later(lambda: b"persons", people=True)()
    assert later(lambda: b"figures")() == b"figures"
    monkeypatch.setattr("ui.session.see_people", lambda: True)
    assert later(lambda: b"persons", people=True)() == b"persons"

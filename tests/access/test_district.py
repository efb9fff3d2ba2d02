"""What the tracing officials of one district see, as docs/access.md §6 says, for every district and case of a province."""

from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from access import accounts
from access.view_log import Purpose
from casework.lists import ask as ask_list
from casework.lists import keep, list_of, lists
from queries import backwards, persons, tracing
from queries.tracing import ContactQuestion, VenueQuestion, Window
from rules.phone import national
from tests.ui.conftest import province, real, screen, signed_in  # noqa: F401
from warehouse.errors import AccountRefused, NotAllowed, UnknownList
from warehouse.place import REPOSITORY
from warehouse.reader import Warehouse
from warehouse.stores import PEOPLE

LINES = (REPOSITORY / "docs" / "access.md").read_text("utf-8").partition("## 6.")[2].splitlines()
ROWS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in LINES if line.startswith("| ")]
CASES = {row[:2]: row[2:] for row in ROWS if len(row) == 4 and row[0] != "Ca hoặc người: sống ở"}
CALLS = {row[:2]: row[2] for row in ROWS if len(row) == 3 and row[0] != "Người tiếp xúc sống ở"}
FIRST, LAST = date(2021, 6, 1), date(2021, 6, 9)


@pytest.fixture(scope="module")
def store(real):  # noqa: F811
    with closing(Warehouse(real)) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(store):
    """Of every case's person: the district of the home, None where not known, and the districts of the venues they were at."""
    human = dict(store._con.execute("select person_id, human_id from lake.person_link").fetchall())
    of_venue = dict(store._con.execute("select venue_id, district_code from lake.venue").fetchall())
    visited = defaultdict(set)
    for person, venue in store._con.execute("select distinct person_id, venue_id from lake.visit_by_person").fetchall():
        visited[human.get(person, person)].add(of_venue[venue])
    with store.people() as con:
        communes = con.execute("select person_id, commune_code from people.person order by person_id").fetchall()
    homes = {}
    for person, commune in communes:
        whose = human.get(person, person)
        if commune and (person == whose or whose not in homes):
            homes[whose] = persons.district_of(commune)
    return homes, visited


def of(store, district):
    return store.handed((PEOPLE,), district=district)


def districts(known):
    homes, visited = known
    return sorted({code for code in {*homes.values(), *(code for some in visited.values() for code in some)} if code})


def said(place, district):
    return "không rõ" if pd.isna(place) else "huyện này" if place == district else "huyện khác"


def test_a_district_sees_its_cases_and_of_their_ways_what_is_its(store, known):
    homes, visited = known
    rows = tracing.cases(store).drop_duplicates("person_id")
    seen = set()
    for district in districts(known):
        mine, own_venues = of(store, district), set(tracing.venues(of(store, district))["venue_id"])
        found = set(tracing.cases(mine)["person_id"])
        for person in rows["person_id"]:
            kind = (said(homes.get(person), district), "có" if district in visited[person] else "không")
            sees, way = CASES[kind]
            seen.add(kind)
            assert (person in found) == (sees == "có"), kind
            window = [Window(int(person), FIRST, LAST)]
            if sees != "có":
                with pytest.raises(NotAllowed):
                    tracing.visits(mine, window)
                continue
            whole = tracing.visits(store, window)
            part = whole if way == "tất cả" else whole[whole["venue_id"].isin(own_venues)]
            assert tracing.visits(mine, window)["in_at"].tolist() == part["in_at"].tolist(), kind
    assert len(seen) >= 4, seen


def test_every_contact_is_called_by_one_district(store, known):
    cases = tracing.cases(store)
    windows = tuple(Window(int(person), FIRST, LAST) for person in cases["person_id"].unique()[:12])
    question = ContactQuestion(windows, 0, "possible")
    whole = ask_list(store, question).rows
    of_venue = dict(store._con.execute("select venue_id, district_code from lake.venue").fetchall())
    called, seen = [], set()
    for district in districts(known):
        mine = of(store, district)
        allowed = persons.of_district(mine, {window.person_id for window in windows})
        asked = replace(question, windows=tuple(window for window in windows if window.person_id in allowed))
        if not asked.windows:
            continue
        found = set(zip(*ask_list(mine, asked).rows[["case_id", "contact_id"]].values.T.tolist(), strict=True))
        for row in whole[whole["case_id"].isin(allowed)].itertuples():
            kind = (said(row.district_code, district), said(of_venue[row.closest_venue], district))
            if kind in CALLS:
                seen.add(kind)
                assert ((row.case_id, row.contact_id) in found) == (CALLS[kind] == "có"), kind
            else:
                assert "huyện này" not in kind and (row.case_id, row.contact_id) not in found, kind
        called += found
        ring = ask_list(mine, asked, ring=2).rows
        theirs = persons.of_district(mine, set(ring["case_id"]))
        assert ring.loc[~ring["case_id"].isin(theirs), "case_phone"].isna().all()
    assert len(called) == len(set(called)) > 0 and len(seen) >= 3, seen


def test_what_is_asked_beyond_the_district_is_refused(store, known, monkeypatch):
    homes, visited = known
    everybody = [int(one) for one in tracing.cases(store)["person_id"].unique()]
    district, person = next(
        (code, one) for code in districts(known) for one in everybody if homes.get(one) != code and code not in visited[one]
    )
    mine, window = of(store, district), Window(person, FIRST, LAST)
    elsewhere = next(iter(set(tracing.venues(store)["venue_id"]) - set(tracing.venues(mine)["venue_id"])))
    there = VenueQuestion(int(elsewhere), tracing.datetime(2021, 6, 1), tracing.datetime(2021, 6, 9), 0)
    with mine.people() as con:
        ((phone, name),) = con.execute("select phone, name from people.person where person_id = ?", [person]).fetchall()
    number = national(phone)
    code = tracing.cases(store).set_index("person_id")["case_code"].loc[[person]].iloc[0]
    ill = backwards.illnesses(tracing.cases(store))
    attacks = {
        "way": lambda: len(tracing.visits(mine, [window])),
        "contacts": lambda: len(ask_list(mine, ContactQuestion((window,), 0, "possible")).question.windows),
        "everybody": lambda: len(tracing.everybody(mine, ContactQuestion((window,), 0, "possible"))) + 1,
        "venue": lambda: len(ask_list(mine, there).rows) + 1,
        "who it is": lambda: len(persons.entry_of_case(mine, code)),
        "chains": lambda: len(backwards.links(mine, ill, 14, "possible")) + 1,
    }
    for attack, ask in attacks.items():
        with pytest.raises(NotAllowed):
            pytest.fail(f"{attack}: {ask()}")
    assert persons.persons_by_phone(mine, number) == [] and persons.find_by_name(mine, name).empty | (
        person not in persons.find_by_name(mine, name).get("person_id", ())
    )
    agency = store.handed((PEOPLE,), agency="SYT")
    for ask in (lambda: tracing.cases(agency), lambda: persons.find_by_name(agency, name), lambda: ask_list(agency, there)):
        with pytest.raises(NotAllowed):
            ask()
    for room in (tracing, persons):  # without the guard every one of them is answered
        monkeypatch.setattr(room, "of_district", lambda _, ids: set(ids))
    monkeypatch.setattr(tracing, "hold_to_scope", lambda *_: None)
    assert attacks["everybody"]() and attacks["contacts"]() and persons.persons_by_phone(mine, number) == [person]


def test_a_district_sees_its_own_lists(store, known):
    homes, _ = known
    person = next(int(one) for one in tracing.cases(store)["person_id"] if homes.get(one))
    mine, other = of(store, homes[person]), of(store, next(code for code in districts(known) if code != homes[person]))
    question = ContactQuestion((Window(person, FIRST, LAST),), 0, "possible")
    part = keep(mine, ask_list(mine, question), Purpose("1/HUYEN", "thử"), "test")
    whole = keep(store, ask_list(store, question), Purpose("1/TINH", "thử"), "test")
    assert [one.list_id for one in lists(mine)] == [part.list_id] and not lists(other)
    assert {one.list_id for one in lists(store)} >= {part.list_id, whole.list_id}
    assert list_of(store, part.list_id).question.district == homes[person]
    with pytest.raises(UnknownList):
        list_of(mine, whole.list_id)


def test_an_account_may_have_a_district(place):
    assert accounts.add(place, "0912000001", "An", "tracer", "test", scope="883").scope == "883"
    assert accounts.add(place, "0912000002", "Bình", "tracer", "test").scope == ""
    for role, scope in (("tracer", "999"), ("tracer", "SYT"), ("health", "883"), ("agency", "")):
        with pytest.raises(AccountRefused):
            accounts.add(place, "0912000003", "Cúc", role, "test", scope=scope)


def test_the_screen_has_the_district_s_cases(screen, real, store, known, signed_in):  # noqa: F811
    district = districts(known)[0]
    signed_in("tracer", district)
    app = screen(real, "tracing")
    app.button_group(key="way").set_value("cases").run()
    offered = app.multiselect(key="cases").options if len(tracing.cases(of(store, district))) else []
    assert len(offered) == len(tracing.cases(of(store, district))) < len(tracing.cases(store))
    app.button_group(key="way").set_value("venue").run()
    assert len(app.selectbox(key="venue_asked").options) == len(tracing.venues(of(store, district)))

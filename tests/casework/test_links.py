"""One person across apps, from files to the contact list: linked, kept apart by an official, tied again."""

from datetime import date

import pytest

from casework.lists import ask
from etl.link import decide
from queries.persons import find_by_name, links, named, persons_by_phone
from queries.tracing import ContactQuestion, Window
from rules.phone import national
from warehouse.reader import Warehouse

HEADER = ["Thời gian", "Mã địa điểm", "Số điện thoại", "Họ và tên", "Số CCCD", "Chiều"]
DAY = date(2021, 6, 2)
ID = "089180000001"
CASE, FIRST, SECOND = "0912345678", "0987654321", "0355555555"
ROWS = [
    ["02/06/2021 08:00:00", "A", CASE, "Lê Văn Ba", "", "Vào"],
    ["02/06/2021 08:00:00", "A", FIRST, "Đỗ Thị Hoà", ID, "Vào"],
    ["02/06/2021 08:10:00", "A", FIRST, "Đỗ Thị Hoà", ID, "Ra"],
    ["02/06/2021 08:20:00", "A", SECOND, "DO THI HOA", ID, "Vào"],
    ["02/06/2021 08:30:00", "A", SECOND, "DO THI HOA", ID, "Ra"],
    ["02/06/2021 09:00:00", "A", CASE, "Lê Văn Ba", "", "Ra"],
]


def met(place, minutes=15):
    store = Warehouse(place)
    (case,) = persons_by_phone(store, national(CASE))
    rows = ask(store, ContactQuestion((Window(case, DAY, DAY),), minutes, "sure")).rows
    store.close()
    return rows


@pytest.mark.parametrize("pieces", [[ROWS], [ROWS[:3], ROWS[3:]], [ROWS[3:], ROWS[:3]]], ids=["at once", "in order", "late"])
def test_two_phones_of_one_person_are_one_contact(place, into, file, pieces):
    for number, piece in enumerate(pieces):
        into(file(f"{number}.csv", HEADER, piece))
    rows = met(place)
    assert rows[["contact_name", "sure_seconds"]].values.tolist() == [["Đỗ Thị Hoà", 1200]]
    assert {rows["contact_phone"][0], rows["other_phones"][0]} == {FIRST, SECOND}


def test_who_stood_for_a_person_still_does_after_a_late_load(place, into, file):
    into(file("a.csv", HEADER, [row for row in ROWS if row[2] != SECOND]))
    before = met(place, 5)["contact_id"].tolist()
    into(file("b.csv", HEADER, [row for row in ROWS if row[2] == SECOND]))
    assert met(place)["contact_id"].tolist() == before


def test_an_official_goes_before_the_rules_and_can_take_it_back(place, into, file):
    into(file("a.csv", HEADER, ROWS))
    store = Warehouse(place)
    (human,) = find_by_name(store, "do thi hoa")["person_id"]
    told = links(store, human)
    assert told[["rule", "sure"]].values.tolist() == [["id", True]]
    one, other = int(told["person_id"][0]), int(told["other_id"][0])
    store.close()
    decide(place, one, other, same=False, by="an")
    assert met(place).empty and len(met(place, 5)) == 2
    into(file("more.csv", HEADER, [["03/06/2021 08:00:00", "A", SECOND, "Đỗ Thị Hòa", ID, "Vào"]]))
    assert met(place).empty
    decide(place, other, one, same=True, by="an")
    assert len(met(place)) == 1
    store = Warehouse(place)
    assert links(store, human)["same"].tolist() == [True]
    assert named(store, [one])["name"].tolist() == named(store, [other])["name"].tolist()


def test_a_phone_of_a_household_is_several_people(place, into, file):
    others = [["02/06/2021 10:00:00", "A", SECOND, name, "", "Vào"] for name in ("Trần Văn Tư", "TRAN VAN TU", "Trần Văn Tú")]
    into(file("a.csv", HEADER, [*ROWS, *others]))
    assert met(place)[["contact_name", "sure_seconds"]].values.tolist() == [["Đỗ Thị Hoà", 1200]]
    store = Warehouse(place)
    found = persons_by_phone(store, national(SECOND))
    assert named(store, found).set_index("person_id")["name"][found].tolist() == ["Trần Văn Tư", "Đỗ Thị Hoà"]
    store.close()


WHO_ELSE = [
    ("Lê Văn Ba", 1, None), ("Ba Lê Văn", 1, None), ("BA", 1, None), ("", 1, None), ("Lê Văn Bá", 1, None),
    ("Lê Ba", 1, "phone"), ("Lê V. Ba", 1, "phone"), ("Lê Vna Ba", 1, "phone"),
    ("Lê Văn Bao", 2, "phone_alike"), ("Lê Thị Ba", 2, None), ("Trần Văn Tư", 2, None),
]  # fmt: skip
"""Another name on the phone of Lê Văn Ba → how many people that is, and by which rule they are tied."""


@pytest.mark.parametrize("late", [False, True], ids=["at once", "later"])
def test_who_else_is_on_a_phone(late, place, into, file):
    phones = [f"091{number:02}45{number:02}8" for number in range(len(WHO_ELSE))]
    first = [["02/06/2021 09:00:00", "A", phone, "Lê Văn Ba", "", "Vào"] for phone in phones]
    other = [["02/06/2021 08:00:00", "A", phone, name, "", "Vào"] for phone, (name, *_) in zip(phones, WHO_ELSE, strict=True)]
    for number, piece in enumerate([first, other] if late else [first + other]):
        into(file(f"{number}.csv", HEADER, piece))
    store = Warehouse(place)
    found = []
    for phone, (name, *_) in zip(phones, WHO_ELSE, strict=True):
        people = persons_by_phone(store, national(phone))
        found.append((name, len(people), *(links(store, people[0])["rule"].tolist() or [None])))
    store.close()
    assert found == WHO_ELSE


def test_masked_ids_only_support(place, into, file):
    masked = [[*row[:4], "******000001" if row[2] == SECOND else row[4], row[5]] for row in ROWS]
    into(file("a.csv", HEADER, masked))
    assert met(place).empty

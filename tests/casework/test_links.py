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


def test_a_phone_of_a_household_is_never_linked(place, into, file):
    into(file("a.csv", HEADER, [*ROWS, ["02/06/2021 10:00:00", "A", SECOND, "Trần Văn Tư", "", "Vào"]]))
    assert met(place).empty


def test_masked_ids_only_support(place, into, file):
    masked = [[*row[:4], "******000001" if row[2] == SECOND else row[4], row[5]] for row in ROWS]
    into(file("a.csv", HEADER, masked))
    assert met(place).empty

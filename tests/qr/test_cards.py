"""A card's way: made for a person, scanned by a guard, the person known by their own phone."""

import re

import pytest

from queries.persons import named, persons_by_phone
from queries.tracing import seen
from reports.posters import Card, cards_pdf
from rules.cards import read
from tests.conftest import SCAN_HEADER
from tests.qr.test_posters import ISSUER
from warehouse.reader import Warehouse

CARD_HEADER = ["Nội dung mã thẻ", "Họ và tên", "Số điện thoại"]
GUARD_HEADER = ["Thời gian", "Mã địa điểm", "Mã QR cá nhân", "Chiều"]
CARD = "VAORA:1:P:4F0A91C27B44D1E0"


def test_names_and_phones_one_a_line():
    people, wrong = read("Nguyễn Văn A; 0912345678\n\nLê B\nTrần  C\t+84 977 000 111\n; 0912345678\nĐỗ D, 113")
    assert [(holder.name, holder.phone) for holder in people] == [("Nguyễn Văn A", "0912345678"), ("Trần C", "+84 977 000 111")]
    assert wrong == [3, 5, 6]
    assert all(re.fullmatch("VAORA:1:P:[0-9A-F]{16}", holder.content) for holder in people)
    assert people[0].content != people[1].content


def test_a_scanned_card_is_its_bearer(into, file, place):
    into(file("the.csv", CARD_HEADER, [[CARD, "Nguyễn Thị Hồng Nhung", "0977000111"]]))
    into(file("a.csv", SCAN_HEADER, [["02/06/2021 07:00:00", "B", "0977000111", "Nguyễn Thị Hồng Nhung", "Vào"]]),
         file("gac.csv", GUARD_HEADER, [["02/06/2021 08:00:00", "A", CARD.lower(), "Vào"]]))  # fmt: skip
    warehouse = Warehouse(place)
    person, *more = persons_by_phone(warehouse, 977000111)
    row = named(warehouse, [person]).iloc[0]
    scanned = warehouse.query("queries/sql/tracing/members", {"persons": [person]})["person_id"].tolist()
    assert seen(warehouse, person) and not more
    assert (row["name"], row["phone"]) == ("Nguyễn Thị Hồng Nhung", "0977000111")
    rows = warehouse._con.execute(
        "select v.code, s.person_id from lake.scan s join lake.venue v using (venue_id) order by 1"
    ).fetchall()
    warehouse.close()
    assert [code for code, _ in rows] == ["A", "B"]
    assert {who for _, who in rows} <= set(scanned)


@pytest.mark.parametrize(("cells", "reason"), [
    (["VAORA:1:P:12", "Lê An", "0912345678"], "person_qr_unknown|person_qr|"),
    ([CARD, "", "0912345678"], "name_missing|name|"),
    ([CARD, "Lê An", "12"], "phone_invalid|phone|"),
    ([CARD, "Lê An", None], "no_person|phone|"),
])  # fmt: skip
def test_a_card_of_nobody_is_refused_with_its_reason(cells, reason, cleaned):
    (row,) = cleaned("card_list", [dict(zip(("person_qr", "name", "phone"), cells, strict=True))])
    assert row["reasons"] == reason


def test_the_same_list_twice_is_counted_as_duplicate(into, file):
    rows = [[CARD, "Lê An", "0912345678"]]
    (first,) = into(file("a.csv", CARD_HEADER, rows)).files
    (again,) = into(file("b.csv", [*CARD_HEADER, "Ghi chú"], [[*rows[0], "x"]])).files
    assert (first.loaded, first.duplicate, again.loaded, again.duplicate) == (1, 0, 0, 1)


def test_the_code_holds_nothing_of_the_person_and_is_read_from_the_sheet(read_back):
    people, _ = read("\n".join(f"Nguyễn Văn {letter}; 09123456{number:02}" for number, letter in enumerate("ABCDEFGHIKL")))
    made = cards_pdf([Card(holder.code, holder.content, holder.name) for holder in people], ISSUER)
    pages = read_back(made)
    assert [len(page) for page in pages] == [9, 2]
    assert sorted(text for page in pages for text in page) == sorted(holder.content for holder in people)
    for holder in people:
        assert re.fullmatch("VAORA:1:P:[0-9A-F]{16}", holder.content)

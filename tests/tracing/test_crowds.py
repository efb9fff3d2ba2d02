"""Why a list is long: crowds counted by the SQL and by hand, on random visits; the usual crowd; the verdict end to end."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.crowds import crowds, shares
from queries.persons import persons_by_phone
from queries.tracing import ContactQuestion, Window, contacts, window_params
from rules.phone import national
from tests import oracle
from tests.conftest import SCAN_HEADER, VENUE_HEADER
from tests.tracing.test_contacts import DAY, RULES, START, TICK, VENUES, Store, fill, lake, visits_of_people  # noqa: F401
from warehouse.reader import Warehouse

CASE = "0912345678"


@given(visits_of_people, st.integers(0, 2), st.integers(0, 2))
def test_crowds_agree_with_the_oracle(lake, people, first, length):  # noqa: F811
    fill(lake, people)
    case, last = min(people), first + length
    window = Window(case, (START + timedelta(days=first)).date(), (START + timedelta(days=last)).date())
    asked = {**window_params(Store(lake), [window]), "venues": list(VENUES)}
    found = Store(lake).query("queries/sql/tracing/crowds", asked).set_index("venue_id")
    expected = oracle.crowds(people, case, (first * DAY, (last + 1) * DAY), RULES, TICK)
    assert {v: (r.present, r.people, r.unproven) for v, r in found.iterrows()} == expected


def test_what_each_venue_adds(place, into, scans):
    into(scans("a.csv", "\n".join(f"{at} | {code} | {phone} | {way}" for code, at_in, at_out, phones in (
        ("A", "08:00", "09:00", (CASE, "0987654321", "0333333333")), ("B", "10:00", "11:00", (CASE, "0987654321")),
    ) for at, way in ((at_in, "Vào"), (at_out, "Ra")) for phone in phones)))  # fmt: skip
    store = Warehouse(place)
    (case,) = persons_by_phone(store, national(CASE))
    found = contacts(store, ContactQuestion((Window(case, date(2021, 6, 2), date(2021, 6, 2)),), 15))
    assert shares(found).values.tolist() == [[2, 1], [1, 0]]
    store.close()


def fair(day, people, venue="CHO", at=9):
    """Scans of `people` who come at `at` and go an hour later."""
    came = datetime.combine(day, datetime.min.time()) + timedelta(hours=at)
    stay = ((came, "Vào"), (came + timedelta(hours=1), "Ra"))
    return [[f"{t:%d/%m/%Y %H:%M:%S}", venue, f"0966{n:06d}", "", way] for n in range(people) for t, way in stay]


@pytest.mark.parametrize(("before", "crowd"), [(4, "unusual"), (10, "usual")])
def test_the_verdict_on_a_market(before, crowd, place, into, file):
    """12 people on Wednesday 09/06/2021; working days before it are compared, the weekend and other hours are not."""
    wednesday = date(2021, 6, 9)
    days = [wednesday - timedelta(days=back) for back in range(1, 12)]
    rows = [row for day in days for row in fair(day, before if day.isoweekday() <= 5 else 40)]
    rows += [row for day in days for row in fair(day, 40, at=15)] + fair(wednesday, 12)
    rows += [[f"09/06/2021 0{at}:00:00", "CHO", CASE, "", way] for at, way in ((8, "Vào"), (9, "Vào"))]
    rows += [["09/06/2021 10:00:00", "CHO", CASE, "", "Ra"]]
    for other in "BCD":
        rows += fair(wednesday, 2, venue=f"CHO-{other}", at=12)
    codes = ["CHO", *(f"CHO-{other}" for other in "BCD")]
    into(file("diem.csv", VENUE_HEADER, [[code, code, "Chợ", "Phường Mỹ Bình", "Thành phố Long Xuyên"] for code in codes]),
         file("quet.csv", SCAN_HEADER, rows))  # fmt: skip
    store = Warehouse(place)
    (case,) = persons_by_phone(store, national(CASE))
    question = ContactQuestion((Window(case, wednesday, wednesday),), 15)
    (row,) = crowds(store, question, contacts(store, question)).itertuples()
    assert (row.people, row.alone, row.present, row.unproven) == (12, 12, 12, 0)
    assert (row.arrivals, row.usual, row.days, row.crowd) == (14, before, 7, crowd)
    assert (row.peak, row.others_peak, row.signs) == (40, 2, ("kind", "long"))
    store.close()

"""The life of a bulletin: issued once, compared with the one before, restated with its reason, refused when it contradicts itself."""

from dataclasses import replace
from datetime import date

import pytest

from casework import bulletin
from casework.bulletin import Span, draft, figures_of, issue
from etl.rollback import rollback
from rules.bulletin_words import reason_words
from tests.conftest import VENUE_HEADER
from warehouse.bulletins import read
from warehouse.errors import BulletinBlocked, NothingToReport
from warehouse.reader import Warehouse

FIRST, SECOND = (Span("day", date(2021, 6, day)) for day in (2, 3))
LOG = """
02/06/2021 08:00 | A | 0912345678 | Vào
02/06/2021 10:00 | A | 0912345678 | Ra
02/06/2021 09:00 | B | 0987654321 | Vào
03/06/2021 08:00 | A | 0912345678 | Vào
03/06/2021 09:00 | A | 0987654321 | Vào
03/06/2021 09:30 | A | 0333333333 | Vào
03/06/2021 11:00 | A | 0333333333 | Ra
"""
LATE = "02/06/2021 15:00 | B | 0977777777 | Vào\n02/06/2021 16:00 | B | 0977777777 | Ra"
SITES = (("A", "Chợ"), ("B", "Công ty"), ("C", "Chợ"))


@pytest.fixture
def sites(file):
    """sites(name, *codes) writes a registry of sites."""

    def written(name, *codes):
        kinds = dict(SITES)
        return file(name, VENUE_HEADER, [[code, f"Điểm {code}", kinds.get(code, "Chợ"), "Mỹ Bình", "Long Xuyên"] for code in codes])

    return written


@pytest.fixture
def made(place):
    """made(span, note) issues a bulletin on a fresh warehouse."""

    def issued(span, note=""):
        warehouse = Warehouse(place)
        try:
            return issue(warehouse, span, "an", note)
        finally:
            warehouse.close()

    return issued


@pytest.fixture
def loaded(into, scans, sites):
    into(sites("1.csv", "A", "B", "C"), scans("2.csv", LOG))
    return into


def test_a_bulletin_has_the_figures_of_its_day_compared_with_the_one_before(loaded, made):
    (first,) = made(FIRST)
    (second,) = made(SECOND)
    totals = figures_of(first.content).totals
    assert [totals[name] for name in ("scans", "people", "active", "registered", "arrivals", "complete", "other")] == [3, 2, 2, 3, 2, 1, 3]
    figures = figures_of(second.content)
    compared = {name: (figures.before[name], figures.totals[name], figures.changes[name]) for name in ("scans", "people", "active")}
    assert compared == {"scans": (3, 4, 1), "people": (2, 3, 1), "active": (2, 1, -1)}
    assert figures.rates["active"] == -0.5 and figures.shares["active_share"] == 1 / 3
    assert figures.tables["district"]["883"]["scans"] == 4
    assert {kind: row["scans"] for kind, row in figures.tables["kind"].items()} == {"cho": 4, "cong_ty": 0}
    assert first.reason == {} and second.content["compared_with"] == "issue"


def test_the_same_again_changes_nothing(loaded, made, place):
    made(FIRST)
    (second,) = made(SECOND)
    before = place.bulletins.read_bytes()
    assert made(SECOND) == [second] and place.bulletins.read_bytes() == before


def test_without_a_bulletin_of_the_day_before_its_flows_are_counted_and_its_states_not_known(loaded, made):
    (second,) = made(SECOND)
    figures = figures_of(second.content)
    assert second.content["compared_with"] == "" and (figures.before["scans"], figures.changes["scans"]) == (3, 1)
    assert "registered" not in figures.before and "registered" in figures.totals
    (first,) = made(FIRST)
    assert figures_of(first.content).before == {}


def test_late_data_restate_with_their_reason_and_what_was_published_stays(loaded, made, scans, place):
    (first,) = made(FIRST)
    loaded(scans("3.csv", LATE))
    again, second = made(SECOND, "điện thoại ngoại tuyến")
    assert read(place) == [first, again, second]
    assert (again.first, again.version, again.content["restates"]["version"]) == (FIRST.first, 2, 1)
    assert again.content["restates"]["totals"]["scans"] == [3, 5] and "registered" not in again.content["restates"]["totals"]
    assert reason_words(again.reason, "vi").startswith("dữ liệu trong kỳ đến muộn: 1 tệp, 2 dòng, nạp đến ")
    assert reason_words(again.reason, "vi").endswith("; ghi chú: điện thoại ngoại tuyến")
    figures = figures_of(second.content)
    assert (figures.before["scans"], figures.totals["scans"], figures.changes["scans"]) == (5, 4, -1)
    (told,) = second.content["restated"]
    assert (told["first"], told["version"], told["totals"]["people"]) == ("2021-06-02", 2, [2, 3])


def test_a_bulletin_compared_with_one_that_is_restated_later_is_restated_too(loaded, made, scans, place):
    made(FIRST)
    made(SECOND)
    loaded(scans("3.csv", LATE))
    first, second = made(SECOND)
    assert (first.version, second.version) == (2, 2)
    assert second.reason == {"before": True, "late": second.reason.get("late"), "note": ""} or set(second.reason) == {"before", "note"}
    assert figures_of(second.content).before["scans"] == 5
    assert made(SECOND) == [second] and len(read(place)) == 4


def test_a_registry_that_grew_restates_nothing_and_is_the_growth_of_the_next_day(loaded, made, sites):
    (first,) = made(FIRST)
    loaded(sites("3.csv", "A", "B", "C", "D", "E"))
    (second,) = made(SECOND)
    figures = figures_of(second.content)
    assert figures_of(first.content).totals["registered"] == 3
    assert (figures.before["registered"], figures.totals["registered"], figures.changes["registered"]) == (3, 5, 2)


def test_states_stay_as_they_were_when_late_data_restate(loaded, made, sites, scans):
    made(FIRST)
    loaded(sites("3.csv", "A", "B", "C", "D", "E"), scans("4.csv", LATE))
    again, second = made(SECOND)
    assert figures_of(again.content).totals["registered"] == 3
    assert figures_of(second.content).changes["registered"] == 2


def test_states_are_taken_anew_where_more_sites_were_active_than_had_been_registered(loaded, made, sites, scans):
    made(FIRST)
    more = "\n".join(f"02/06/2021 15:00 | {site} | 0977777777 | Vào" for site in "CDE")
    loaded(sites("3.csv", "A", "B", "C", "D", "E"), scans("4.csv", more))
    again, second = made(SECOND)
    figures = figures_of(again.content)
    assert (figures.totals["active"], figures.totals["registered"]) == (5, 5)
    assert again.content["restates"]["totals"]["registered"] == [3, 5]
    assert set(again.reason) == {"late", "registry", "note"}
    assert figures_of(second.content).before["registered"] == 5


def test_an_undone_load_restates_and_says_so(loaded, made, scans, place):
    loaded(scans("3.csv", LATE))
    made(FIRST)
    rollback(place, None, by="an")
    (again,) = made(FIRST)
    assert again.reason == {"undone": True, "note": ""} and figures_of(again.content).totals["scans"] == 3


@pytest.mark.parametrize(("figure", "value", "said"), [
    ("people", 9, "Toàn tỉnh: «Người quét trong kỳ» (9) nhiều hơn «Lượt quét trong kỳ» (4)."),
    ("active", 4, "Toàn tỉnh: «Điểm có quét trong kỳ» (4) nhiều hơn «Điểm có mã» (3)."),
    ("scans", 5, "Theo loại hình: «Lượt quét trong kỳ» cộng lại là 4, khác số toàn tỉnh 5."),
])  # fmt: skip
def test_a_bulletin_that_contradicts_itself_is_not_issued_and_the_fault_is_named(
    loaded, made, place, monkeypatch, figure, value, said
):
    made(FIRST)
    before = place.bulletins.read_bytes()
    counted = bulletin.bulletin.counted

    def corrupted(warehouse, first, last):
        found = counted(warehouse, first, last)
        return replace(found, totals={**found.totals, figure: value}) if first == SECOND.first else found

    monkeypatch.setattr(bulletin.bulletin, "counted", corrupted)
    with pytest.raises(BulletinBlocked) as caught:
        made(SECOND)
    assert said in caught.value.values["vi"] and caught.value.values["period"] == "03/06/2021"
    assert "is more than" in caught.value.values["en"] or "adds up" in caught.value.values["en"]
    assert place.bulletins.read_bytes() == before


def test_there_is_no_bulletin_of_a_day_without_scans(loaded, made, place):
    with pytest.raises(NothingToReport) as caught:
        made(Span("day", date(2021, 6, 4)))
    assert caught.value.values == {"period": "04/06/2021"} and read(place) == []


def test_a_bulletin_whose_scans_are_gone_stays_as_it_was_issued(loaded, made, scans, place):
    made(FIRST)
    loaded(scans("3.csv", "04/06/2021 08:00 | A | 0912345678 | Vào"))
    made(Span("day", date(2021, 6, 4)))
    rollback(place, None, by="an")
    loaded(scans("4.csv", "05/06/2021 08:00 | A | 0912345678 | Vào"))
    assert [one.first.day for one in made(Span("day", date(2021, 6, 5)))] == [5]
    assert [one.first.day for one in read(place)] == [2, 4, 5]


def test_the_figures_of_a_week_are_those_of_its_days(loaded, made, scans, place):
    made(FIRST)
    made(SECOND)
    (week,) = made(Span.of("week", date(2021, 6, 3)))
    figures = figures_of(week.content)
    assert (week.first, week.last) == (date(2021, 5, 31), date(2021, 6, 6))
    assert (figures.totals["scans"], figures.totals["people"], figures.totals["active"]) == (7, 3, 2)
    assert {day[-2:]: row["scans"] for day, row in figures.tables["day"].items() if row["scans"]} == {"02": 3, "03": 4}
    assert week.content["facts"]["silent"] == ["2021-05-31", "2021-06-01", "2021-06-04", "2021-06-05", "2021-06-06"]
    loaded(scans("3.csv", LATE))
    made_again = made(SECOND)
    assert [(one.span, one.first.day, one.version) for one in made_again] == [("day", 2, 2), ("week", 31, 2), ("day", 3, 2)]
    assert figures_of(made_again[1].content).totals["scans"] == 9


def test_a_draft_says_what_would_be_issued_and_issues_nothing(loaded, place):
    warehouse = Warehouse(place)
    found = draft(warehouse, FIRST)
    warehouse.close()
    assert found.issued is None and found.faults == [] and not place.bulletins.exists()

"""The life of a bulletin: issued once, compared with the one before, restated with its reason, refused when it contradicts itself.

What is counted comes from a few scans in memory; test_whole.py goes the same way with a warehouse.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

from casework import bulletin
from casework.bulletin import Span, draft, figures_of, issue
from queries.bulletin import Counted
from rules.bulletin import Fault
from rules.bulletin_words import fault_words, reason_words
from tests.bulletin.conftest import table
from warehouse.bulletins import read
from warehouse.clock import now
from warehouse.errors import BulletinBlocked, NothingToReport
from warehouse.place import Place
from warehouse.settings import load_settings

FIRST, SECOND = (Span("day", date(2021, 6, day)) for day in (2, 3))
LOG = (("A", 1, 2), ("A", 1, 2), ("B", 2, 2), ("A", 1, 3), ("A", 2, 3), ("A", 3, 3), ("A", 3, 3))
LATE = (("B", 4, 2), ("B", 4, 2))
KINDS = {"B": "cong_ty"}


@dataclass
class Store:
    """A warehouse of scans (site, person, day of June) and registered sites, each with the files that brought them."""

    place: Place
    loads: list = field(default_factory=list)
    changes: int = 0

    @property
    def settings(self):
        return load_settings(self.place)

    def snapshot(self):
        return self.changes

    def load(self, scans=(), sites=""):
        self.loads.append((list(scans), sites, now()))
        self.changes += 1

    def undo(self):
        self.loads.pop()
        self.changes += 1

    def files(self):
        rows = []
        for scans, sites, at in self.loads:
            days = [datetime(2021, 6, day) for *_, day in scans]
            source = "scan" if scans else "venue"
            rows.append((source, min(days, default=pd.NaT), max(days, default=pd.NaT), at, len(scans) or len(sites)))
        return pd.DataFrame(rows, columns=["source", "first_at", "last_at", "loaded_at", "rows_loaded"])

    def counted(self, first, last):
        scans = [one for brought, _, _ in self.loads for one in brought if first.day <= one[2] <= last.day]
        known = {site for _, sites, _ in self.loads for site in sites}
        if not scans:
            return None

        def rows(chosen, owned=None):
            found = {"scans": len(chosen), "other": len(chosen), "people": len({one[1] for one in chosen})}
            found["active"] = len({one[0] for one in chosen} & known)
            return found if owned is None else {**found, "registered": len(owned)}

        tables = {"district": {"883": rows(scans, known)}, "kind": {}, "day": {}}
        for kind in ("cho", "cong_ty"):
            of = {site for site in "ABCDE" if KINDS.get(site, "cho") == kind}
            tables["kind"][kind] = rows([one for one in scans if one[0] in of], known & of)
        for n in range((last - first).days + 1):
            day = first + timedelta(n)
            tables["day"][day.isoformat()] = rows([one for one in scans if one[2] == day.day])
        facts = {"snapshot": self.changes, "last_load": max(at for *_, at in self.loads).isoformat()}
        return Counted(rows(scans, known), tables, {"best": [], "worst": []}, facts)


@pytest.fixture
def store(place, monkeypatch):
    """The warehouse with three sites and LOG; a clock of its own, a minute further at each look."""
    place.warehouse.mkdir(parents=True)
    minutes = iter(range(100_000))
    ticking = lambda: datetime(2021, 6, 4) + timedelta(minutes=next(minutes))  # noqa: E731
    monkeypatch.setattr(bulletin, "now", ticking)
    monkeypatch.setitem(globals(), "now", ticking)
    monkeypatch.setattr(bulletin.bulletin, "counted", lambda warehouse, *days: warehouse.counted(*days))
    monkeypatch.setattr(bulletin.ledger, "files", lambda warehouse: warehouse.files())
    made = Store(place)
    made.load(sites="ABC")
    made.load(LOG)
    return made


@pytest.fixture
def made(store):
    """made(span, note) issues a bulletin."""
    return lambda span, note="": issue(store, span, "an", note)


@pytest.mark.parametrize("row", table(5), ids=lambda row: row["what happened to 02/06 and 03/06, in order"])
def test_what_was_issued_in_the_end(row, store, made, place):
    happens = {
        "issue 02": lambda: made(FIRST),
        "issue 03": lambda: made(SECOND),
        "late": lambda: store.load(LATE),
        "registry": lambda: store.load(sites="D"),
        "undo": store.undo,
    }
    for event in row["what happened to 02/06 and 03/06, in order"].split(", "):
        happens[event]()
    issues = read(place)
    first = [str(one.content["figures"]["totals"]["scans"]) for one in issues if one.first == FIRST.first]
    last = next(one for one in reversed(issues) if one.first == SECOND.first)
    assert ", ".join(first) == row["versions of 02/06"]
    assert str(last.content["figures"]["before"]["scans"]) == row["before, in 03/06"]


def test_a_bulletin_is_compared_with_the_one_before(made):
    (first,), (second,) = made(FIRST), made(SECOND)
    figures = figures_of(second.content)
    compared = {
        name: (figures.before[name], figures.totals[name], figures.changes[name]) for name in ("scans", "people", "active")
    }
    assert compared == {"scans": (3, 4, 1), "people": (2, 3, 1), "active": (2, 1, -1)}
    assert figures.rates["active"] == -0.5 and figures.shares["active_share"] == 1 / 3
    assert first.reason == {} and (first.content["compared_with"], second.content["compared_with"]) == ("", "issue")


def test_the_same_again_changes_nothing(made, store, place):
    made(FIRST)
    (second,) = made(SECOND)
    before = place.bulletins.read_bytes()
    assert made(SECOND) == [second]
    store.load([("C", 1, 9)])
    assert made(SECOND) == [second] and place.bulletins.read_bytes() == before


def test_without_a_bulletin_of_the_day_before_its_flows_are_counted_and_its_states_not_known(made):
    figures = figures_of(made(SECOND)[0].content)
    assert (figures.before["scans"], figures.changes["scans"]) == (3, 1)
    assert "registered" not in figures.before and "registered" in figures.totals
    assert figures_of(made(FIRST)[0].content).before == {}


def test_late_data_restate_with_their_reason_and_what_was_published_stays(made, store, place):
    (first,) = made(FIRST)
    store.load(LATE)
    again, second = made(SECOND, "điện thoại ngoại tuyến")
    assert read(place) == [first, again, second]
    assert (again.first, again.version, again.content["restates"]["version"]) == (FIRST.first, 2, 1)
    assert again.content["restates"]["totals"] == {"scans": [3, 5], "other": [3, 5], "people": [2, 3]}
    words = reason_words(again.reason, "vi")
    assert words.startswith("dữ liệu đến muộn: 1 tệp, 2 dòng, nạp đến ") and words.endswith("; ghi chú: điện thoại ngoại tuyến")
    (told,) = second.content["restated"]
    assert (told["first"], told["version"], told["totals"]["people"]) == ("2021-06-02", 2, [2, 3]) and second.reason == {}


def test_a_bulletin_compared_with_one_that_is_restated_later_is_restated_too(made, store, place):
    made(FIRST), made(SECOND)
    store.load(LATE)
    first, second = made(SECOND)
    assert (first.version, second.version, second.reason) == (2, 2, {"before": True, "note": ""})
    assert made(SECOND) == [second] and len(read(place)) == 4


def test_states_stay_as_issued_and_a_registry_that_grew_is_the_growth_of_the_next_day(made, store):
    made(FIRST)
    store.load(sites="DE")
    store.load(LATE)
    again, second = made(SECOND)
    assert figures_of(again.content).totals["registered"] == 3
    figures = figures_of(second.content)
    assert (figures.before["registered"], figures.totals["registered"], figures.changes["registered"]) == (3, 5, 2)


def test_states_are_taken_anew_where_more_sites_were_active_than_had_been_registered(made, store):
    made(FIRST)
    store.load(sites="DE")
    store.load([(site, 4, 2) for site in "CDE"])
    again, second = made(SECOND)
    assert [figures_of(again.content).totals[name] for name in ("active", "registered")] == [5, 5]
    assert again.content["restates"]["totals"]["registered"] == [3, 5] and set(again.reason) == {"late", "registry", "note"}
    assert figures_of(second.content).before["registered"] == 5


def test_an_undone_load_restates_and_says_so(made, store):
    store.load(LATE)
    made(FIRST)
    store.undo()
    assert made(FIRST)[0].reason == {"undone": True, "note": ""}
    assert reason_words({"undone": True, "note": ""}, "vi") == "có lần nạp dữ liệu đã bị huỷ"
    assert reason_words({"note": ""}, "en") == "settings or the way of counting changed"


@pytest.mark.parametrize(("figure", "value", "said"), [
    ("people", 9, "Toàn tỉnh: «Người quét trong kỳ» (9) nhiều hơn «Lượt quét trong kỳ» (4)."),
    ("active", 4, "Toàn tỉnh: «Điểm có quét trong kỳ» (4) nhiều hơn «Điểm có mã» (3)."),
    ("scans", 5, "Theo loại hình: «Lượt quét trong kỳ» cộng lại là 4, khác số toàn tỉnh 5."),
])  # fmt: skip
def test_a_bulletin_that_contradicts_itself_is_not_issued_and_the_fault_is_named(
    made, store, place, monkeypatch, figure, value, said
):
    made(FIRST)
    before, counted = place.bulletins.read_bytes(), Store.counted

    def corrupted(self, first, last):
        found = counted(self, first, last)
        return replace(found, totals={**found.totals, figure: value}) if first == SECOND.first else found

    monkeypatch.setattr(Store, "counted", corrupted)
    with pytest.raises(BulletinBlocked) as caught:
        made(SECOND)
    told = caught.value.values
    assert said in told["vi"] and told["period"] == "03/06/2021" and ("is more than" in told["en"] or "adds up" in told["en"])
    assert place.bulletins.read_bytes() == before


def test_there_is_no_bulletin_of_a_day_without_scans(made, place):
    with pytest.raises(NothingToReport) as caught:
        made(Span("day", date(2021, 6, 4)))
    assert caught.value.values == {"period": "04/06/2021"} and read(place) == []


def test_a_bulletin_whose_scans_are_gone_stays_as_it_was_issued(made, store, place):
    made(FIRST)
    store.load([("A", 1, 4)])
    made(Span("day", date(2021, 6, 4)))
    store.undo()
    store.load([("A", 1, 5)])
    assert [one.first.day for one in made(Span("day", date(2021, 6, 5)))] == [5]
    assert [one.first.day for one in read(place)] == [2, 4, 5]


def test_the_figures_of_a_week_are_those_of_its_days(made, store):
    for span in (FIRST, SECOND):
        made(span)
    monday = Span.of("week", date(2021, 6, 9))
    assert (monday.first, monday.last, monday.words()) == (date(2021, 6, 7), date(2021, 6, 13), "07/06–13/06/2021")
    store.load([("A", 1, 7), ("A", 2, 8)])
    seventh = made(Span("day", date(2021, 6, 7)))[-1]
    (week,) = made(monday)
    figures = figures_of(week.content)
    assert (figures.totals["scans"], figures.totals["people"], figures.totals["active"]) == (2, 2, 1)
    assert figures.tables["day"]["2021-06-07"]["scans"] == figures_of(seventh.content).totals["scans"] == 1
    store.load([("A", 3, 7)])
    made_again = made(Span("day", date(2021, 6, 8)))
    assert [(one.span, one.first.day, one.version) for one in made_again] == [("day", 7, 2), ("week", 7, 2), ("day", 8, 1)]
    assert figures_of(made_again[1].content).totals["scans"] == 3


@pytest.mark.parametrize(("asked", "late", "again"), [
    (12, 12, [("week", 7, 2), ("day", 12, 2)]),
    (11, 12, [("day", 12, 2), ("week", 7, 2), ("day", 11, 1)]),
    (13, 8, [("day", 8, 2), ("day", 9, 2), ("week", 7, 2), ("day", 13, 1)]),
    (16, 8, [("day", 8, 2), ("day", 9, 2), ("week", 7, 2), ("day", 16, 1)]),
])  # fmt: skip
def test_a_week_is_restated_after_all_its_days(made, store, place, asked, late, again):
    store.load([("A", 1, day) for day in range(7, 17)])
    for day in (8, 9, 11, 12):
        made(Span("day", date(2021, 6, day)))
    week = Span.of("week", date(2021, 6, 12))
    made(week)
    store.load([("A", 3, late)])
    told = [(one.span, one.first.day, one.version) for one in made(Span("day", date(2021, 6, asked)))]
    assert told == again and draft(store, week).faults == []
    assert {(one.span, one.first.day, one.version) for one in read(place)} >= set(told)


def test_a_day_that_disagrees_with_its_week_is_named():
    fault = Fault("days", "day", "2021-06-12", "arrivals", 6, 7)
    assert fault_words(fault, "vi") == "Theo ngày, 12/06/2021: «Lượt vào» là 6, khác bản tin ngày đã phát hành (7)."
    assert fault_words(fault, "en") == "By day, 12/06/2021: 'Arrivals' is 6, but the bulletin issued of that day has 7."


def test_a_draft_says_what_would_be_issued_and_issues_nothing(store, place):
    found = draft(store, FIRST)
    assert (found.issued, found.reason, found.faults) == (None, None, []) and not place.bulletins.exists()
    with suppress(NothingToReport):
        draft(store, Span("day", date(2021, 6, 20)))
    assert not place.bulletins.exists()

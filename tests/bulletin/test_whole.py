"""A bulletin from files to restatement with a warehouse: late scans, a registry that grew, an undone load."""

from datetime import date

from casework.bulletin import Span, figures_of, issue
from etl.rollback import rollback
from tests.conftest import VENUE_HEADER
from warehouse.reader import Warehouse

LOG = """
02/06/2021 08:00 | A | 0912345678 | Vào
02/06/2021 10:00 | A | 0912345678 | Ra
02/06/2021 09:00 | B | 0987654321 | Vào
03/06/2021 08:00 | A | 0912345678 | Vào
"""


def test_from_files_to_restatement(into, file, scans, place):
    def sites(name, *codes):
        return file(name, VENUE_HEADER, [[code, f"Điểm {code}", "Chợ", "Mỹ Bình", "Long Xuyên"] for code in codes])

    def made(day):
        warehouse = Warehouse(place)
        try:
            return issue(warehouse, Span("day", date(2021, 6, day)), "an")
        finally:
            warehouse.close()

    into(sites("1.csv", "A", "B", "C"), scans("2.csv", LOG))
    (first,) = made(2)
    figures = figures_of(first.content)
    totals = [figures.totals[name] for name in ("scans", "people", "active", "registered", "arrivals", "complete", "other")]
    assert totals == [3, 2, 2, 3, 2, 1, 3] and "declared" not in figures.totals
    assert figures.tables["district"]["883"]["scans"] == figures.tables["kind"]["cho"]["scans"] == 3
    into(sites("3.csv", "A", "B", "C", "D"), scans("4.csv", "02/06/2021 15:00 | B | 0977777777 | Vào"))
    again, second = made(3)
    assert (again.version, set(again.reason), again.reason["late"]["rows"]) == (2, {"late", "registry", "note"}, 1)
    assert [figures_of(again.content).totals[name] for name in ("scans", "registered")] == [4, 3]
    figures = figures_of(second.content)
    assert (figures.before["scans"], figures.changes["scans"], figures.changes["registered"]) == (4, -3, 1)
    rollback(place, None, by="an")
    undone, *_ = made(3)
    assert (undone.version, undone.reason) == (3, {"undone": True, "note": ""})
    assert figures_of(undone.content).totals["scans"] == 3

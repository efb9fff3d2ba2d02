"""The cross-checks: each catches its fault, true figures pass, and no printed number can be altered unseen."""

from copy import deepcopy
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.bulletin import ADDED, CHECKS, DISTINCT, PARTS, Figures, checked, completed
from tests.bulletin.conftest import counts, table


def failing(figures, frozen=None):
    return [name for name, faults in checked(figures, frozen or {}).items() if faults]


def example():
    rows = table(1)
    columns = {place: {row["figure"]: int(row[place]) for row in rows if row[place]} for place in rows[0] if place != "figure"}
    totals, before, tables = columns.pop("province"), columns.pop("before"), {}
    for place, found in columns.items():
        split, _, name = place.partition(" ")
        tables.setdefault(split, {})[name] = found
    return completed(totals, tables, before), {"before": before, **tables["day"]}


def target(parts, place):
    """Return where a number stands in the figures' parts; `place`: 'province people', 'kind cho arrivals', 'changes scans'."""
    *where, name = place.split(" ")
    first = "totals" if where[0] == "province" else where[0]
    found = parts[first] if first in parts else parts["tables"][first]
    return (found[where[1]] if len(where) == 2 else found), name


def test_the_example_agrees_with_itself():
    figures, frozen = example()
    assert failing(figures, frozen) == []
    assert (figures.changes["scans"], figures.rates["scans"], figures.shares["active_share"]) == (6, 0.25, 0.4)


@pytest.mark.parametrize("row", table(2), ids=lambda row: row["printed wrongly"])
def test_each_check_catches_its_fault(row):
    figures, frozen = example()
    place, _, text = row["printed wrongly"].rpartition(" ")
    parts = asdict(deepcopy(figures))
    printed, name = target(parts, place)
    assert float(row["instead of"]) == pytest.approx(printed[name])
    printed[name] = float(text) if "." in text else int(text)
    assert ", ".join(failing(Figures(**parts), frozen)) == row["fails"]


def test_no_check_is_dead():
    assert {name for row in table(2) for name in row["fails"].split(", ")} == set(CHECKS)


@pytest.mark.parametrize("row", table(3), ids=lambda row: row["day"])
def test_figures_that_were_printed(row):
    totals = counts(row, "day", "share %", "fails")
    tables = {name: {"": totals} for name in ADDED}
    figures = Figures(totals, tables, {}, {}, {}, {"active_share": float(row["share %"]) / 100})
    assert ", ".join(failing(figures)) == row["fails"]


@st.composite
def true_figures(draw):
    """Figures counted one by one from invented scans: person, site, application, day; sites have a district and a kind."""
    district, kind, person, app = st.integers(0, 2), st.integers(0, 1), st.integers(0, 5), st.sampled_from(PARTS["scans"])
    sites = draw(st.lists(st.tuples(district, kind, st.booleans()), min_size=1, max_size=6))
    scan = st.tuples(person, st.integers(0, len(sites) - 1), app, st.integers(1, 2), st.booleans(), st.booleans())
    scans = draw(st.lists(scan, max_size=25))

    def counted(chosen, owned, flows=True):
        into = [each for each in chosen if each[4]]
        found = {"scans": len(chosen), "people": len({each[0] for each in chosen})}
        found |= {"active": len({each[1] for each in chosen if sites[each[1]][2]})}
        found |= {app: sum(each[2] == app for each in chosen) for app in PARTS["scans"]}
        found |= {"arrivals": len(into), "complete": sum(each[5] for each in into)}
        return found | ({} if owned is None else {"registered": sum(sites[each][2] for each in owned)})

    every = range(len(sites))
    tables = {
        split: {
            str(key): counted([s for s in scans if sites[s[1]][at] == key], [n for n in every if sites[n][at] == key])
            for key in {site[at] for site in sites}
        }
        for split, at in (("district", 0), ("kind", 1))
    }
    tables["day"] = {str(key): counted([s for s in scans if s[3] == key], None) for key in {s[3] for s in scans}}
    before = draw(st.fixed_dictionaries({name: st.integers(0, 30) for name in ("scans", "people", "active", "registered")}))
    return completed(counted(scans, every), tables, before)


@given(true_figures())
def test_true_figures_pass(figures):
    assert failing(figures, {"before": figures.before}) == []


def places(figures):
    """Yield every printed number that is bound to others: part, row, name."""
    for part in ("totals", "before", "changes", "rates", "shares"):
        yield from ((part, None, name) for name in getattr(figures, part))
    for split, rows in figures.tables.items():
        yield from ((split, row, name) for row, found in rows.items() for name in found if name in ADDED[split])


@given(true_figures(), st.data())
def test_no_bound_number_can_be_altered_unseen(figures, data):
    part, row, name = data.draw(st.sampled_from(list(places(figures))))
    parts = asdict(deepcopy(figures))
    printed = parts["tables"][part][row] if row else parts[part]
    share = part in ("rates", "shares")
    printed[name] += data.draw(st.sampled_from([0.002, -0.01, 0.3] if share else [1, -1, 7]))
    assert failing(Figures(**parts), {"before": figures.before})


@given(true_figures(), st.data())
def test_a_figure_that_overlaps_is_seen_once_out_of_its_bounds(figures, data):
    split = data.draw(st.sampled_from([name for name in DISTINCT if figures.tables[name]]))
    parts = asdict(deepcopy(figures))
    row = data.draw(st.sampled_from(list(parts["tables"][split])))
    parts["tables"][split][row]["people"] = figures.totals["people"] + 1
    assert "overlaps" in failing(Figures(**parts), {"before": figures.before})

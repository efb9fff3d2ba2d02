"""The tables of docs/tracing.md on looking backwards, row by row."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.chains import likely_sources
from rules.infection import Illness, verdict, weight
from rules.surprise import surprise
from rules.windows import window
from tests.casework.test_spec import day, table
from warehouse.place import REPOSITORY

DOC = (REPOSITORY / "docs" / "tracing.md").read_text("utf-8")


def tables(section):
    """Return all tables of a section, each as its rows."""
    text = DOC[DOC.index(f"## {section}.") :].split("\n## ")[0]
    return [
        [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in block.splitlines()[2:]]
        for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    ]


LOOK_BACKS, SURPRISES = tables(10)
VERDICTS, WEIGHTS = tables(11)


@pytest.mark.parametrize("row", LOOK_BACKS, ids=" ".join)
def test_how_far_to_look_back(row):
    onset, sampled, isolated, first, last = map(day, row[1:])
    assert window(int(row[0]), onset, sampled, isolated) == ((first, last) if first else None)


@pytest.mark.parametrize("row", SURPRISES, ids=" ".join)
def test_how_surprising(row):
    out, there, crowd, people, told, one_in = (float(cell.replace(",", "")) for cell in row)
    found = surprise(int(there), int(out), crowd / people)
    assert found == pytest.approx(told, abs=0.005)
    assert 10**found == pytest.approx(one_in, rel=0.02)


@given(st.integers(1, 40), st.integers(0, 40), st.floats(1e-6, 1))
def test_the_chance_is_the_sum_of_all_ways(out, there, share):
    chance = sum(math.comb(out, n) * share**n * (1 - share) ** (out - n) for n in range(there, out + 1))
    assert 10 ** -surprise(there, out, share) == pytest.approx(chance, rel=1e-6)


@given(st.integers(2, 2000), st.integers(2, 2000), st.floats(1e-9, 1))
def test_more_cases_or_a_smaller_place_never_surprise_less(out, there, share):
    base = surprise(there, out, share)
    assert base >= 0
    assert surprise(there + 1, out, share) >= base - 1e-9
    assert surprise(there, out, share / 2) >= base - 1e-9
    assert surprise(there, out + 1, share) <= base + 1e-9


@pytest.mark.parametrize("row", VERDICTS, ids=" ".join)
def test_may_one_have_infected_the_other(row):
    onset, isolated, other, met = map(day, row[:4])
    assert verdict(Illness(onset, isolated), Illness(other), met) == row[4]


@pytest.mark.parametrize("row", WEIGHTS, ids=" ".join)
def test_how_usual_the_days_until_onset_are(row):
    assert f"{weight(int(row[0])):.2f}" == row[1]


@pytest.mark.parametrize("row", table(12), ids=" ".join)
def test_the_likely_source(row):
    links = [(*part.split()[0].split("→"), float(part.split()[1])) for part in row[0].split(", ") if part]
    assert sorted(f"{source}→{target}" for target, source in likely_sources(links).items()) == [
        p for p in row[1].split(", ") if p
    ]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.floats(0.1, 100)).filter(lambda link: link[0] != link[1])))
def test_likely_sources_are_a_forest_of_links_and_nobody_is_left_out_for_nothing(links):
    found = likely_sources(links)
    given_links = {(source, target) for source, target, _ in links}
    assert {(source, target) for target, source in found.items()} <= given_links

    def above(case):
        chain = [case]
        while chain[-1] in found:
            chain.append(found[chain[-1]])
            assert len(chain) <= 8, "a circle"
        return chain

    for source, target in given_links:
        assert target in found or target in above(source)

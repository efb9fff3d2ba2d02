"""What must hold of every district: worse communes never make it better, and what is certain stays so whatever the unknown ones are."""

from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from rules.zones import LEVELS, Judged, derive, in_force

RULES = in_force(date(2021, 6, 2))
grade = LEVELS.index
some_level = st.sampled_from(LEVELS)
maybe = st.sampled_from([None, False, True])
judged = st.builds(Judged, st.one_of(st.none(), st.integers(0, 18)), maybe, maybe)
known = st.lists(some_level, min_size=1, max_size=18)
partly = st.lists(st.sampled_from([*LEVELS, None]), min_size=1, max_size=18)


def slow(communes, word):
    """The decision read aloud, with nothing shared with the product: the levels that a fully known district may have."""
    total = len(communes)
    very_high = sum(level == "very_high" for level in communes)
    high = very_high + sum(level == "high" for level in communes)
    risk = high + sum(level == "risk" for level in communes)
    scattered = word.scattered in (True, None)
    share = lambda count, least: count > 0 and count / total >= least  # noqa: E731
    spread = (word.spread or 0) / total
    if (scattered and share(very_high, 0.3)) or share(high, 0.5) or spread > 0.5:
        return {"very_high"}
    if (scattered and share(high, 0.3)) or share(risk, 0.5) or very_high or spread > 0.2 or word.adjoining:
        return {"high"}
    return {"normal", "risk"}


@given(known, judged)
def test_a_known_district_is_what_the_decision_says(communes, word):
    found = derive(RULES, communes, word)
    assert {found.lowest, found.highest} == slow(communes, word)


@given(partly, judged, st.data())
def test_a_district_never_falls_when_a_commune_rises(communes, word, data):
    at = data.draw(st.integers(0, len(communes) - 1))
    before = derive(RULES, communes, word)
    lower = communes[at]
    for higher in LEVELS[grade(lower) + 1 if lower else 0 :]:
        after = derive(RULES, [*communes[:at], higher, *communes[at + 1 :]], word)
        assert grade(after.lowest) >= grade(before.lowest)
        assert lower is None or grade(after.highest) >= grade(before.highest)


@given(partly, judged)
def test_what_an_official_adds_never_makes_it_better(communes, word):
    before = derive(RULES, communes, word)
    for worse in (
        Judged(18, word.adjoining, word.scattered), Judged(word.spread, True, word.scattered), Judged(word.spread, word.adjoining, True),
    ):  # fmt: skip
        after = derive(RULES, communes, worse)
        assert grade(after.lowest) >= grade(before.lowest) and grade(after.highest) >= grade(before.highest)


@given(partly, judged, st.data())
def test_whatever_the_unknown_are_the_level_lies_between_the_two_ends(communes, word, data):
    found = derive(RULES, communes, word)
    filled = [level or data.draw(some_level) for level in communes]
    assert all(grade(found.lowest) <= grade(level) <= grade(found.highest) for level in slow(filled, word))


def test_the_two_ends_are_reached_and_no_further_apart_than_they_must_be():
    for size, unknown in product(range(1, 5), range(0, 4)):
        for communes in product(LEVELS, repeat=size):
            found = derive(RULES, [*communes, *[None] * unknown], Judged())
            possible = [slow([*communes, *rest], Judged()) for rest in product(LEVELS, repeat=unknown)]
            grades = {grade(level) for levels in possible for level in levels}
            assert (grade(found.lowest), grade(found.highest)) == (min(grades), max(grades))


@given(partly, judged)
def test_nothing_is_green_by_default(communes, word):
    """The criteria of "Nguy cơ" were not found: by rules alone a district is never certainly at "Bình thường mới"."""
    assert derive(RULES, communes, word).level != "normal"
    assert derive(RULES, [None] * len(communes), Judged()).level is None


@given(partly, judged)
def test_what_is_certain_has_its_reasons_and_what_is_not_says_what_is_missing(communes, word):
    found = derive(RULES, communes, word)
    assert found.reasons
    assert bool(found.missing) == (found.level is None)

"""What weighs most and what would change the colour: held to be true by judging the answers it speaks of."""

from hypothesis import given
from hypothesis import strategies as st

from rules.advice import by_weight, to_keep, to_mend
from rules.rubric import COLOURS, judge
from tests.safety.test_rubrics import answerable, invented, points

anything = st.one_of(answerable, invented())


def colour(rubric, answers):
    found = judge(rubric, answers, None).colour
    return COLOURS.index(found) if found else None


def best(rubric, one):
    return one.least if rubric.danger else one.most


@given(anything, st.data())
def test_mending_gives_a_better_colour_and_nothing_of_it_can_be_left_out(rubric, data):
    answers = {one.number: points(data.draw, one) for one in rubric.criteria}
    before, chosen = colour(rubric, answers), to_mend(rubric, answers)
    if not chosen:
        perfect = colour(rubric, {one.number: best(rubric, one) for one in rubric.criteria})
        assert not before or perfect is None or perfect >= before
        return
    mended = answers | {one.number: best(rubric, one) for one in chosen}
    assert colour(rubric, mended) < before
    for one in chosen:
        after = colour(rubric, mended | {one.number: answers[one.number]})
        assert after is None or after >= before


@given(anything, st.data())
def test_each_to_keep_alone_gives_a_worse_colour_and_no_other_does(rubric, data):
    answers = {one.number: points(data.draw, one) for one in rubric.criteria}
    before, kept = colour(rubric, answers), to_keep(rubric, answers)
    for one in rubric.criteria:
        worst = one.most if rubric.danger else one.least
        after = colour(rubric, answers | {one.number: worst})
        assert (one in kept) == (before is not None and after is not None and after > before)


@given(anything, st.data())
def test_the_heaviest_stands_first(rubric, data):
    answers = {one.number: points(data.draw, one) for one in rubric.criteria}
    lost = [abs(answers[one.number] - best(rubric, one)) for one in by_weight(rubric, answers)]
    assert lost == sorted(lost, reverse=True)
    assert len(lost) == len(rubric.criteria)

"""What weighs most in a site's answers, and which of them would change its colour. Pure; for the form and the site's card."""

from collections.abc import Mapping

from rules.rubric import COLOURS, Criterion, Rubric, judge


def by_weight(rubric: Rubric, answers: Mapping[int, float]) -> list[Criterion]:
    """Return the answered criteria, those furthest from their best answer first, of equal ones the mandatory first."""
    answered = [one for one in rubric.criteria if one.number in answers]
    return sorted(answered, key=lambda one: (-_lost(rubric, one, answers), not one.mandatory, one.number))


def _lost(rubric: Rubric, one: Criterion, answers: Mapping[int, float]) -> float:
    return abs(answers[one.number] - _end(rubric, one, best=True))


def _end(rubric: Rubric, one: Criterion, *, best: bool) -> float:
    return one.least if rubric.danger == best else one.most


def _rank(rubric: Rubric, answers: Mapping[int, float]) -> int | None:
    colour = judge(rubric, answers, None).colour
    return COLOURS.index(colour) if colour else None


def to_mend(rubric: Rubric, answers: Mapping[int, float]) -> list[Criterion]:
    """Return criteria that, all put at their best answer, give a better colour; none can be left out. Empty: none does."""
    before = _rank(rubric, answers)
    if not before:
        return []
    mended, chosen = dict(answers), []
    stopping = [one for one in by_weight(rubric, answers) if one.mandatory and answers[one.number] <= one.least]
    for one in [*stopping, *(other for other in by_weight(rubric, answers) if other not in stopping)]:
        after = _rank(rubric, mended)
        if after is not None and after < before:
            break
        mended[one.number] = _end(rubric, one, best=True)
        chosen.append(one)
    for one in list(chosen):
        without = mended | {one.number: answers[one.number]}
        rank = _rank(rubric, without)
        if rank is not None and rank < before:
            mended, chosen = without, [other for other in chosen if other is not one]
    after = _rank(rubric, mended)
    return chosen if after is not None and after < before else []


def to_keep(rubric: Rubric, answers: Mapping[int, float]) -> list[Criterion]:
    """Return the criteria any of which, at its worst answer, would alone give a worse colour."""
    before = _rank(rubric, answers)
    if before is None:
        return []
    found = []
    for one in rubric.criteria:
        after = _rank(rubric, {**answers, one.number: _end(rubric, one, best=False)})
        if after is not None and after > before:
            found.append(one)
    return found

"""Rubrics: broken files are refused with all faults at once; levels never improve when an answer worsens, on any rubric."""

import shutil
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.rubric import COLOURS, Band, Criterion, Option, judge, parse, read_answers
from warehouse.errors import RubricsWrong
from warehouse.rubrics import FOLDER, load_rubrics

SHIPPED = [rubric for rubric, _ in load_rubrics().values()]
answerable = st.sampled_from([rubric for rubric in SHIPPED if rubric.criteria])


@st.composite
def invented(draw):
    """Any sound rubric: either direction, either unit, any limits, guards and mandatory criteria."""
    base, danger = draw(st.sampled_from(SHIPPED)), draw(st.booleans())
    criteria = tuple(
        Criterion(n, "", "", 0, draw(st.integers(1, 9)), not danger and draw(st.booleans()))
        for n in range(1, draw(st.integers(2, 6)))
    )
    whole = sum(one.most for one in criteria)
    limits = sorted(
        draw(st.sets(st.integers(1, whole - 1), max_size=min(3, whole - 1))) if whole > 1 else [], reverse=not danger
    )
    ends = [*limits, whole if danger else 0]
    colours = sorted((draw(st.sampled_from(COLOURS)) for _ in ends), key=COLOURS.index)
    bands = tuple(
        Band(str(n), "", "", colour, end, n == len(ends) - 1 or draw(st.booleans()), "", "", "",
             draw(st.none() | st.integers(1, 9)) if danger and n < len(ends) - 1 else None)
        for n, (end, colour) in enumerate(zip(ends, colours, strict=True))
    )  # fmt: skip
    return replace(base, danger=danger, percent=False, maximum=whole, all_mandatory=False, criteria=criteria, bands=bands)


def points(draw, one):
    return draw(st.sampled_from([o.points for o in one.options]) if one.options else st.integers(int(one.least), int(one.most)))


def rank(rubric, outcome):
    return rubric.bands.index(outcome.band) if outcome.band else len(rubric.bands) * (outcome.colour == "red")


@given(st.one_of(answerable, invented()), st.data())
def test_a_worse_answer_never_makes_a_better_level(rubric, data):
    answers = {one.number: points(data.draw, one) for one in rubric.criteria}
    changed = data.draw(st.sampled_from(rubric.criteria))
    worse = answers | {changed.number: points(data.draw, changed)}
    sign = 1 if rubric.danger else -1
    assume(sign * worse[changed.number] >= sign * answers[changed.number])
    before, after = judge(rubric, answers, None), judge(rubric, worse, None)
    assert sign * after.value >= sign * before.value
    assert rank(rubric, after) >= rank(rubric, before)
    if rubric.bands:
        assert COLOURS.index(after.colour) >= COLOURS.index(before.colour)


@given(st.sampled_from([rubric for rubric in SHIPPED if rubric.bands]), st.data())
def test_a_total_s_level_is_monotone_and_every_total_has_one(rubric, data):
    least, most = rubric.range
    one, other = sorted(data.draw(st.tuples(*[st.floats(least, most)] * 2)), reverse=not rubric.danger)
    assert rank(rubric, judge(rubric, None, one)) <= rank(rubric, judge(rubric, None, other))
    assert judge(rubric, None, one).colour in COLOURS


@given(answerable, st.data())
def test_a_total_never_says_better_than_its_answers(rubric, data):
    answers = {one.number: points(data.draw, one) for one in rubric.criteria}
    full = judge(rubric, answers, None)
    alone = judge(rubric, None, full.value)
    assert alone.band is None or rank(rubric, alone) <= rank(rubric, full)
    assert not alone.certain or alone.colour == full.colour


@given(st.sampled_from(SHIPPED), st.none() | st.floats(), st.dictionaries(st.integers(0, 20), st.floats(allow_nan=False)))
def test_nothing_is_green_without_a_reason(rubric, total, answers):
    found = judge(rubric, answers, total)
    if found.colour == "green":
        least, most = rubric.range
        assert least <= found.value <= most
        assert found.value == (rubric.value(answers) if answers else total)
    if not answers and total is None:
        assert found.colour is None


@given(st.text(max_size=40))
def test_answers_are_read_or_refused(text):
    try:
        found = read_answers(text)
    except ValueError:
        return
    assert all(number >= 0 for number in found)


def test_every_fault_of_every_file_is_named_at_once(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "r")
    school, works = tmp_path / "r/1467.toml", tmp_path / "r/2194.toml"
    school.write_text(
        school.read_text("utf-8")
        .replace("safe", "up")
        .replace("maximum = 15", 'maximum = "15"')
        .replace('"truong_hoc"', '"truong"')
    )
    broken = works.read_text("utf-8").replace("up_to = 30", "up_to = 10")
    works.write_text(broken.replace('colour = "yellow"', 'colour = "amber"').replace("up_to = 100", "below = 100"))
    (tmp_path / "r/empty.toml").write_text("")
    (tmp_path / "r/torn.toml").write_text("id = ")
    (tmp_path / "r/twice.toml").write_text((FOLDER / "hospital.toml").read_text("utf-8"))
    with pytest.raises(RubricsWrong) as caught:
        load_rubrics(tmp_path / "r")
    said = "\n".join(caught.value.faults)
    for part in ("1467.toml: direction: must be danger", "1467.toml: kinds: 'truong' is no kind", "1467.toml: maximum: '15' is of the wrong kind", "2194.toml: bands: must stand from the best",
                 "2194.toml: bands[3].colour: must be one of green", "the last level must hold",
                 "empty.toml: id: is missing", "torn.toml: ", "twice.toml: id: 'hospital' is taken"):  # fmt: skip
        assert part in said, part


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3) | st.dictionaries(
    st.sampled_from(["id", "criteria", "bands", "options", "number", "direction", "unit", "maximum", "colour", "up_to", "from", "least"]), x)))  # fmt: skip
def test_no_table_makes_the_fault_finder_fall(table):
    from rules.rubric_faults import faults

    if isinstance(table, dict):
        assert list(faults(table, frozenset({"cho"})))


def test_a_change_of_the_file_is_another_version():
    text = (FOLDER / "2194.toml").read_text("utf-8")
    assert parse(text).version != parse(text + "# x\n").version


def test_options_are_the_only_points_where_there_are_some():
    one = Criterion(1, "", "", 1, 10, options=(Option(1, "", ""), Option(10, "", "")))
    assert (one.allows(10), one.allows(5)) == (True, False)

"""Rubrics: broken files are refused with all faults at once; levels never improve when an answer worsens, on any rubric."""

import re
import shutil
import tomllib
from dataclasses import replace
from datetime import date
from string import Formatter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.messages import explain, messages
from rules.rubric import COLOURS, Band, Criterion, Option, judge, parse, read_answers
from rules.rubric_faults import faults
from warehouse.errors import RubricsWrong
from warehouse.place import REPOSITORY
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


@pytest.mark.parametrize(
    "shipped", [*(rubric for rubric in SHIPPED if rubric.criteria), None], ids=lambda one: one.id if one else "invented"
)
@given(data=st.data())
def test_a_worse_answer_never_makes_a_better_level(shipped, data):
    rubric = shipped or data.draw(invented())
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


@pytest.mark.parametrize("rubric", [rubric for rubric in SHIPPED if rubric.bands], ids=lambda one: one.id)
@given(data=st.data())
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
    (tmp_path / "r/line.toml").write_text("id = 1\nid = \n")
    (tmp_path / "r/latin.toml").write_bytes("title_vi = 'à'".encode("latin-1"))
    (tmp_path / "r/twice.toml").write_text((FOLDER / "hospital.toml").read_text("utf-8"))
    with pytest.raises(RubricsWrong) as caught:
        load_rubrics(tmp_path / "r")
    said = explain("rubrics_wrong", caught.value.values)
    for part in (
        "1467.toml: direction: phải là danger (điểm càng cao càng nguy hiểm) hoặc safe (điểm càng cao càng an toàn)",
        "1467.toml: kinds: không có loại địa điểm «truong»; các loại dùng được: ben_xe, benh_vien, cho,",
        "1467.toml: maximum: «15» phải là số, không có dấu nháy",
        "2194.toml: bands: các mức phải xếp từ tốt nhất đến xấu nhất, mỗi mức một ngưỡng riêng",
        "2194.toml: bands[3].colour: phải là một trong: green, yellow, red",
        "2194.toml: bands: mức cuối phải gồm tất cả phần còn lại: up_to = 100",
        "empty.toml: id: còn thiếu",
        "latin.toml: không đọc được tệp, hoặc tệp không phải mã UTF-8",
        "line.toml: không đúng cú pháp TOML ở dòng 2",
        "torn.toml: không đúng cú pháp TOML: cuối tệp còn thiếu",
        "twice.toml: id: mã «hospital» đã có ở tệp khác",
    ):
        assert part in said, part
    assert "empty.toml: id: is missing" in str(caught.value)


LEVEL = {"code": "a", "vi": "a", "en": "a", "colour": "red", "printed": "a", "action_vi": "a", "action_en": "a"}
WRONG = {
    "colour": (1, "colour: không có khoá này; các khoá dùng được: all_mandatory, bands,"),
    "title_vi": (" ", "title_vi: không được để trống"),
    "decision": (2194, "decision: «2194» phải là chữ trong dấu nháy"),
    "checked_against_text": ("no", "checked_against_text: «no» phải là true hoặc false"),
    "valid_from": ("x", "valid_from: «x» phải là ngày viết theo dạng 2021-06-02, không có dấu nháy"),
    "valid_to": (date(2019, 1, 1), "valid_to: trước ngày bắt đầu (valid_from)"),
    "period_days": (1.5, "period_days: «1.5» phải là số nguyên, không có dấu nháy"),
    "provinces": ([89], "provinces: phải là danh sách các chữ trong dấu nháy"),
    "words": ("a", "words: «a» phải là danh sách trong dấu [ ]"),
    "maximum": (0, "maximum: phải lớn hơn 0"),
    "unit": ("per cent", "unit: phải là một trong: percent, points"),
    "all_mandatory": (True, "all_mandatory: chỉ dùng khi điểm càng cao càng an toàn; nếu điểm cao là nguy hiểm"),
    "criteria": ([1, {"number": 1, "vi": "a", "en": "a", "least": 2, "most": 2}, {"number": 1, "vi": "a", "en": "a", "mandatory": True}],
                 "criteria[1]: phải là một bảng; criteria[2].most: phải lớn hơn least; criteria[3].number: số 1 có hai lần; "
                 "criteria[3].mandatory: chỉ dùng khi điểm càng cao càng an toàn"),
    "bands": ([LEVEL | {"up_to": 5}, LEVEL | {"colour": "green", "up_to": 100, "below": 9, "none_from": 3}],
              "bands[2]: phải có đúng một trong: up_to, below; bands[2].none_from: mức xấu nhất không còn mức nào xấu hơn để chuyển "
              "xuống; bands: có hai mức trùng mã"),
}  # fmt: skip
SOUND = tomllib.loads((FOLDER / "2194.toml").read_text("utf-8"))


@pytest.mark.parametrize("key", WRONG)
def test_each_fault_is_a_vietnamese_sentence(key):
    value, said = WRONG[key]
    found = explain("rubrics_wrong", {"faults": list(faults(SOUND | {key: value}, frozenset(SOUND["kinds"])))})
    assert f"Tệp bộ tiêu chí an toàn có lỗi: {said}" in found
    worse = [LEVEL | {"code": str(n), "colour": colour, "up_to": 50 * n} for n, colour in ((1, "red"), (2, "green"))]
    assert "bands: màu của mức xấu hơn không được tốt hơn" in explain(
        "rubrics_wrong", {"faults": list(faults(SOUND | {"bands": worse}, frozenset(SOUND["kinds"])))}
    )


def test_every_code_of_a_fault_has_its_sentence_with_the_same_blanks():
    used = {code for name in ("rules", "warehouse") for path in (REPOSITORY / name).glob("*.py")
            for code in re.findall(r'"(fault_\w+)"', path.read_text("utf-8"))}  # fmt: skip
    assert used == {code for code in messages() if code.startswith("fault_")}
    for code in used:
        vi, en = ({name for _, name, _, _ in Formatter().parse(messages()[code][tongue]) if name} for tongue in ("vi", "en"))
        assert vi == en, code


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3) | st.dictionaries(
    st.sampled_from(["id", "criteria", "bands", "options", "number", "direction", "unit", "maximum", "colour", "up_to", "from", "least"]), x)))  # fmt: skip
def test_no_table_makes_the_fault_finder_fall(table):
    if isinstance(table, dict):
        assert list(faults(table, frozenset({"cho"})))


def test_a_change_of_the_file_is_another_version():
    text = (FOLDER / "2194.toml").read_text("utf-8")
    assert parse(text).version != parse(text + "# x\n").version


def test_options_are_the_only_points_where_there_are_some():
    one = Criterion(1, "", "", 1, 10, options=(Option(1, "", ""), Option(10, "", "")))
    assert (one.allows(10), one.allows(5)) == (True, False)

"""The words of the screens: the same in both languages, none written in code, every code explained."""

import ast
import re
import tomllib

import pytest

from rules.messages import messages
from ui.texts import _texts
from warehouse.place import REPOSITORY

MARKS = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)


def test_both_languages_have_the_same_texts_with_the_same_blanks():
    vi, en = _texts("vi"), _texts("en")
    assert vi.keys() == en.keys()
    for key in vi:
        assert set(re.findall(r"\{(\w+)\}", vi[key])) == set(re.findall(r"\{(\w+)\}", en[key])), key


@pytest.mark.parametrize(
    "path", sorted([*REPOSITORY.glob("pages/*.py"), *REPOSITORY.glob("ui/*.py"), REPOSITORY / "dashboard.py"])
)
def test_no_vietnamese_in_code(path):
    tree = ast.parse(path.read_text("utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    documents = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    assert [text for text in texts if MARKS.search(text) and text not in documents] == []


def test_every_text_that_code_asks_for_is_there():
    known = _texts("vi")
    for path in [*REPOSITORY.glob("pages/*.py"), *REPOSITORY.glob("ui/*.py")]:
        for code in re.findall(r'say\("([a-z]+\.[a-z_]+)"', path.read_text("utf-8")):
            assert code in known, f"{path.name}: {code}"


def test_every_fault_of_the_cleaning_is_explained():
    codes = set()
    for path in [*REPOSITORY.glob("etl/sql/clean/*.sql"), *REPOSITORY.glob("etl/sql/macros/*.sql")]:
        codes |= set(
            re.findall(
                r"'((?:phone|time|commune|district|id|person|venue|direction|answer|coordinate|clock|number|level|score|agency|name|case|out|no)_[a-z_]+)'",
                path.read_text("utf-8"),
            )
        )
    codes -= {"venue_code", "case_code", "agency_code", "id_number", "person_qr", "venue_name", "name_vi", "out_at"}
    known = messages()
    assert {code for code in codes if code not in known} - {"commune_code"} == set()
    for code, sentence in known.items():
        if code != "column":
            assert set(sentence) >= {"vi", "en"}, code


def test_message_files_are_toml():
    for path in (REPOSITORY / "data/reference/messages").glob("*.toml"):
        tomllib.loads(path.read_text("utf-8"))

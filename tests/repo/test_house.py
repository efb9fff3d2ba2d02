"""The house keeps its rules: who imports whom, sizes, pins, no host in the lock, a meaning for every column."""

import ast
import json
import re
import subprocess

import pytest

from warehouse.lake import tables
from warehouse.place import REPOSITORY

MAY_IMPORT = {
    "rules": {"rules"},
    "warehouse": {"rules", "warehouse"},
    "etl": {"rules", "warehouse", "etl"},
    "demo": {"rules", "demo"},
    "queries": {"rules", "warehouse", "queries"},
    "access": {"rules", "warehouse", "access"},
    "casework": {"rules", "warehouse", "queries", "access", "casework"},
    "reports": {"rules", "warehouse", "queries", "casework", "reports"},
    "keeping": {"rules", "warehouse", "etl", "queries", "keeping"},
    "commands": {"rules", "warehouse", "queries", "access", "casework", "reports", "keeping", "commands"},
    "ui": {"rules", "warehouse", "etl", "queries", "access", "casework", "reports", "ui"},
    "pages": {"queries", "ui"},
}
WITH_STREAMLIT = {"ui", "pages"}
PRODUCT = [path for room in MAY_IMPORT for path in sorted((REPOSITORY / room).rglob("*.py"))]
SQL = sorted(path for room in ("etl", "queries", "warehouse", "keeping") for path in (REPOSITORY / room).rglob("*.sql"))
named = lambda path: str(path.relative_to(REPOSITORY))  # noqa: E731


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_imports_run_one_way(path):
    room = path.relative_to(REPOSITORY).parts[0]
    rooms = {name for name in imported(path) if name in MAY_IMPORT or name in ("tests", "bench")}
    assert rooms <= MAY_IMPORT[room]
    assert room in WITH_STREAMLIT or "streamlit" not in set(imported(path))


@pytest.mark.parametrize("path", [*PRODUCT, REPOSITORY / "vaora.py", REPOSITORY / "dashboard.py"], ids=named)
def test_python_files_are_small_and_say_what_they_are(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 310
    assert not text.strip() or ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("path", SQL, ids=named)
def test_sql_files_are_small_and_say_what_they_are(path):
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) <= 80
    assert lines[0].startswith("-- ")


@pytest.mark.parametrize("folder", [REPOSITORY, REPOSITORY / "tests" / "oidc"], ids=named)
def test_the_lock_names_no_host(folder):
    text = (folder / "package-lock.json").read_text("utf-8")
    assert "resolved" not in text and set(re.findall(r'"(\w+)": "https?:', text)) <= {"url"}, "but those of who funds it"
    assert json.loads(text)["packages"][""]["dependencies"] == json.loads((folder / "package.json").read_text())["dependencies"]


def test_requirements_are_pinned_and_explained():
    explained = (REPOSITORY / "docs/dependencies.md").read_text("utf-8")
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-npm.txt"):
        for line in (REPOSITORY / name).read_text().splitlines():
            if line and not line.startswith(("-r", "-c", "#")):
                assert re.fullmatch(r"[\w.-]+==[\w.]+", line), line
                assert f"`{line.partition('==')[0]}`" in explained, line


def test_every_column_of_the_lake_has_a_meaning_and_the_dictionary_says_it():
    dictionary = (REPOSITORY / "docs/data-dictionary.md").read_text("utf-8")
    for table, definition in tables().items():
        assert f"## {table}" in dictionary
        for column, (kind, meaning) in definition["columns"].items():
            assert f"| `{column}` | {kind} | {meaning} |" in dictionary, f"{table}.{column}"


def test_the_built_lake_is_the_one_described(place, into, scans, ask):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    found = ask("select table_name, column_name, comment from duckdb_columns() where database_name = 'lake'")
    described = {(table, column, meaning) for table, d in tables().items() for column, (_, meaning) in d["columns"].items()}
    assert {row for row in found} == described


def test_nothing_private_is_committed():
    tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True).stdout.split()
    assert not [
        name
        for name in tracked
        if name.startswith(("data/warehouse", "data/inbox", "data/secret", "static/vendor", "node_modules", ".venv"))
    ]

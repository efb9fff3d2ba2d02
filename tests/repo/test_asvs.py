"""docs/asvs.md names requirements once each, and tests that exist."""

import ast
import re
from functools import cache

from warehouse.place import REPOSITORY

CHAPTERS = {1: 5, 2: 4, 3: 7, 4: 4, 5: 4, 6: 8, 7: 6, 8: 4, 9: 2, 10: 7, 11: 7, 12: 3, 13: 4, 14: 3, 15: 4, 16: 5, 17: 3}
"""Chapters of ASVS 5.0 and how many sections each has."""
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (REPOSITORY / "docs/asvs.md").read_text("utf-8").splitlines()
    if re.match(r"\| \d", line)
]


@cache
def names_in(path):
    return {
        node.name for node in ast.walk(ast.parse((REPOSITORY / path).read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    }


def test_requirements_are_numbers_of_the_standard_and_stand_once():
    numbers = [row[0] for row in ROWS]
    assert len(numbers) == len(set(numbers)) > 60
    for number in numbers:
        chapter, section, _ = map(int, re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", number).groups())
        assert 1 <= section <= CHAPTERS[chapter], number


def test_every_row_is_proven_by_a_test_or_says_why_not():
    for number, asks, how, proof in ROWS:
        assert asks and how, number
        if proof == "–":
            assert how.startswith("chưa đạt") and len(how) > 30, number
            continue
        path, name = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", proof).groups()
        assert name in names_in(path), proof

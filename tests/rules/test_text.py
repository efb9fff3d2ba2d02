"""The fold by which names and headers are compared."""

import unicodedata

import pytest

from rules.text import fold, inert

SPEC = """
Nguyễn Thị Hồng        | nguyen thi hong
ĐƯỜNG TRẦN HƯNG ĐẠO    | duong tran hung dao
  Số  điện-thoại (*)   | so dien thoai
Phường/Xã              | phuong xa
full_name              | full name
fields[fullName]       | fields fullname
Mỹ Hoà Hưng            | my hoa hung
***                    |
"""


@pytest.mark.parametrize("line", SPEC.strip().splitlines())
def test_fold(line):
    text, expected = (part.strip() for part in line.split("|"))
    assert fold(text) == expected
    assert fold(unicodedata.normalize("NFD", text)) == expected
    assert fold(expected) == expected


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\rx", " =1", "\n=1", "＝1+1"])
def test_what_a_spreadsheet_would_run(text):
    assert inert(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "-", "+84912345678", "+84 912-345-678", "-1.5", "02/06/2021 08:30", "A=B", "1 + 1", "'=1"]
)
def test_what_it_would_not(text):
    assert inert(text) == text

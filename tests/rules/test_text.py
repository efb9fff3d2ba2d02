"""The fold by which names and headers are compared."""

import unicodedata

import pytest

from rules.text import fold

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

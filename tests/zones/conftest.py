"""Levels of risk in one line: rows of text in, the lake's statements out."""

import pytest

from tests.cleaning.conftest import cleaned  # noqa: F401

HEADER = ["Quận/Huyện", "Xã/Phường", "Áp dụng từ ngày", "Mức nguy cơ", "Lý do", "Người quyết định"]
JUDGED = ["Số xã nguồn lây có thể lan tới", "Cơ sở quan trọng giáp vùng khó kiểm soát", "Các xã nguy cơ nằm rải rác"]


@pytest.fixture
def levels(file):
    """levels(name, text) writes a file of levels from lines 'district | commune | day | level | reason | who | spread | adjoining | scattered'."""

    def written(name, text):
        rows = [[part.strip() for part in line.split("|")] for line in filter(str.strip, text.splitlines())]
        return file(name, [*HEADER, *JUDGED], [row + [""] * (len(HEADER) + len(JUDGED) - len(row)) for row in rows])

    return written

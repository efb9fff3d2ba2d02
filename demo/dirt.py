"""What real export files suffer: legacy encodings, title rows, repeated headers, blank lines, rows that
cannot be right.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from demo.draw import Rng, Texts

TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadae"
            "b5b6b7b8b9"
            "bbbcbdbec6"
            "c7c8c9cacb"
            "cccecfd0d1"
            "d2d3d4d5d6"
            "d7d8dcddde"
            "dfe1e2e3e4"
            "e5e6e7e8e9"
            "eaebecedee"
            "eff1f2f3f4"
            "f5f6f7f8f9"
            "fafbfcfdfe"
        ),
        strict=True,
    )
)
"""Letter → byte of the .VnTime fonts. A capital with a tone has the byte of its small letter: its case is
lost.
"""

WRONG = {
    "phone": ("113", "0123", "không nhớ số", "09x7"),
    "at": ("32/13/2021 08:00:00", "hôm qua", "00/00/0000"),
    "direction": ("?", "đứng ngoài"),
    "commune": ("Xã Không Tên",),
}
"""Values nobody can read, by the canonical column that holds them."""


_TCVN3 = {ord(letter): chr(byte) for small, byte in TCVN3.items() for letter in (small.upper(), small)}
_TCVN3 |= {ord(letter): chr(byte) for letter, byte in TCVN3.items()}


def to_tcvn3(text: str) -> bytes:
    """Return the text as a .VnTime document holds it; letters that have no byte there become '?'."""
    return unicodedata.normalize("NFC", text).translate(_TCVN3).encode("latin-1", "replace")


def to_cp1258(text: str) -> bytes:
    """Return the text in Windows-1258, which writes most tones as marks of their own after the letter."""
    return b"".join(map(_cp1258_letter, unicodedata.normalize("NFC", text)))


@cache
def _cp1258_letter(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in marks[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", marks.replace(tone, ""))
        return base.encode("cp1258") + tone.encode("cp1258")


def spoil(rng: Rng, columns: Mapping[str, Texts], counts: Mapping[str, int], blank: Sequence[str]) -> dict[str, Texts]:
    """Return the columns with rows put in that cannot be loaded: `counts` of each canonical column in WRONG.

    The rows are copies of others with one cell wrong; the columns of `blank` are emptied in them, so that
    a second
    identity does not save the row.
    """
    size = len(next(iter(columns.values())))
    wanted = [column for column, count in counts.items() for _ in range(count)] if size else []
    donors, places = (
        rng.integers(0, max(size, 1), len(wanted)),
        np.sort(rng.integers(0, size + 1, len(wanted))),
    )
    found: dict[str, Texts] = {}
    for name, values in columns.items():
        cells = values[donors].copy()
        for at, column in enumerate(wanted):
            if column == name:
                cells[at] = WRONG[column][at % len(WRONG[column])]
            elif name in blank:
                cells[at] = ""
        found[name] = np.insert(values, places, cells)
    return found

"""The one way to compare words: without marks, case, punctuation or doubled spaces. For names and headers."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+\-]?[\d .,()/:\-]*")


def tidy(text: str) -> str:
    """Return the text composed and with single spaces, as cleaning keeps it.

    >>> tidy("  BN  1 ")
    'BN 1'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Return `text` without diacritics, in lower case, its words parted by single spaces.

    >>> fold("  Số điện-thoại (*) ")
    'so dien thoai'
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return _NOT_WORD.sub(" ", bare.replace("đ", "d").replace("Đ", "d").lower()).strip()


def inert(text: str) -> str:
    """Return a text for a cell of a CSV file, which a spreadsheet will not take for a formula: an apostrophe goes before it,
    as in a spreadsheet. Numbers and phones stay as they are.

    >>> [inert(text) for text in ("=1+1", " @x", "-gọi lại", "+84912345678", "-1.5", "A=B", "")]
    ["'=1+1", "' @x", "'-gọi lại", '+84912345678', '-1.5', 'A=B', '']
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text

"""Phone numbers of Viet Nam: one number typed by hand into its national form; the SQL macros say the same for files."""

import re
import unicodedata

MOVED = {
    120: 70, 121: 79, 122: 77, 126: 76, 128: 78, 123: 83, 124: 84, 125: 85, 127: 81, 129: 82, 162: 32, 163: 33, 164: 34,
    165: 35, 166: 36, 167: 37, 168: 38, 169: 39, 186: 56, 188: 58, 199: 59,
}  # fmt: skip
"""Prefixes of eleven-digit numbers before 15/9/2018 and what became of them; the last seven digits were kept."""

_VALID = re.compile(
    r"(?:3\d|5[1689]|7[06-9]|8[1-8]|9[0-8])\d{7}|(?:52[238]|559|89[6-9]|99[013-9])\d{6}"
    r"|2(?:0[3-9]|1[0-689]|2[0-25-9]|[38][2-9]|4[2-8]|5[124-9]|6[0-39]|7[0-7]|9[0-4679])\d{7}"
)
_PARTS = (
    re.compile(r"[+(]?[0-9][0-9 .()\-\u00a0]*[0-9]"),
    re.compile(r"\+?[0-9]{9,14}|\(?[0-9]{3,5}\)?[ .\-][0-9]{3}[ .\-][0-9]{3,4}"),
)
_EXPONENT = re.compile(r"\s*([0-9]+(?:[.,][0-9]+)?)[eE]\+?([0-9]+)\s*")


def national(text: str) -> int | None:
    """Return the national number (without the first 0) in `text`, None if there is none or more than one.

    >>> [national(t) for t in ("0912 345 678", "+84912345678", "01691234567", "113")]
    [912345678, 912345678, 391234567, None]
    """
    plain = unicodedata.normalize("NFC", re.sub(r"\.0+\s*$", "", text)).translate(
        str.maketrans("０１２３４５６７８９＋", "0123456789+")
    )
    found = {number for part in _parts(plain) if (number := _checked(re.sub("[^0-9]", "", part)))}
    return found.pop() if len(found) == 1 else None


def _parts(text: str) -> list[str]:
    if exponent := _EXPONENT.fullmatch(text):
        exact = len(re.sub("[^0-9]", "", exponent[1])) > int(exponent[2])
        return [str(round(float(text.replace(",", "."))))] if exact else []
    return [part for pattern in _PARTS for part in pattern.findall(text)]


def _checked(digits: str) -> int | None:
    if not 9 <= len(digits) <= 14 or (digits.startswith("00") and not digits.startswith("0084")):
        return None
    number = int(digits)
    if 84 * 10**9 <= number < 85 * 10**9:
        number -= 84 * 10**9
    elif 84 * 10**10 <= number < 85 * 10**10:
        number -= 84 * 10**10
    number = MOVED.get(number // 10**7, number // 10**7) * 10**7 + number % 10**7
    return number if _VALID.fullmatch(str(number)) else None


def local(number: int | str) -> str:
    """Return a national number, or one in the form +84…, as people write it: 0912345678."""
    return "0" + str(number).removeprefix("+84")

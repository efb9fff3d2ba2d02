"""Phone numbers that look right and are nobody's: ranges no operator has been given, or runs of zeros in
renumbered ones.
"""

import numpy as np

from demo.draw import Flags, Ints, Rng, Texts, texts

FREE = (30, 31, 51)
"""Two-digit mobile codes that the numbering plan allows and no operator uses."""

RENUMBERED = {
    32: "162",
    33: "163",
    34: "164",
    35: "165",
    36: "166",
    37: "167",
    38: "168",
    39: "169",
    70: "120",
    79: "121",
    77: "122",
    76: "126",
    78: "128",
    83: "123",
    84: "124",
    85: "125",
    81: "127",
    82: "129",
    56: "186",
    58: "188",
    59: "199",
}
"""Codes of today and the three digits they had until 15/9/2018 (the last seven digits were kept)."""

_QUIET = 10_000
"""In renumbered codes only subscriber numbers 000xxxx are given out here."""

LANDLINE = 296_3000_000
"""Offices get 0296 3000 xxx."""


def mobiles(rng: Rng, size: int, renumbered_share: float = 0.06) -> Ints:
    """Return `size` different national numbers (nine digits, without the leading zero)."""
    codes = np.array(list(RENUMBERED), dtype=np.int64)
    old = min(int(size * renumbered_share), len(codes) * _QUIET // 2)
    slots = rng.choice(len(codes) * _QUIET, old, replace=False)
    renumbered = codes[slots // _QUIET] * 10_000_000 + slots % _QUIET
    free = rng.choice(len(FREE) * 1_000_000, size - old, replace=False)
    fresh = np.array(FREE)[free // 1_000_000] * 10_000_000 + free % 1_000_000 * 10 + free % 7
    return rng.permutation(np.concatenate([renumbered, fresh]).astype(np.int64))


def landlines(rng: Rng, size: int) -> Ints:
    """Return office numbers of the province (ten digits without the leading zero)."""
    return (LANDLINE + rng.integers(0, 1000, size)).astype(np.int64)


def allowed(national: Ints) -> Flags:
    """Say of each national number whether it lies in the ranges of this file."""
    code, rest = national // 10_000_000, national % 10_000_000
    quiet = np.isin(code, list(RENUMBERED)) & (rest < _QUIET)
    return np.isin(code, FREE) | quiet | (national // 1000 == LANDLINE // 1000)


FORMS = (
    "0903123456",
    "+84903123456",
    "84903123456",
    "0903.123.456",
    "0903 123 456",
    "903123456",
    "01623123456",
    "9.03E+08",
)
"""The written forms, by example; `FORM_SHARES` of profiles use them, the last two only where they can be
read back.
"""
FORM_SHARES = (0.72, 0.09, 0.06, 0.03, 0.03, 0.04, 0.03)


def forms(rng: Rng, size: int) -> Ints:
    """Return a written form for each of `size` profiles."""
    return rng.choice(len(FORM_SHARES), size, p=FORM_SHARES)


def written(national: Ints, form: Ints) -> Texts:
    """Return each number as its form writes it; '' for 0 (no phone)."""
    return texts([_written(n, f) for n, f in zip(national.tolist(), form.tolist(), strict=True)])


def _written(national: int, form: int) -> str:
    if not national:
        return ""
    plain = f"0{national}"
    if form == 6:
        old = RENUMBERED.get(national // 10_000_000)
        return f"0{old}{national % 10_000_000:07d}" if old else plain
    if form in (3, 4):
        return (".", " ")[form - 3].join((plain[:4], plain[4:7], plain[7:]))
    return (plain, f"+84{national}", f"84{national}", "", "", str(national))[form]


def exponent(national: int) -> str:
    """Return the number as Excel shows a wide one: 3.01234567E+08 keeps all nine digits."""
    digits = str(national)
    return f"{digits[0]}.{digits[1:].rstrip('0') or '0'}E+{len(digits) - 1:02d}"

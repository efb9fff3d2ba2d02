"""Vietnamese names with the shares that real lists have, and the ways in which apps write them."""

import unicodedata
from functools import cache

from demo.draw import TABLES, Flags, Ints, Rng, Texts, pick, table, texts


def surnames(rng: Rng, size: int) -> Texts:
    """Return family names: 38 % Nguyễn, 11 % Trần, 9.5 % Lê, …"""
    return pick(rng, table(TABLES / "surnames.csv"), "surname", size)


def full_names(rng: Rng, family: Texts, male: Flags) -> Texts:
    """Return display names (họ, đệm, tên) for the family names and sexes given."""
    names = texts([""] * len(family))
    for sex, mask in (("m", male), ("f", ~male)):
        middle, given = table(TABLES / "middle_names.csv"), table(TABLES / "given_names.csv")
        count = int(mask.sum())
        middles = pick(rng, middle[middle["sex"] == sex], "middle", count)
        givens = pick(rng, given[given["sex"] == sex], "given", count)
        names[mask] = [_join(*parts) for parts in zip(family[mask], middles, givens, strict=True)]
    return names


def _join(family: str, middle: str, given: str) -> str:
    """One word is not said twice in a row (no 'Minh Minh')."""
    return " ".join(part for part in (family, middle, given) if part and not (part == middle and given in middle))


@cache
def bare(name: str) -> str:
    """Return the name in capitals without marks, as personal QR codes carry it (MIC v1.1)."""
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in letters if unicodedata.category(c) != "Mn").upper()


TONE_PAIRS = (
    ("òa", "oà"),
    ("óa", "oá"),
    ("ỏa", "oả"),
    ("ủy", "uỷ"),
    ("úy", "uý"),
    ("ùy", "uỳ"),
    ("ụy", "uỵ"),
)


def other_tone(name: str) -> str:
    """Return the name with the tone on the other vowel (Hòa → Hoà, Thủy → Thuỷ): both spellings are in
    use.
    """
    for new, old in TONE_PAIRS:
        name = name.replace(new, old)
    return name


STYLES = ("as is", "capitals", "lower", "bare", "other tone", "no middle")
"""How an app's user wrote the name, commonest first; the shares are in `STYLE_SHARES`."""
STYLE_SHARES = (0.70, 0.12, 0.03, 0.08, 0.05, 0.02)


def written(name: str, style: int) -> str:
    """Return the name as `STYLES[style]` writes it."""
    if style == 0:
        return name
    if style == 5:
        words = name.split()
        return f"{words[0]} {words[-1]}"
    return (name.upper, name.lower, lambda: bare(name).title(), lambda: other_tone(name))[style - 1]()


def styles(rng: Rng, size: int) -> Ints:
    """Return a writing style for each of `size` profiles."""
    return rng.choice(len(STYLES), size, p=STYLE_SHARES)

"""Whether two entries of people speak of one human being: rules that can be read (docs/tracing.md §8), no scores.

A wrong merge gives a case somebody else's contacts; a missed one only loses some. So every rule needs two things that agree
besides each other and nothing that contradicts, and what is only likely is offered to a person, never merged.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from rules.text import fold

Agreement = Literal["equal", "short", "slip"]
TONES = "\u0300\u0301\u0303\u0309\u0323"
LONG_TAIL = 6
"""Shown digits of a masked id that may support a merge; fewer are shared by too many."""


@dataclass(frozen=True)
class Entry:
    """What is known of one entry of the people store; '' or None where nothing is. `names`: all that it was written under;
    a household that shares a phone without saying so is one entry of several names."""

    person_id: int
    phone: str = ""
    name: str = ""
    names: tuple[str, ...] = ()
    birth_year: int | None = None
    id_number: str = ""
    id_tail: str = ""
    commune: str = ""
    address: str = ""

    @property
    def born(self) -> int | None:
        """The year of birth as told, else as a CCCD holds it (fourth digit: century and sex; then two of the year)."""
        if self.birth_year or len(self.id_number) != 12 or not self.id_number.isdigit():
            return self.birth_year
        return 1900 + 100 * (int(self.id_number[3]) // 2) + int(self.id_number[4:6])


@dataclass(frozen=True)
class Verdict:
    """The rule that holds; `sure`: strong enough to merge, else only offered to a person."""

    rule: str
    sure: bool


RULES = (
    "decided", "id", "phone", "id_typo", "phone_typo", "home", "id_tail",
    "id_other_name", "phone_alike", "phone_near", "same_commune",
)  # fmt: skip
"""The rules, the strongest first."""


def syllables(name: str) -> list[tuple[str, str]]:
    """Return the name's words as (letters with their quality, tone), wherever the tone was set.

    >>> syllables("Hoà") == syllables("Hòa"), syllables("Ân") == syllables("An")
    (True, False)
    """
    found = []
    for word in unicodedata.normalize("NFD", name.lower()).split():
        letters = "".join(mark for mark in word if mark not in TONES)
        found.append((unicodedata.normalize("NFC", letters), "".join(mark for mark in word if mark in TONES)))
    return found


def same_name(one: str, other: str) -> Agreement | None:
    """Return how far two names agree: None if they are different people's.

    'equal': the same words, in any order; marks may be missing from the whole of one, not differ. 'short': one leaves out or
    abbreviates middle words. 'slip': one letter of the family or a middle name is wrong; of the given name it may be a
    brother's: An, Anh.

    >>> same_name("Đỗ Thị Hoà", "DO THI HOA"), same_name("Hòa Đỗ Thị", "Đỗ Thị Hoà"), same_name("Đỗ T. Hòa", "Đỗ Thị Hòa")
    ('equal', 'equal', 'short')
    >>> same_name("Lê Văn An", "Lê Văn Ân"), same_name("Lê Văn An", "Lê Văn Anh"), same_name("Lê An", "Lê Văn An")
    (None, None, 'short')
    >>> same_name("Nguyễn Văn An", "Nguyễm Văn An"), same_name("Lê Thị Hà", "Lê Văn Hà")
    ('slip', None)
    """
    left, right = _words(one, other), _words(other, one)
    if len(left) < 2 or len(right) < 2:
        return None
    if sorted(left) == sorted(right):
        return "equal"
    few, many = sorted((left, right), key=len)
    if (few[0], few[-1]) != (many[0], many[-1]):
        return "slip" if alike(one, other) else None
    abbreviated = len(few) == len(many) and all(a == b or _initial(a, b) for a, b in zip(few, many, strict=True))
    if abbreviated or (len(few) == 2 and len(many) > 2):
        return "short"
    return "slip" if alike(one, other) else None


def alike(one: str, other: str) -> int | None:
    """Return which word tells two names apart, counted from the given name as 0, if it does so by one letter or by its marks.

    >>> alike("Lê Văn An", "Lê Văn Anh"), alike("Lê Vna An", "Lê Văn An"), alike("Lê Văn An", "Lê Văn Ba")
    (0, 1, None)
    """
    left, right = _words(one, other), _words(other, one)
    wrong = [place for place, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]]
    if len(left) < 2 or len(left) != len(right) or len(wrong) != 1:
        return None
    short, long = sorted((fold(words[wrong[0]][0]) for words in (left, right)), key=len)
    slip = len(short) > 1 and len(long) > 2 and (near(short, long) or _one_more(short, long))
    return len(left) - 1 - wrong[0] if short == long or slip else None


def _one_more(short: str, long: str) -> bool:
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _words(name: str, other: str) -> list[tuple[str, str]]:
    """The words to compare: with marks only if both names have some."""
    bare = any(fold(text) == " ".join(text.lower().replace(".", " ").split()) for text in (name, other))
    return syllables(fold(name) if bare else name.replace(".", " "))


def _initial(one: tuple[str, str], other: tuple[str, str]) -> bool:
    short, long = sorted((one[0], other[0]), key=len)
    return len(short) == 1 and fold(long).startswith(fold(short))


def near(one: str, other: str) -> bool:
    """Return whether two numbers or words differ by one wrong sign or two neighbours exchanged.

    >>> near("0912345678", "0912345679"), near("0912345678", "0912354678"), near("0912345678", "0912345")
    (True, True, False)
    """
    if len(one) != len(other) or one == other:
        return False
    wrong = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(wrong) == 1:
        return True
    first, *rest = wrong
    swapped = one[first : first + 2] == other[first : first + 2][::-1]
    return rest == [first + 1] and swapped


def contradict(one: Entry, other: Entry) -> bool:
    """Return whether something known of both cannot be true of one human being: any of their names, the year of birth, two ids
    of one kind that no slip of the hand explains, or an id that does not end as the masked one does."""
    return any(_names_differ(a, b) for a in one.names for b in other.names) or _told_apart(one, other)


def _names_differ(one: str, other: str) -> bool:
    """A single word says little: it contradicts only a name that does not hold it."""
    left, right = fold(one).split(), fold(other).split()
    if min(len(left), len(right)) < 2:
        return not (set(left) <= set(right) or set(right) <= set(left))
    return same_name(one, other) is None


def _told_apart(one: Entry, other: Entry) -> bool:
    if one.born and other.born and one.born != other.born:
        return True
    ids = (one.id_number, other.id_number)
    if all(ids) and len(ids[0]) == len(ids[1]) and ids[0] != ids[1] and not near(*ids):
        return True
    return _tails_differ(one, other) or _tails_differ(other, one)


def _tails_differ(one: Entry, other: Entry) -> bool:
    whole = one.id_number or one.id_tail
    shorter = min(len(whole), len(other.id_tail))
    return bool(shorter and not other.id_number and whole[-shorter:] != other.id_tail[-shorter:])


def _tail_agrees(one: Entry, other: Entry) -> bool:
    whole, told = one.id_number or one.id_tail, other.id_number or other.id_tail
    shorter = min(len(whole), len(told))
    return shorter >= LONG_TAIL and bool(one.id_tail or other.id_tail) and whole[-shorter:] == told[-shorter:]


def judge(one: Entry, other: Entry) -> Verdict | None:
    """Return the strongest rule by which two entries are one person, None if there is none."""
    if contradict(one, other):
        if one.id_number and one.id_number == other.id_number:
            return Verdict("id_other_name", False)
        misspelt = bool(one.phone) and one.phone == other.phone and alike(one.name, other.name) is not None
        return Verdict("phone_alike", False) if misspelt and not _told_apart(one, other) else None
    if one.id_number and one.id_number == other.id_number:
        return Verdict("id", True)
    agreement = same_name(one.name, other.name) if one.name and other.name else None
    if one.phone and one.phone == other.phone:
        return Verdict("phone", True) if agreement else None
    if agreement != "equal":
        return None
    year = bool(one.born) and one.born == other.born
    commune = bool(one.commune) and one.commune == other.commune
    home = commune and bool(fold(one.address)) and fold(one.address) == fold(other.address)
    tail, near_phone = _tail_agrees(one, other), near(one.phone, other.phone)
    held = (
        ("id_typo", year and near(one.id_number, other.id_number), True),
        ("phone_typo", near_phone and (year or commune or tail), True),
        ("home", year and home, True),
        ("id_tail", year and tail, True),
        ("phone_near", near_phone, False),
        ("same_commune", year and commune, False),
    )
    return next((Verdict(rule, sure) for rule, holds, sure in held if holds), None)

"""How each person stands in each app: the name, number and id written there, and in which form.

One row per person and slot: 0 = first app, 1 = second app, 2 = the personal code that a guard scans.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from demo import names, phones
from demo.draw import Flags, Ints, Texts, stream, texts
from demo.people import APPS, People

SLOTS = 3
CARD = 2
MISTYPED = 0.003
GIVES_ID = 0.55
MASKED = 0.75
"""Of the personal codes, those that show the id with stars (MIC v1.1's own default)."""


@dataclass(frozen=True)
class Profiles:
    """Columns by person * SLOTS + slot; rows nobody used are blank. `subject` is equal where a reader
    sees one person.
    """

    phone: Ints
    phone_text: Texts
    name: Texts
    id_number: Texts
    other: Flags
    app: Ints
    code: Texts
    subject: Texts


def make(seed: int, people: People, used: Ints) -> Profiles:
    """Return the profiles that the rows of `used` name."""
    rng, size = stream(seed, 6), len(people.name) * SLOTS
    person, slot = used // SLOTS, used % SLOTS
    phone = np.where(slot == 1, people.phone2[person], people.phone[person])
    wrong = (rng.random(len(used)) < MISTYPED) & (phone > 0) & (slot < CARD)
    phone = np.where(wrong, phone - phone % 10 + (phone + rng.integers(1, 10, len(used))) % 10, phone)
    style = np.where(slot == CARD, 3, names.styles(rng, len(used)))
    name = texts(names.written(people.name[p], s) for p, s in zip(person.tolist(), style.tolist(), strict=True))
    shown = np.where(slot == CARD, rng.random(len(used)) < 1 - MASKED, rng.random(len(used)) < GIVES_ID) | (phone == 0)
    identity = people.id_number[person]
    number = np.where(shown, identity, np.where(slot == CARD, _masked(identity), ""))
    other = people.shared[person]
    app = np.where(slot == 1, people.app2[person], people.app[person])
    code = _personal_codes(people, person, slot, phone, number, other)
    subject = texts(map(_subject, phone.tolist(), number, name, (other & (slot < CARD)).tolist()))
    return Profiles(
        _spread(size, used, phone, 0),
        _spread(size, used, phones.written(phone, phones.forms(rng, len(used))), ""),
        _spread(size, used, name, ""),
        _spread(size, used, number, ""),
        _spread(size, used, other, False),
        _spread(size, used, app, 0),
        _spread(size, used, code, ""),
        _spread(size, used, subject, ""),
    )


def _spread(size: int, at: Ints, values: "np.ndarray[Any, Any]", blank: object) -> "np.ndarray[Any, Any]":
    found = np.full(size, blank, dtype=values.dtype)
    found[at] = values
    return found


def _masked(identity: Texts) -> Texts:
    return texts("******" + text[6:] if text else "" for text in identity)


def _subject(phone: int, number: str, name: str, other: bool) -> str:
    """Who a row speaks of, by what it shows: a number; for one declared by another the name too; else the
    id.
    """
    if not phone:
        return f"i{number}"
    return f"h{phone}|{names.bare(name)}" if other else f"p{phone}"


def _personal_codes(people: People, person: Ints, slot: Ints, phone: Ints, number: Texts, other: Flags) -> Texts:
    """Return SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT for cards, '' for the other slots (MIC v1.1 of
    11/9/2021).
    """
    found = texts([""] * len(person))
    for at in np.flatnonzero(slot == CARD).tolist():
        p = int(person[at])
        gender, tel = (1 if people.male[p] else 2), (f"0{phone[at]}" if phone[at] else "")
        born = f"{people.birth_year[p]}-**-**"
        extra = f"{'Q0' if other[at] else ''}<{gender}<<{tel}<"
        found[at] = f"{number[at]}|{names.bare(people.name[p])}|{born}|{int(other[at])}|Q{p:08d}|{extra}"
    return found


def frame(profiles: Profiles, used: Ints) -> pd.DataFrame:
    """Return the identities as written, one row per person and slot, for measuring how well they are put
    together.
    """
    national = profiles.phone[used]
    return pd.DataFrame(
        {
            "person": used // SLOTS,
            "app": [("card" if u % SLOTS == CARD else APPS[a]) for u, a in zip(used.tolist(), profiles.app[used], strict=True)],
            "phone": [f"+84{n}" if n else "" for n in national.tolist()],
            "name": profiles.name[used],
            "id_number": profiles.id_number[used],
            "other": profiles.other[used],
        }
    )

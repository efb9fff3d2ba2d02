"""Invented people: households with one address, names, birth years, phones of their own or shared, ids, apps.

One row per person everywhere; `person` in the Truth is the row number here.
"""

from dataclasses import dataclass

import numpy as np

from demo import names, phones
from demo.draw import TABLES, Flags, Floats, Ints, Rng, Texts, index, pick, stream, table, texts
from demo.units import Units

APPS = ("VHD", "Bluezone", "NCOVI", "tokhaiyte")
APP_SHARES = (0.62, 0.20, 0.11, 0.07)
SECOND_APP = 0.15
HOUSEHOLD_SHARES = (0.11, 0.19, 0.24, 0.26, 0.13, 0.07)
SHARED_PHONE = 0.12
NO_PHONE_OLD = 0.35
TWO_NUMBERS = 0.10
"""Of the people with a second app, those who registered it with another number."""
NO_ID, HAS_CCCD = 0.10, 0.55
SMALL_CHILD, CHILD, ELDER = 6, 13, 68


@dataclass(frozen=True)
class People:
    """Columns of persons; phones are national numbers (0 = none), `app2` is -1 where there is one app
    only.
    """

    household: Ints
    name: Texts
    male: Flags
    birth_year: Ints
    commune: Ints
    address: Texts
    phone: Ints
    phone2: Ints
    shared: Flags
    id_number: Texts
    app: Ints
    app2: Ints
    activity: Floats


def make(seed: int, size: int, units: Units, year: int) -> People:
    """Return `size` people living in `units` in the year given."""
    rng = stream(seed, 1)
    household, place = _households(rng, size)
    homes = int(household[-1]) + 1
    birth_year = _birth_years(rng, household, place, year)
    age = year - birth_year
    male = np.where(place < 2, (place + rng.integers(0, 2, homes)[household]) % 2 == 0, rng.random(size) < 0.51)
    commune = index(rng, units.weight, homes)
    phone, phone2, shared = _phones(rng, household, place, age)
    app = rng.choice(len(APPS), size, p=APP_SHARES)
    app2 = np.where((rng.random(size) < SECOND_APP) & (phone > 0) & ~shared, (app + rng.integers(1, 4, size)) % 4, -1)
    return People(
        household,
        names.full_names(rng, _family_names(rng, household, place), male),
        male,
        birth_year,
        commune[household],
        _addresses(rng, homes, units.town[commune])[household],
        phone,
        np.where(app2 >= 0, phone2, phone),
        shared,
        _ids(rng, male, birth_year, age),
        app,
        app2,
        _activity(rng, age, phone),
    )


def _households(rng: Rng, size: int) -> tuple[Ints, Ints]:
    """Return each person's household and place in it (0 = head, 1 = partner, then children, then an
    elder).
    """
    sizes = rng.choice(np.arange(1, 7), size, p=HOUSEHOLD_SHARES)
    household = np.repeat(np.arange(size), sizes)[:size]
    first = np.r_[True, household[1:] != household[:-1]]
    starts = np.flatnonzero(first)
    return household.astype(np.int64), (np.arange(size) - starts[np.cumsum(first) - 1]).astype(np.int64)


def _birth_years(rng: Rng, household: Ints, place: Ints, year: int) -> Ints:
    head = (year - rng.integers(24, 66, int(household[-1]) + 1))[household]
    size = len(household)
    partner = np.minimum(head + rng.integers(-6, 7, size), year - 20)
    child = np.minimum(head + rng.integers(20, 38, size), year)
    elder = head - rng.integers(20, 32, size)
    years = np.select([place == 0, place == 1, place < 5], [head, partner, child], elder)
    return np.maximum(years, year - 97).astype(np.int64)


def _family_names(rng: Rng, household: Ints, place: Ints) -> Texts:
    """Children and the head share the name; partners bring their own."""
    own = names.surnames(rng, len(household))
    heads = own[np.flatnonzero(place == 0)][household]
    return np.where(place == 1, own, heads)


def _addresses(rng: Rng, homes: int, town: Flags) -> Texts:
    street = pick(rng, table(TABLES / "streets.csv"), "street", homes)
    number, group, hamlet = rng.integers(1, 480, homes), rng.integers(1, 30, homes), rng.integers(1, 9, homes)
    return texts(
        f"Số {n}, đường {s}, tổ {g}, {'khóm' if t else 'ấp'} {h}"
        for n, s, g, h, t in zip(*(a.tolist() for a in (number, street, group, hamlet, town)), strict=True)
    )


def _phones(rng: Rng, household: Ints, place: Ints, age: Ints) -> tuple[Ints, Ints, Flags]:
    """Return first number, second number and whether it is the household's one number, used by another
    than its head.
    """
    size = len(household)
    numbers = phones.mobiles(rng, 2 * size)
    own = np.where((age < CHILD) | ((age >= ELDER) & (rng.random(size) < NO_PHONE_OLD)), 0, numbers[:size])
    head = np.flatnonzero(place == 0)
    one_phone = (rng.random(len(head)) < SHARED_PHONE)[household]
    shared = one_phone & (place > 0) & (age >= SMALL_CHILD) & (own[head][household] > 0)
    first = np.where(shared, own[head][household], np.where(one_phone & (place > 0), 0, own))
    second = np.where(rng.random(size) < TWO_NUMBERS, numbers[size:], first)
    return first, second, shared


def _ids(rng: Rng, male: Flags, birth_year: Ints, age: Ints) -> Texts:
    """Return CCCD (089, century and sex, two digits of the year, six) or CMND (35 and seven), '' for
    those without.
    """
    luck, serial = rng.random(len(male)), rng.permutation(len(male)) + 100_000
    sex = np.where(male, 0, 1) + np.where(birth_year >= 2000, 2, 0)
    rows = zip(*(a.tolist() for a in (luck, serial, sex, birth_year, age)), strict=True)
    return texts(
        ""
        if draw < NO_ID or a < 14
        else f"089{s}{y % 100:02d}{n % 1_000_000:06d}"
        if draw < NO_ID + HAS_CCCD or y >= 2005
        else f"35{n % 10_000_000:07d}"
        for draw, n, s, y, a in rows
    )


def _activity(rng: Rng, age: Ints, phone: Ints) -> Floats:
    """Return how often a person goes out, 1 on average: few go often, small children never alone."""
    often = rng.lognormal(-0.32, 0.8, len(age))
    by_age = np.select([age < SMALL_CHILD, age < 16, age > ELDER], [0.0, 0.35, 0.35], 1.0)
    return np.asarray(often * by_age * np.where(phone > 0, 1.0, 0.4), dtype=float)

"""Invented venues of every kind: names, places, hours, owners, codes, how many come, whether anyone
scans at all.

One row per venue; `venue` in the Truth is the row number here.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from demo.draw import REFERENCE, TABLES, Flags, Floats, Ints, Rng, Texts, index, pick, stream, table, texts
from demo.units import BOX, KM, Units

DAY = 1440
NEVER_SCANS = 0.38
"""Of the registered venues, those that got their code and never used it (in reality far more)."""
UNREGISTERED, STRANGER_PULL = 0.012, 0.2
RECODED = 0.03
NO_PLACE = 0.06
"""Registered venues without coordinates."""
POSTER, GUARD, PASSENGERS = 0, 1, 2
PASSENGER_LISTS = 0.6
"""Of the transport venues, those that keep a passenger list instead of a poster."""


@dataclass(frozen=True)
class Venues:
    """Columns of venues; times of day in minutes (closes > opens, past 1440 = after midnight), `recoded`
    a day or -1.
    """

    name: Texts
    kind: Ints
    commune: Ints
    address: Texts
    latitude: Floats
    longitude: Floats
    opens: Ints
    closes: Ints
    agency: Ints
    registered: Flags
    scanning: Flags
    channel: Ints
    pull: Floats
    code: Texts
    old_code: Texts
    recoded: Ints
    placed: Flags


def kinds() -> pd.DataFrame:
    """Return the venue kinds of data/reference with this room's own columns beside them, numbers as
    numbers.
    """
    known = table(REFERENCE / "venue_kinds.csv")
    found = known.merge(table(TABLES / "kinds.csv"), on="kind", how="left", validate="one_to_one")
    found = found.fillna(_unknown_kind(found))
    for column in ("share", "pull", "guarded", "typical_minutes", "cap_minutes"):
        found[column] = found[column].astype(float)
    return found


def _unknown_kind(found: pd.DataFrame) -> dict[str, str]:
    """A kind that a province added gets a plain rhythm; its title is 'Điểm'."""
    plain = {
        "share": "1",
        "titles": "Điểm",
        "owner": "commune",
        "rhythm": "shop",
        "pull": "1",
        "guarded": "0",
    }
    return {column: plain[column] for column in plain if column in found}


def make(seed: int, size: int, units: Units, agencies: pd.DataFrame, days: int) -> Venues:
    """Return `size` registered venues followed by a few that only scans know."""
    rng = stream(seed, 3)
    strangers = max(3, round(size * UNREGISTERED))
    every = size + strangers
    table_of_kinds = kinds()
    kind = _spread_kinds(rng, table_of_kinds, every)
    commune = index(rng, units.weight * units.centre[units.district] * np.where(units.town, 2.0, 1.0), every)
    agency = _owners(rng, table_of_kinds["owner"].to_numpy(object)[kind], commune, units, agencies)
    commune = _at_home(agencies, agency, commune)
    opens, closes = _hours(rng, table_of_kinds, kind)
    registered = np.arange(every) < size
    scanning = ~registered | (rng.random(every) >= NEVER_SCANS)
    code, old_code, recoded = _codes(rng, registered, days)
    latitude, longitude = _places(rng, units, commune)
    return Venues(
        _names(rng, table_of_kinds, kind, agency, agencies),
        kind,
        commune,
        _addresses(rng, every),
        latitude,
        longitude,
        opens,
        closes,
        agency,
        registered,
        scanning,
        _channels(rng, table_of_kinds, kind),
        _pull(rng, table_of_kinds, kind, registered, units, commune),
        code,
        old_code,
        recoded,
        rng.random(every) >= NO_PLACE,
    )


def _spread_kinds(rng: Rng, table_of_kinds: pd.DataFrame, size: int) -> Ints:
    """Every kind occurs, then by share."""
    each = np.arange(len(table_of_kinds))
    drawn = index(rng, table_of_kinds["share"].to_numpy(float), size)
    drawn[: len(each)] = each[: len(drawn)]
    return drawn


def _names(rng: Rng, table_of_kinds: pd.DataFrame, kind: Ints, agency: Ints, agencies: pd.DataFrame) -> Texts:
    """Plausible, and visibly invented by its number; an enterprise's site bears the enterprise's name."""
    titles = [str(t).split("|") for t in table_of_kinds["titles"]]
    words = pick(rng, table(TABLES / "words.csv"), "word", len(kind))
    owner, own = (
        agencies["name"].to_numpy(object),
        table_of_kinds["owner"].isin(["enterprise", "office"]).to_numpy(),
    )
    luck = rng.integers(0, 1 << 20, len(kind))
    return texts(
        f"{titles[k][draw % len(titles[k])]} " + (f"số {n + 1} {owner[a]}" if own[k] and a >= 0 else f"{word} {n + 1}")
        for n, (k, draw, a, word) in enumerate(zip(kind.tolist(), luck.tolist(), agency.tolist(), words, strict=True))
    )


def _addresses(rng: Rng, size: int) -> Texts:
    street = pick(rng, table(TABLES / "streets.csv"), "street", size)
    return texts(f"Số {n}, đường {s}" for n, s in zip(rng.integers(1, 300, size).tolist(), street, strict=True))


def _places(rng: Rng, units: Units, commune: Ints) -> tuple[Floats, Floats]:
    """Around the commune's place, some 900 m, never outside the province's box."""
    latitude = units.latitude[commune] + rng.normal(0, 0.9, len(commune)) * KM
    longitude = units.longitude[commune] + rng.normal(0, 0.9, len(commune)) * KM
    return np.clip(latitude, BOX[0], BOX[1]).round(6), np.clip(longitude, BOX[2], BOX[3]).round(6)


def _hours(rng: Rng, table_of_kinds: pd.DataFrame, kind: Ints) -> tuple[Ints, Ints]:
    """Shift each kind's hours by up to half an hour; no hours, or the whole day, stays the whole day."""
    opens = np.array([_minutes(t) for t in table_of_kinds["opens"]])[kind]
    closes = np.array([_minutes(t) for t in table_of_kinds["closes"]])[kind]
    whole = (opens < 0) | (closes < 0) | (opens == closes) | ((opens == 0) & (closes >= DAY - 1))
    closes = np.where(closes <= opens, closes + DAY, closes)
    shift = rng.integers(-1, 2, (2, len(kind))) * 30
    first = np.maximum(opens + shift[0], 0)
    last = np.where(closes < DAY, np.minimum(closes + shift[1], DAY - 1), closes)
    return np.where(whole, 0, first).astype(np.int64), np.where(whole, DAY, last).astype(np.int64)


def _minutes(text: str) -> int:
    hour, _, minute = str(text).partition(":")
    return int(hour) * 60 + int(minute[:2] or 0) if hour.strip().isdigit() else -1


def _channels(rng: Rng, table_of_kinds: pd.DataFrame, kind: Ints) -> Ints:
    luck = rng.random(len(kind))
    transport = (table_of_kinds["owner"] == "transport").to_numpy()[kind]
    guarded = luck < table_of_kinds["guarded"].to_numpy(float)[kind]
    return np.where(transport & (luck < PASSENGER_LISTS), PASSENGERS, np.where(guarded, GUARD, POSTER)).astype(np.int64)


def _pull(rng: Rng, table_of_kinds: pd.DataFrame, kind: Ints, registered: Flags, units: Units, commune: Ints) -> Floats:
    """Lognormal in the body, Pareto in the tail; kinds and town centres draw more."""
    body = rng.lognormal(0, 1.0, len(kind)) * (1 + 0.3 * rng.pareto(1.4, len(kind)))
    kinds_pull = table_of_kinds["pull"].to_numpy(float)[kind]
    centre = units.centre[units.district[commune]]
    return np.asarray(body * kinds_pull * centre * np.where(registered, 1.0, STRANGER_PULL), dtype=float)


def _codes(rng: Rng, registered: Flags, days: int) -> tuple[Texts, Texts, Ints]:
    """Return today's code, the code before it ('' = none) and the day from which today's counts."""
    size = len(registered)
    numbers = rng.permutation(np.arange(100_000, 100_000 + 3 * size))
    again = registered & (rng.random(size) < RECODED) & (days > 2)
    code = texts(f"AG{n}" for n in numbers[:size].tolist())
    old = texts(f"AG{n}" if a else "" for n, a in zip(numbers[size : 2 * size].tolist(), again.tolist(), strict=True))
    return code, old, np.where(again, rng.integers(1, max(2, days - 1), size), -1).astype(np.int64)


def _owners(rng: Rng, owner: Texts, commune: Ints, units: Units, agencies: pd.DataFrame) -> Ints:
    """Return each venue's agency by the owner word of its kind; -1 where the list will not say."""
    district, row = units.district[commune], {code: at for at, code in enumerate(agencies["code"])}
    of_commune = np.array([row[f"X{code}"] for code in units.commune_code])[commune]
    body = {mark: np.array([row[f"H{c}-{mark}"] for c in units.district_code])[district] for mark in ("GDDT", "TTYT", "VHTT")}
    enterprise = _of_kind(agencies, "Doanh nghiệp")
    departments = _of_kind(agencies, "Sở, ban, ngành", "Khối Đảng", "Hội, đoàn thể")
    luck, draw = rng.random(len(owner)), rng.integers(0, 1 << 20, len(owner))
    office = np.where(luck < 0.35, departments[draw % len(departments)], np.where(luck < 0.6, body["VHTT"], of_commune))
    chosen = np.select(
        [
            owner == "office",
            owner == "health",
            owner == "school",
            owner == "enterprise",
            owner == "transport",
        ],
        [office, body["TTYT"], body["GDDT"], enterprise[draw % len(enterprise)], row["SO-GTVT-BX"]],
        of_commune,
    )
    return np.where((owner == "commune") & (luck > 0.96), -1, chosen).astype(np.int64)


def _at_home(agencies: pd.DataFrame, agency: Ints, commune: Ints) -> Ints:
    """An enterprise's sites stand where the enterprise is."""
    home = agencies["commune"].to_numpy(np.int64)[agency]
    moved = (agencies["kind"] == "Doanh nghiệp").to_numpy()[agency] & (agency >= 0)
    return np.where(moved, home, commune)


def _of_kind(agencies: pd.DataFrame, *wanted: str) -> Ints:
    return np.flatnonzero(agencies["kind"].isin(wanted).to_numpy()).astype(np.int64)

"""Health declarations: the form's own keys as JSON lines for the newest, Vietnamese headers for the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from demo import names
from demo.chains import Case
from demo.draw import Flags, Ints, Rng, Texts, stream, texts
from demo.exports import FileCount, Sheet, headers, write_csv, write_lines
from demo.gatherings import COLD, COLD_DAYS
from demo.movement import DAY
from demo.period import ISO, MINUTES
from demo.profiles import SLOTS
from demo.scan_files import World
from demo.units import Units

PER_VISIT = 0.055
LINES = 5_000
"""Declarations at most in the JSON file."""
SYMPTOMS, MET_A_CASE, TRAVELLED = 0.010, 0.002, 0.04
ILL_DECLARE = 0.6
"""Of those who came down with it, the share that says so while ill and at large."""
PROVINCE = "Tỉnh An Giang"


@dataclass(frozen=True)
class Told:
    """Columns of declarations in order of time."""

    person: Ints
    at: Ints
    symptoms: Flags
    met: Flags
    travelled: Flags

    def where(self, kept: Flags) -> "Told":
        """Return the declarations that `kept` marks."""
        return Told(*(getattr(self, column)[kept] for column in self.__dataclass_fields__))


def make(world: World, cases: list[Case], cold: Ints) -> Told:
    """People declare some minutes before a visit, once a day at most, and when they are sampled; the ill say so more often
    than not. Those with a cold in the last days declare so before each visit, half of the time.
    """
    rng, visits = stream(world.seed, 14), world.visits
    caught = np.isin(visits.person, cold) & (visits.start >= world.period.until - COLD_DAYS * DAY)
    chance = np.where(caught, COLD, PER_VISIT)
    can = (world.people.phone[visits.person] > 0) & (rng.random(len(visits.person)) < chance)
    person, start = visits.person[can], visits.start[can]
    at = np.maximum(start - rng.integers(60, 1800, len(start)), start // DAY * DAY)
    sampled = np.array([(case.person, case.sampled) for case in cases], dtype=np.int64).reshape(-1, 2)
    person, at = np.append(person, sampled[:, 0]), np.append(at, sampled[:, 1])
    _, first = np.unique(person * (world.period.days + 1) + at // DAY, return_index=True)
    order = first[np.lexsort((person[first], at[first]))]
    person, at = person[order], at[order]
    symptoms = (rng.random(len(at)) < SYMPTOMS) | _ill(rng, person, at, cases)
    late = np.isin(person, cold) & (at >= world.period.until - COLD_DAYS * DAY)
    symptoms |= late & (stream(world.seed, 32).random(len(at)) < COLD)
    return Told(person, at, symptoms, rng.random(len(at)) < MET_A_CASE, rng.random(len(at)) < TRAVELLED)


def _ill(rng: Rng, person: Ints, at: Ints, cases: list[Case]) -> Flags:
    ill = np.zeros(len(at), dtype=bool)
    for case in cases:
        ill |= (person == case.person) & (at >= case.onset) & (rng.random() < ILL_DECLARE)
    return ill


def write(folder: Path, world: World, units: Units, told: Told) -> Iterator[FileCount]:
    """Write both files of declarations and yield their counts."""
    rng, rows = stream(world.seed, 15), np.arange(len(told.at))
    cut = len(rows) - min(LINES, len(rows) // 4)
    listed = _listed(rng, world, units, told.where(rows < cut))
    listed = listed.spoiled(rng, {"phone": 4, "at": 3, "commune": 2}, ["id_number"])
    yield write_csv(folder / "10_khai_bao_y_te.csv", listed, "utf-8-sig", ";", ends="\r\n")
    yield write_lines(folder / "10_khai_bao_tokhaiyte.jsonl", _form(rng, world, units, told.where(rows >= cut)))


def _person(rng: Rng, world: World, units: Units, told: Told) -> dict[str, Texts]:
    """Return the columns that both forms share."""
    people, profiles, row = world.people, world.profiles, told.person * SLOTS
    commune = people.commune[told.person]
    return {
        "phone": profiles.phone_text[row],
        "name": profiles.name[row],
        "id_number": profiles.id_number[row],
        "birth_year": people.birth_year[told.person].astype(str).astype(object),
        "address": people.address[told.person],
        "province": texts([PROVINCE] * len(row)),
        "district": units.district_name[units.district[commune]],
        "commune": _spelt(rng, units.commune_name[commune]),
    }


def _spelt(rng: Rng, commune: Texts) -> Texts:
    """A few leave out the type, or set the tone on the other vowel."""
    luck = rng.random(len(commune))
    return texts(
        _without_type(name) if draw < 0.05 else names.other_tone(name) if draw < 0.09 else name
        for name, draw in zip(commune, luck.tolist(), strict=True)
    )


def _without_type(name: str) -> str:
    for title in ("Phường ", "Xã ", "Thị trấn ", "Thị Trấn "):
        name = name.removeprefix(title)
    return name


def _listed(rng: Rng, world: World, units: Units, told: Told) -> Sheet:
    """The list with Vietnamese headers: Có / Không throughout."""
    apps = texts(["VHD", "VHD", "NCOVI"])[np.arange(len(told.at)) % 3]
    columns = _person(rng, world, units, told) | {
        "at": world.period.times(told.at, clock=MINUTES),
        "gender": _word(world.people.male[told.person], "Nam", "Nữ"),
        "other": _word(world.people.shared[told.person], "Có", ""),
        "symptoms": _word(told.symptoms, "Có", "Không"),
        "contact_case": _word(told.met, "Có", "Không"),
        "travel": _word(told.travelled, "Có", "Không"),
        "app": apps,
    }
    return Sheet("declaration_vn", headers("declarations"), columns, ["DANH SÁCH KHAI BÁO Y TẾ - SỐ LIỆU GIẢ LẬP", ""])


def _form(rng: Rng, world: World, units: Units, told: Told) -> Sheet:
    """The form's keys and codings: some answers are 0/1, some 1 = yes and 2 = no, as the real form has
    them.
    """
    nobody = np.zeros(len(told.at), dtype=bool)
    columns = _person(rng, world, units, told) | {
        "at": world.period.times(told.at, ISO, between="T"),
        "gender": _word(world.people.male[told.person], "Nam", "Nu"),
        "other": _word(world.people.shared[told.person], 1, 0),
        "symptoms": _word(told.symptoms, 1, 0),
        "travel": _word(told.travelled, 1, 0),
        "contact_case": _word(told.met, 1, 2),
        "contact_sick": _word(nobody, 1, 2),
        "from_country": _word(nobody, 1, 2),
    }
    return Sheet("declaration_tokhaiyte", headers("form"), columns)


def _word(flags: Flags, yes: object, no: object) -> Texts:
    return texts((no, yes))[flags.astype(np.int64)]

"""What the apps recorded of the true visits: missing ends, double scans, phones left at home, late uploads.

One row per scan; passenger lists keep a visit in one row and are made straight from the visits.
"""

from dataclasses import dataclass

import numpy as np

from demo.draw import Flags, Floats, Ints, Rng, stream
from demo.movement import DAY, Visits
from demo.people import People
from demo.profiles import CARD, SLOTS
from demo.venues import GUARD, PASSENGERS, Venues

IN_SCANNED = 0.94
OUT_SCANNED = 0.75
"""After an IN; so a quarter of the visits miss their OUT. How well people check out differs much between
venues.
"""
OUT_ALONE = 0.45
DOUBLE = 0.02
USES_SECOND = 0.3
LATE = 0.004


@dataclass(frozen=True)
class Scans:
    """Columns of scans in order of time; `visit` is the row of the visit, `profile` of the profile used."""

    visit: Ints
    venue: Ints
    profile: Ints
    at: Ints
    is_in: Flags
    double: Flags
    late: Flags

    def where(self, kept: Flags | Ints) -> "Scans":
        """Return the scans that `kept` marks or lists."""
        return Scans(*(getattr(self, column)[kept] for column in self.__dataclass_fields__))


@dataclass(frozen=True)
class Recorded:
    """Columns beside the visits: the profile used and which ends were scanned."""

    profile: Ints
    in_scanned: Flags
    out_scanned: Flags


def record(seed: int, people: People, venues: Venues, visits: Visits, until: int) -> Recorded:
    """Return what was scanned of each visit; nothing after `until`."""
    rng, size = stream(seed, 7), len(visits.person)
    guarded = venues.channel[visits.venue] == GUARD
    listed = venues.channel[visits.venue] == PASSENGERS
    second = (people.app2[visits.person] >= 0) & (rng.random(size) < USES_SECOND) & ~listed
    slot = np.where(guarded, CARD, np.where(second, 1, 0))
    has_phone, has_id = people.phone[visits.person] > 0, people.id_number[visits.person].astype(bool)
    able = has_phone | (has_id & (guarded | listed))
    came = able & (rng.random(size) < IN_SCANNED)
    gone = rng.random(size) < np.where(came, _leaving(rng, venues, visits), OUT_ALONE)
    return Recorded(visits.person * SLOTS + slot, came, able & gone & (visits.end < until))


def _leaving(rng: Rng, venues: Venues, visits: Visits) -> Floats:
    """Return each visit's chance of an OUT, by venue, such that the whole comes to OUT_SCANNED."""
    habit = np.where(venues.channel == PASSENGERS, 0.9, rng.beta(4, 1.4, len(venues.pull)))
    chance = habit[visits.venue]
    for _ in range(4):
        chance = np.clip(chance * OUT_SCANNED / max(chance.mean(), 1e-9), 0, 0.98)
    return np.asarray(chance, dtype=float)


def make(seed: int, venues: Venues, visits: Visits, recorded: Recorded, until: int) -> Scans:
    """Return the scans of all visits outside passenger lists, in order of time."""
    rng = stream(seed, 8)
    poster = venues.channel[visits.venue] != PASSENGERS
    came, gone = np.flatnonzero(recorded.in_scanned & poster), np.flatnonzero(recorded.out_scanned & poster)
    visit = np.concatenate([came, gone])
    at = np.concatenate([visits.start[came], visits.end[gone]])
    is_in = np.arange(len(visit)) < len(came)
    again = np.flatnonzero((rng.random(len(visit)) < DOUBLE) & (at < until - 60))
    rows = np.concatenate([np.arange(len(visit)), again])
    double = np.arange(len(rows)) >= len(visit)
    at = at[rows] + np.where(double, rng.integers(3, 56, len(rows)), 0)
    late = (rng.random(len(rows)) < LATE) & (at < until - 2 * DAY)
    visit = visit[rows]
    found = Scans(visit, visits.venue[visit], recorded.profile[visit], at, is_in[rows], double, late)
    return found.where(np.lexsort((found.visit, at)))

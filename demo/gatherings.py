"""What is out of the ordinary: a few evenings on which many meet at one place, and a plant where many have a cold."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from demo.draw import Flags, Ints, Texts, stream
from demo.movement import DAY, Visits, one_at_a_time
from demo.people import People
from demo.venues import Venues, kinds

PLACES = ("nha_hang", "co_so_ton_giao", "quan_ca_phe")
COUNT = 3
SHARE, LEAST = 0.002, 12
"""Guests of a gathering: so many of all people, but at least so many."""
STAY = 2 * 3600
COLD_DAYS, COLD, PLANT = 5, 0.5, 300
"""Those who came in the last days to the plant with about so many people have symptoms, and declare, with this chance."""


@dataclass(frozen=True)
class Gatherings:
    """Columns of gatherings, by row number of the venue, second of the beginning, guests invited; and the workplace of the
    cold (-1: none) with the people who were there in the last days."""

    venue: Ints
    at: Ints
    guests: Ints
    cold_venue: int
    cold_people: Ints

    def frame(self) -> pd.DataFrame:
        """Return venue, at, guests."""
        return pd.DataFrame({"venue": self.venue, "at": self.at, "guests": self.guests})


def make(
    seed: int, people: People, venues: Venues, visits: Visits, until: int, count: int = COUNT
) -> tuple[Visits, Gatherings]:
    """Return the visits with those of `count` gatherings of the last week at places where people scan; without any, nothing is
    out of the ordinary."""
    if not count:
        none = np.empty(0, dtype=np.int64)
        return visits, Gatherings(none, none, none, -1, none)
    rng, size = stream(seed, 31), len(people.phone)
    kind = kinds()["kind"].to_numpy(object)[venues.kind]
    halls = np.flatnonzero(venues.scanning & venues.registered & np.isin(kind.astype(str), PLACES))
    halls = rng.permutation(halls)[: count if until > 2 * DAY else 0]
    # An evening of one of the last whole days, two hours before the doors close at the latest.
    day = until // DAY - 1 - rng.integers(0, 5, len(halls))
    at = day * DAY + np.minimum(18 * 60, venues.closes[halls] - 180) * 60
    halls, at = halls[day >= 0], at[day >= 0]
    guests = np.maximum(LEAST, (size * SHARE * rng.uniform(0.6, 1.6, len(halls))).astype(np.int64))
    person = np.concatenate([rng.choice(size, min(number, size), replace=False) for number in guests]) if len(halls) else halls
    place = np.repeat(np.arange(len(halls)), np.minimum(guests, size))
    start = at[place] + rng.integers(0, 2400, len(place))
    come = Visits(person, halls[place], start, start + STAY + rng.integers(-1800, 1800, len(place)))
    both = Visits(*(np.append(getattr(visits, name), getattr(come, name)) for name in Visits.__dataclass_fields__))
    visits = one_at_a_time(both)
    return visits, Gatherings(halls, at, guests, *_cold(kind, venues.scanning, visits, until))


def _cold(kind: Texts, scanning: Flags, visits: Visits, until: int) -> tuple[int, Ints]:
    """Return a plant of middling size and who was there in the last days."""
    plants = np.flatnonzero(scanning & (kind == "cong_ty"))
    late = visits.where(visits.start >= until - COLD_DAYS * DAY)
    if not len(plants):
        return -1, plants
    people = [np.unique(late.person[late.venue == plant]) for plant in plants]
    chosen = int(np.argmin([abs(len(some) - PLANT) for some in people]))
    return int(plants[chosen]), people[chosen]

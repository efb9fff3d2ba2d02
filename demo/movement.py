"""Who was where and when: true visits, drawn from people's habits and the rhythm of each kind of venue.

One row per visit, sorted by person and start; a person is never in two places at once. Times are seconds
since
midnight of the first day.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from demo.draw import TABLES, Flags, Floats, Ints, Rng, index, stream, table
from demo.people import People
from demo.units import Units
from demo.venues import Venues, kinds

DAY = 86_400
OUTINGS = 0.32
"""Visits per person and day that are tried, before closed doors and clashes take some away."""
MOST = 6
"""Visits of one person on one day at most."""
AT_WORK, FAVOURITE, NEAR_HOME = 0.40, 0.30, 0.80
SHORTEST = 180
TRAVEL = 240
"""Seconds on the way between two places."""


@dataclass(frozen=True)
class Visits:
    """Columns of visits: [start, end) of `person` in `venue`."""

    person: Ints
    venue: Ints
    start: Ints
    end: Ints

    def where(self, kept: Flags) -> "Visits":
        """Return the visits that `kept` marks."""
        return Visits(self.person[kept], self.venue[kept], self.start[kept], self.end[kept])


def make(seed: int, people: People, venues: Venues, units: Units, days: int, weekday: int, until: int) -> Visits:
    """Return the true visits that began before `until` in `days` days, the first being `weekday` (Monday
    = 0).
    """
    rng = stream(seed, 4)
    person, day = _outings(rng, people.activity, days)
    venue = _destinations(rng, people, venues, units, person, (day + weekday) % 7)
    known = kinds()
    hours, week = _rhythms(known)
    kept = rng.random(len(venue)) < week[venues.kind[venue], (day + weekday) % 7]
    person, day, venue = person[kept], day[kept], venue[kept]
    start = day * DAY + _start(rng, hours, venues, venue)
    end = np.minimum(start + _stay(rng, known, venues.kind[venue]), _closing(venues, known, venue, day))
    visits = Visits(person, venue, start, end)
    return one_at_a_time(visits.where((end - start >= SHORTEST) & (start < until)))


def _outings(rng: Rng, activity: Floats, days: int) -> tuple[Ints, Ints]:
    """Return person and day of every visit that is tried."""
    rate = OUTINGS * activity / max(activity.mean(), 1e-9)
    count = np.minimum(rng.poisson(rate[:, None], (len(activity), days)), MOST)
    cell = np.repeat(np.arange(count.size), count.ravel())
    return cell // days, cell % days


def _rhythms(known: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return, by kind, the 24 hour weights and the seven weekday shares."""
    rhythms = table(TABLES / "rhythms.csv").set_index("rhythm").loc[known["rhythm"]]
    hours = np.array([[float(word) for word in text.split()] for text in rhythms["hours"]])
    return hours, np.array([[float(word) for word in text.split()] for text in rhythms["week"]])


def _destinations(rng: Rng, people: People, venues: Venues, units: Units, person: Ints, weekday: Ints) -> Ints:
    """On weekdays many go to work or school; else to a favourite place, or where others of the district
    go.
    """
    district = units.district[people.commune]
    open_to = np.where(venues.scanning, venues.pull, 0.0)
    venue_district = units.district[venues.commune]
    rhythm = kinds()["rhythm"].to_numpy(object)[venues.kind]
    working = np.isin(rhythm.astype(str), ["office", "school", "work"])
    luck, size = rng.random(len(person)), len(people.commune)
    work = _draw(rng, np.where(working, open_to, 0.0), venue_district, district)
    favourite = _draw(rng, open_to, venue_district, district)
    near = np.where(rng.random(len(person)) < NEAR_HOME, district[person], index(rng, units.district_weight, len(person)))
    works = (rng.random(size) < 0.6)[person] & (weekday < 6)
    anywhere = _draw(rng, np.where(working, open_to * 0.4, open_to), venue_district, near)
    at_work = works & (luck < AT_WORK)
    return np.where(at_work, work[person], np.where(luck > 1 - FAVOURITE, favourite[person], anywhere))


def _draw(rng: Rng, weight: Floats, venue_district: Ints, district: Ints) -> Ints:
    """Return a venue in each district asked for, by weight; from the whole province where a district has
    none.
    """
    order = np.argsort(venue_district, kind="stable")
    total = np.r_[0.0, np.cumsum(weight[order])]
    edges = np.searchsorted(venue_district[order], np.arange(district.max(initial=0) + 2))
    low, high = total[edges[district]], total[edges[district + 1]]
    empty = high <= low
    low, high = np.where(empty, 0.0, low), np.where(empty, total[-1], high)
    at = np.searchsorted(total, low + rng.random(len(district)) * (high - low), side="right") - 1
    return order[np.clip(at, 0, len(order) - 1)].astype(np.int64)


def _start(rng: Rng, hours: Floats, venues: Venues, venue: Ints) -> Ints:
    """Return seconds of the day: an hour by the kind's rhythm, then anywhere in it, but not before the
    doors open.
    """
    kind, second = venues.kind[venue], rng.integers(0, 3600, len(venue))
    hour = np.zeros(len(venue), dtype=np.int64)
    for each in range(len(hours)):
        mine = kind == each
        hour[mine] = index(rng, hours[each], int(mine.sum()))
    early = hour * 3600 + second < venues.opens[venue] * 60
    return np.where(early, venues.opens[venue] * 60 + second, hour * 3600 + second)


def _stay(rng: Rng, known: pd.DataFrame, kind: Ints) -> Ints:
    """Return seconds, lognormal around the kind's typical stay, within its cap."""
    typical, cap = (known[column].to_numpy(float)[kind] * 60 for column in ("typical_minutes", "cap_minutes"))
    return np.clip(typical * rng.lognormal(0, 0.45, len(kind)), SHORTEST, cap * 0.97).astype(np.int64)


def _closing(venues: Venues, known: pd.DataFrame, venue: Ints, day: Ints) -> Ints:
    """Return when the doors close on the visit's day; round-the-clock places never do."""
    whole = (venues.opens == 0) & (venues.closes >= 1440)
    open_all_day = day * DAY + int(known["cap_minutes"].max()) * 60 + DAY
    return np.where(whole[venue], open_all_day, day * DAY + venues.closes[venue] * 60)


def one_at_a_time(visits: Visits) -> Visits:
    """Drop every visit that begins before the person has left the place before it."""
    order = np.lexsort((visits.start, visits.person))
    visits = Visits(visits.person[order], visits.venue[order], visits.start[order], visits.end[order])
    if not len(order):
        return visits
    span = int(visits.end.max()) + TRAVEL + 1
    left = np.maximum.accumulate(visits.person * span + visits.end)
    free = np.r_[True, visits.person[1:] * span + visits.start[1:] >= left[:-1] + TRAVEL]
    first = np.r_[True, visits.person[1:] != visits.person[:-1]]
    return visits.where(free | first)

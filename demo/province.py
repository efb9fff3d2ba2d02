"""The demo province: `write` makes its people and their movements and tells them in export files; called
by `vaora.py demo`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from demo import (
    agencies,
    chains,
    declarations,
    gatherings,
    people,
    profiles,
    registers,
    scan_files,
    scans,
    units,
    venues,
    zones,
)
from demo import movement as moves
from demo.draw import Ints
from demo.exports import FileCount
from demo.gatherings import Gatherings
from demo.movement import DAY, Visits
from demo.people import APPS, People
from demo.period import Period
from demo.profiles import SLOTS
from demo.scan_files import World
from demo.scans import Recorded
from demo.units import Units
from demo.venues import Venues

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
ENTERPRISE_SHARE = 0.04


@dataclass(frozen=True)
class Truth:
    """What really happened, and what each file says of it. `person` and `venue` are row numbers of the
    first two tables.

    persons: person, name, male, birth_year, household, commune_code, address, phone, phone2, shared,
    id_number
    identities: person, app, phone, name, id_number, other: each way a person is written in the exports
    venues: venue, code, old_code, name, kind, commune_code, registered, scanning, channel
    visits: person, venue, in_at, out_at, in_scanned, out_scanned, app
    cases: case_code, person, onset, sampled, isolated, status
    chain: source, target (persons), venue, at, seconds
    declarations: person, at, symptoms, met, travelled
    gatherings: venue, at, guests (invited; some are elsewhere by then)
    cold: the venue at which many have symptoms in the last days; -1: none
    files: rows, duplicates and rejects of each file, in the order of their names
    """

    persons: pd.DataFrame
    identities: pd.DataFrame
    venues: pd.DataFrame
    visits: pd.DataFrame
    cases: pd.DataFrame
    chain: pd.DataFrame
    declarations: pd.DataFrame
    gatherings: pd.DataFrame
    cold: int
    files: tuple[FileCount, ...]
    first: date
    until: datetime


def write(
    folder: Path,
    people: int = 60_000,
    venues: int = 2_000,
    days: int = 30,
    end: date | None = None,
    seed: int = 1,
    cases: int = chains.CASES,
    parties: int = gatherings.COUNT,
) -> Truth:
    """Write the export files of an invented province into `folder` (made if need be) and return what is true.

    The data cover `days` whole days ending with `end`; without `end` they reach to the present hour of today.
    At most `cases` fall ill; `parties` gatherings are held in the last week (with 0, no plant has a cold either). The same
    arguments give the same bytes. Raise ValueError for sizes that make no province.
    """
    if people < 100 or venues < 20 or days < 1:
        raise ValueError("a province needs at least 100 people, 20 venues and 1 day")
    period = _period(days, end)
    known = units.units(period.first)
    folder.mkdir(parents=True, exist_ok=True)
    bodies = agencies.make(seed, known, max(8, round(venues * ENTERPRISE_SHARE)))
    world, meetings, ill, edges = _world(seed, people, venues, period, known, bodies, cases, parties)
    told, listed = declarations.make(world, ill, meetings.cold_people), chains.frame(ill)
    counts = [*registers.write(folder, world, known, bodies, listed), *scan_files.write(folder, world)]
    counts += declarations.write(folder, world, known, told)
    counts.append(zones.write(folder, world, known, listed, np.array([edge.target for edge in edges], dtype=np.int64)))
    return _truth(world, meetings, known, listed, edges, told, sorted(counts, key=lambda count: count.name))


def _period(days: int, end: date | None) -> Period:
    now = datetime.now(HERE)
    last = end or now.date()
    until = days * DAY if end else (days - 1) * DAY + now.hour * 3600
    return Period(last - timedelta(days=days - 1), days, max(until, 3600))


def _world(
    seed: int,
    size: int,
    places: int,
    period: Period,
    known: Units,
    bodies: pd.DataFrame,
    most: int,
    parties: int,
) -> tuple[World, Gatherings, list[chains.Case], list[chains.Edge]]:
    """People live, meet and fall ill; then what the apps saw of it."""
    folk = people.make(seed, size, known, period.first.year)
    sites = venues.make(seed, places, known, bodies, period.days)
    visits = moves.make(seed, folk, sites, known, period.days, period.first.weekday(), period.until)
    visits, meetings = gatherings.make(seed, folk, sites, visits, period.until, parties)
    cases, edges = chains.make(seed, folk, visits, period.until, most)
    visits = chains.stay_home(visits, cases)
    recorded = scans.record(seed, folk, sites, visits, period.until)
    used = np.union1d(recorded.profile, visits.person * SLOTS)
    written = profiles.make(seed, folk, used)
    seen = scans.make(seed, sites, visits, recorded, period.until)
    return World(seed, period, folk, sites, visits, recorded, written, seen), meetings, cases, edges


def _truth(
    world: World,
    meetings: Gatherings,
    known: Units,
    cases: pd.DataFrame,
    edges: list[chains.Edge],
    told: declarations.Told,
    files: list[FileCount],
) -> Truth:
    moments = world.period.moments
    chain = pd.DataFrame([vars(edge) for edge in edges], columns=["source", "target", "venue", "at", "seconds"])
    chain["at"] = moments(chain["at"].to_numpy(np.int64))
    for column in ("onset", "sampled", "isolated"):
        cases[column] = moments(cases[column].to_numpy(np.int64))
    declared = pd.DataFrame(vars(told)).assign(at=moments(told.at))
    until = datetime.combine(world.period.first, datetime.min.time()) + timedelta(seconds=world.period.until)
    used = np.unique(world.recorded.profile[world.recorded.in_scanned | world.recorded.out_scanned])
    return Truth(
        _persons(world.people, known),
        profiles.frame(world.profiles, used),
        _venues(world.venues, known),
        _visits(world.period, world.visits, world.recorded, _apps(world)),
        cases,
        chain,
        declared,
        meetings.frame().assign(at=moments(meetings.at)),
        meetings.cold_venue,
        tuple(files),
        world.period.first,
        until,
    )


def _persons(folk: People, known: Units) -> pd.DataFrame:
    columns = {
        name: getattr(folk, name) for name in ("name", "male", "birth_year", "household", "address", "shared", "id_number")
    }
    numbers = {name: [f"+84{n}" if n else "" for n in getattr(folk, name).tolist()] for name in ("phone", "phone2")}
    frame = pd.DataFrame({**columns, **numbers, "commune_code": known.commune_code[folk.commune]})
    return frame.rename_axis("person").reset_index()


def _venues(sites: Venues, known: Units) -> pd.DataFrame:
    columns = {name: getattr(sites, name) for name in ("code", "old_code", "name", "registered", "scanning", "channel")}
    kind = venues.kinds()["kind"].to_numpy(object)[sites.kind]
    frame = pd.DataFrame({**columns, "kind": kind, "commune_code": known.commune_code[sites.commune]})
    return frame.rename_axis("venue").reset_index()


def _visits(period: Period, visits: Visits, recorded: Recorded, app: Ints) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": visits.person,
            "venue": visits.venue,
            "in_at": period.moments(visits.start),
            "out_at": period.moments(visits.end),
            "in_scanned": recorded.in_scanned,
            "out_scanned": recorded.out_scanned,
            "app": pd.Categorical.from_codes(app, categories=[*APPS, "card"]),
        }
    )


def _apps(world: World) -> Ints:
    card = world.recorded.profile % SLOTS == profiles.CARD
    return np.where(card, len(APPS), world.profiles.app[world.recorded.profile]).astype(np.int64)

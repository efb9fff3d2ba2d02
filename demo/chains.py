"""Who infected whom: cases that really caught it by being in the same venue at the same time.

An edge lies in the infector's contagious days (two before onset until isolation) and before the other's
onset.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from demo.draw import Flags, Ints, Rng, stream
from demo.movement import DAY, Visits
from demo.people import People

CASES = 12
SEEDS = 3
FIRST_ONSETS = (0.20, 0.48, 0.72)
"""When the first case of each cluster falls ill, as a share of the period."""
BEFORE_ONSET = 2 * DAY
INCUBATION = (2, 7)
"""Days from infection to onset, both ends included."""
ISOLATED_AFTER = (12, 90)
"""Hours from onset to isolation."""
MOST_INFECTED = 3
KNOWN_AFTER = 12 * 3600
"""Cases with an onset in the last seconds before the data stop are not known yet."""
SHARED = 15 * 60
"""Least seconds together that can infect here."""
STATUSES = ("Đang điều trị", "Đang điều trị", "Đang điều trị", "Đã xuất viện", "Theo dõi tại nhà")


@dataclass
class Case:
    """One case; `onset`, `sampled` and `isolated` in seconds since the first midnight."""

    person: int
    onset: int
    isolated: int
    sampled: int


@dataclass(frozen=True)
class Edge:
    """One infection: `at` is when the two began to share the venue, `seconds` how long they did."""

    source: int
    target: int
    venue: int
    at: int
    seconds: int


class _Crowd:
    """The visits by venue and by person, to ask who was there with somebody."""

    def __init__(self, visits: Visits) -> None:
        self.visits = visits
        self.by_venue = np.lexsort((visits.start, visits.venue))
        self.venue = visits.venue[self.by_venue]

    def of(self, person: int) -> Ints:
        """Return the rows of a person's visits."""
        low, high = np.searchsorted(self.visits.person, [person, person + 1])
        return np.arange(low, high)

    def with_row(self, row: int, low: int, high: int) -> tuple[Ints, Ints, Ints]:
        """Return others' rows at that visit's venue, when they began to be together and for how long, in
        [low, high).
        """
        visits = self.visits
        first, last = np.searchsorted(self.venue, [visits.venue[row], visits.venue[row] + 1])
        rows = self.by_venue[first:last]
        start = np.maximum(visits.start[rows], max(visits.start[row], low))
        end = np.minimum(visits.end[rows], min(visits.end[row], high))
        near = (end - start >= SHARED) & (visits.person[rows] != visits.person[row])
        return rows[near], start[near], (end - start)[near]


def make(seed: int, people: People, visits: Visits, until: int, most: int = CASES) -> tuple[list[Case], list[Edge]]:
    """Return the cases, at most so many, and the edges between them, in order of infection."""
    rng, crowd = stream(seed, 5), _Crowd(visits)
    fit = (people.phone > 0) & ~people.shared
    cases = {case.person: case for case in _seeds(rng, fit, visits, until)}
    edges: list[Edge] = []
    waiting, first = list(cases.values()), frozenset(cases)
    cluster = {case.person: n for n, case in enumerate(waiting)}
    while waiting:
        case = waiting.pop(0)
        room = most // SEEDS - list(cluster.values()).count(cluster[case.person])
        quota = min(room, MOST_INFECTED if case.person in first else int(rng.integers(1, MOST_INFECTED + 1)))
        for edge in _met(rng, crowd, fit, case):
            onset = edge.at + int(rng.integers(INCUBATION[0] * DAY, INCUBATION[1] * DAY))
            if quota > 0 and edge.target not in cases and onset < until - KNOWN_AFTER:
                quota -= 1
                cases[edge.target] = _case(rng, edge.target, onset, until)
                cluster[edge.target] = cluster[edge.source]
                edges.append(edge)
                waiting.append(cases[edge.target])
    return list(cases.values()), sorted(edges, key=lambda edge: edge.at)


def _case(rng: Rng, person: int, onset: int, until: int) -> Case:
    """Isolation follows a positive sample; both lie before the data stop, or nobody would know of the
    case.
    """
    isolated = onset + int(rng.integers(ISOLATED_AFTER[0], ISOLATED_AFTER[1])) * 3600
    isolated = min(isolated, until - 3600)
    return Case(person, onset, isolated, max(onset, isolated - 6 * 3600))


def _seeds(rng: Rng, fit: Flags, visits: Visits, until: int) -> list[Case]:
    """The first cases are people who often go where many go; each falls ill at another time, the last
    days before the end.
    """
    crowd = np.bincount(visits.venue)[visits.venue]
    exposed = np.bincount(visits.person, crowd, minlength=len(fit)) * fit
    busiest = np.argsort(-exposed, kind="stable")[: max(SEEDS, len(fit) // 50)]
    chosen = rng.choice(busiest, SEEDS, replace=False)
    when = (np.array(FIRST_ONSETS) + rng.uniform(-0.04, 0.04, SEEDS)) * until
    return [_case(rng, int(person), int(onset), until) for person, onset in zip(chosen, when, strict=True)]


def _met(rng: Rng, crowd: _Crowd, fit: Flags, case: Case) -> list[Edge]:
    """Return the meetings in which the case could infect, in random order, the longest mostly first."""
    low, high = case.onset - BEFORE_ONSET, case.isolated
    found: list[Edge] = []
    for row in crowd.of(case.person).tolist():
        rows, start, seconds = crowd.with_row(row, low, high)
        parts = zip(crowd.visits.person[rows].tolist(), start.tolist(), seconds.tolist(), strict=True)
        venue = int(crowd.visits.venue[row])
        found += [Edge(case.person, person, venue, at, long) for person, at, long in parts if fit[person]]
    turn = rng.exponential(1, len(found)) / np.array([edge.seconds for edge in found], dtype=float)
    return [found[at] for at in np.argsort(turn, kind="stable").tolist()]


def stay_home(visits: Visits, cases: list[Case]) -> Visits:
    """Return the visits without those of isolated cases; a visit under way when isolation begins ends
    there.
    """
    limit = np.full(int(visits.person.max(initial=0)) + 1, np.iinfo(np.int64).max)
    for case in cases:
        if case.person < len(limit):
            limit[case.person] = case.isolated
    end = np.minimum(visits.end, limit[visits.person])
    return Visits(visits.person, visits.venue, visits.start, end).where(end - visits.start >= SHARED // 5)


def frame(cases: list[Case]) -> pd.DataFrame:
    """Return the cases as a table with their codes, in order of onset."""
    rows = sorted(cases, key=lambda case: case.onset)
    return pd.DataFrame(
        {
            "case_code": [f"BN-TD{n + 1:03d}" for n in range(len(rows))],
            "person": [case.person for case in rows],
            "onset": [case.onset for case in rows],
            "sampled": [case.sampled for case in rows],
            "isolated": [case.isolated for case in rows],
            "status": [STATUSES[n % len(STATUSES)] for n in range(len(rows))],
        }
    )

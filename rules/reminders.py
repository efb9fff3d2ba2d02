"""Whom to remind, why, which round it is; after three rounds without effect, the proposal to suspend. docs/reminders.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Reason = Literal["no_administrator", "no_code", "no_scan", "low_use"]
REASONS: tuple[Reason, ...] = ("no_administrator", "no_code", "no_scan", "low_use")
ROUNDS = 3
PROPOSAL = ROUNDS + 1
"""The number of the step after the last round: to propose that the agency's sites be suspended."""


@dataclass(frozen=True)
class Use:
    """What is known of an agency on a day. `owed`: sites that must have a code (None: unknown), `covered`: of them, with one;
    `active`: of the sites with a code (`registered`) those scanned in seven days; `last_day`: of a scan, None: never."""

    administrators: int
    owed: int | None
    covered: int
    registered: int
    active: int
    last_day: date | None


@dataclass(frozen=True)
class Limits:
    """When a reason begins: the day by which an administrator is due, days without a scan, percent of sites in use."""

    deadline: date
    silent_days: int
    low_use_percent: int
    gap_days: int


@dataclass(frozen=True)
class Round:
    """A reminder (1 to ROUNDS) or the PROPOSAL, as recorded: by the figures of which day, why; `written`: the letter's day."""

    number: int
    day: date
    reasons: tuple[str, ...]
    written: date


@dataclass(frozen=True)
class Step:
    """What comes next: a round, the PROPOSAL, or 0, nothing; `due`: the first day that its letter may bear. `done`: the newest
    step that still counts."""

    number: int = 0
    due: date | None = None
    done: int = 0


def reasons(use: Use, on: date, limits: Limits) -> tuple[Reason, ...]:
    """Return why an agency must be reminded on a day, in the order of the letter."""
    found: list[Reason] = []
    if not use.administrators and on > limits.deadline:
        found.append("no_administrator")
    if use.owed is not None and use.covered < use.owed:
        found.append("no_code")
    if use.registered and (use.last_day is None or (on - use.last_day).days >= limits.silent_days):
        found.append("no_scan")
    elif use.registered and use.active * 100 < use.registered * limits.low_use_percent:
        found.append("low_use")
    return tuple(found)


def next_step(why: Sequence[str], last_day: date | None, rounds: Sequence[Round], on: date, gap_days: int) -> Step:
    """Return what comes next for an agency on a day, after these rounds in their order.

    The newest round counts while one of its reasons still holds; a scan since then ends that of no scan. Else all begins anew.
    """
    newest = next((one for one in reversed(rounds) if one.day <= on), None)
    done = newest.number if newest and _holds(newest, why, last_day) else 0
    if not why or done == PROPOSAL or newest is None:
        return Step(0 if not why or done else 1, None if not why or done else on, done)
    return Step(done + 1, newest.written + timedelta(gap_days) if done else on, done)


def _holds(one: Round, why: Sequence[str], last_day: date | None) -> bool:
    scanned = last_day is not None and last_day >= one.day
    return any(reason in why and not (reason == "no_scan" and scanned) for reason in one.reasons)


def counting(rounds: Sequence[Round], on: date) -> tuple[date, ...]:
    """Return the days of the letters that belong together, of the rounds up to a day: back to the last first one."""
    past = [one for one in rounds if one.day <= on]
    first = max((place for place, one in enumerate(past) if one.number == 1), default=0)
    return tuple(one.written for one in past[first:])

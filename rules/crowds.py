"""Is a venue's code that of an entrance, and was its crowd the usual one: the house's own rule (docs/tracing.md §15)."""

from dataclasses import dataclass

COMPARED = 3
"""Days that must be there before a crowd is called usual or unusual."""


@dataclass(frozen=True)
class Crowd:
    """What is known of a venue where a case met others. `present` at once; `peak`: arrivals in its busiest hour, `others_peak`
    in that of other venues of its kind (None: too few); `people` met there, `unproven` of them without a second that scans
    prove; `arrivals` in the hours of the meeting, `usual` in the same hours of `days` other days of its kind."""

    present: int
    peak: int
    others_peak: float | None
    stay_minutes: int
    people: int
    unproven: int
    arrivals: int
    usual: float
    days: int


@dataclass(frozen=True)
class Limits:
    """From when on a crowd is one: the settings of the same names."""

    entrance_present: int
    entrance_times: float
    entrance_stay_minutes: int
    entrance_unproven_percent: int
    crowd_times: float


def entrance(crowd: Crowd, limits: Limits) -> tuple[str, ...]:
    """Return the signs that one code stands at the door of a place where a crowd is at once; none: it does not look so.

    Needs a crowd, by number or beside its kind, and a reason why a shared code says little there: people stay long, or
    most are only supposed to have been there.
    """
    beside = crowd.others_peak is not None and crowd.peak >= limits.entrance_times * crowd.others_peak
    many = [(crowd.present >= limits.entrance_present, "present"), (beside, "kind")]
    vague = [
        (crowd.stay_minutes >= limits.entrance_stay_minutes, "long"),
        (crowd.unproven * 100 >= limits.entrance_unproven_percent * max(crowd.people, 1), "unproven"),
    ]
    signs = [tuple(code for holds, code in group if holds) for group in (many, vague)]
    return signs[0] + signs[1] if all(signs) else ()


def beside_usual(crowd: Crowd, limits: Limits) -> str:
    """Return whether the crowd was 'usual', 'unusual' or, with too few days to compare, 'unknown'."""
    if crowd.days < COMPARED:
        return "unknown"
    return "usual" if crowd.arrivals <= limits.crowd_times * max(crowd.usual, 1) else "unusual"

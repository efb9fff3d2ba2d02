"""Whether a site's assessment can be believed: what is odd about it beside the site's own scans (docs/safety.md §7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rules.rubric import Rubric

FEW_OUT, ENOUGH_ARRIVALS = 0.5, 20
"""Below this share of arrivals whose leaving was scanned, among at least so many, check-out is not kept."""
UNCHANGED_TIMES = 3
DOUBTS = ("unusable", "contradicts", "score_differs", "headcount", "no_checkout", "stale", "unchanged", "perfect")


@dataclass(frozen=True)
class Assessed:
    """A site's latest valid assessment beside its traffic of the week before the day asked about."""

    assessed_at: datetime
    handed_in_at: datetime
    colour: str
    contradicts: bool
    remarks: tuple[str, ...]
    answers: Mapping[int, float]
    same_since: datetime
    same_times: int
    arrivals: int
    busiest_people: int
    complete_share: float | None


def doubts(site: Assessed, rubric: Rubric | None, on: date, period_days: int, unchanged_days: int) -> tuple[str, ...]:
    """Return what is odd, codes of DOUBTS in their order. `period_days` holds where no rubric is known."""
    period = rubric.period_days if rubric else period_days
    same = site.assessed_at - site.same_since
    loose = site.complete_share is not None and site.complete_share < FEW_OUT
    said = {
        "unusable": site.handed_in_at > site.assessed_at,
        "contradicts": site.contradicts,
        "score_differs": "score_differs" in site.remarks,
        "headcount": _more_than_declared(site, rubric),
        "no_checkout": site.colour == "green" and site.arrivals >= ENOUGH_ARRIVALS and loose,
        "stale": (on - site.assessed_at.date()).days > period,
        "unchanged": site.same_times >= UNCHANGED_TIMES and same >= timedelta(days=unchanged_days),
        "perfect": "perfect" in site.remarks,
    }
    return tuple(code for code in DOUBTS if said[code])


def _more_than_declared(site: Assessed, rubric: Rubric | None) -> bool:
    """True if more people were scanned on one day than an answer says there are."""
    chosen = [
        option.people_below
        for criterion in (rubric.criteria if rubric else ())
        for option in criterion.options
        if option.people_below and site.answers.get(criterion.number) == option.points
    ]
    return any(site.busiest_people >= limit for limit in chosen)


def group_colour(green: int, yellow: int, red: int, unknown: int) -> str | None:
    """Return the colour of several sites together: the worst there is; green only if all are, None if that is not known."""
    return "red" if red else "yellow" if yellow else "green" if green and not unknown else None

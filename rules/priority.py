"""Whom to call first: the house's own rule (docs/tracing.md), for no decision orders contacts; officers may think otherwise."""

from dataclasses import dataclass

LONG_SECONDS = 60 * 60
SMALL_CROWD = 10


@dataclass(frozen=True)
class Circumstances:
    """What is known of one contact; None where the data are silent. Seconds are those of the union of the times together."""

    symptoms: bool | None
    household: bool
    cases: int
    sure_seconds: int
    probable_seconds: int
    fewest_present: int | None
    indoor: bool | None


def priority(known: Circumstances, threshold_seconds: int) -> tuple[int, tuple[str, ...]]:
    """Return 1 (call now), 2 (today) or 3 (then) and the codes of all reasons that hold, the weightiest first.

    >>> priority(Circumstances(True, False, 1, 0, 900, 40, True), 900)
    (1, ('symptoms', 'unsure'))
    >>> priority(Circumstances(None, False, 1, 0, 900, 40, None), 900)
    (3, ('unsure',))
    """
    small = known.fewest_present is not None and known.fewest_present <= SMALL_CROWD
    first = [
        (known.symptoms is True, "symptoms"),
        (known.household, "household"),
        (known.cases > 1 and known.probable_seconds > 0, "several_cases"),
        (known.sure_seconds >= LONG_SECONDS, "long"),
    ]
    second = [
        (0 < threshold_seconds <= known.sure_seconds < LONG_SECONDS, "sure"),
        (small and known.indoor is True and known.probable_seconds > 0, "small_indoor"),
    ]
    third = [(known.sure_seconds == 0, "unsure")]
    reasons = [tuple(code for holds, code in group if holds) for group in (first, second, third)]
    level = 1 if reasons[0] else 2 if reasons[1] else 3
    return level, reasons[0] + reasons[1] + reasons[2]

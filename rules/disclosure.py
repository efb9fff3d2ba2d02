"""Counts of people on a page that many may see: small ones are not shown, and none can be had by subtracting others."""

LEAST = 5
SMALL = 7
STEP = 5


def shared(count: int) -> int | None:
    """Return the count as it may be shown, to the nearest LEAST; None: it is above 0 and below LEAST.

    >>> [shared(count) for count in (0, 3, 7, 8)]
    [0, None, 5, 10]
    """
    return None if 0 < count < LEAST else (count + LEAST // 2) // LEAST * LEAST


def disclosed(count: int) -> int | None:
    """Return the count as it may be shown, to the nearest STEP; None: it is above 0 and not above SMALL.

    >>> [disclosed(count) for count in (0, 1, 7, 8, 12, 13)]
    [0, None, None, 10, 10, 15]
    """
    return None if 0 < count <= SMALL else (count + STEP // 2) // STEP * STEP

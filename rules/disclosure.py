"""Counts of people on a page that many may see: small ones are not shown, and none can be had by subtracting others."""

LEAST = 5


def shared(count: int) -> int | None:
    """Return the count as it may be shown, to the nearest LEAST; None: it is above 0 and below LEAST.

    >>> [shared(count) for count in (0, 3, 7, 8)]
    [0, None, 5, 10]
    """
    return None if 0 < count < LEAST else (count + LEAST // 2) // LEAST * LEAST

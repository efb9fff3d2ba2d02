"""Counts of people on a page that many may see: small ones are not shown, and none can be had by subtracting others."""

SMALL = 7
"""Counts of 1 up to this are not shown: OpenSAFELY's rule, but for 0, which is told."""
STEP = 5


def disclosed(count: int) -> int | None:
    """Return the count as it may be shown, to the nearest STEP; None: it is above 0 and not above SMALL.

    >>> [disclosed(count) for count in (0, 7, 8, 13)]
    [0, None, 10, 15]
    """
    return None if 0 < count <= SMALL else (count + STEP // 2) // STEP * STEP

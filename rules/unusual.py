"""Is a crowd unusual for its hour and place, and is a change more than chance: docs/hotspots.md."""

from collections.abc import Sequence
from math import exp, inf, lgamma, log, log1p

from rules.surprise import surprise

FALSE_SHARE = 0.05
"""Of what is called unusual, at most this share is expected to be chance."""


def crowd_surprise(arrivals: int, expected: float, spread: float) -> float:
    """Return -log10 of the chance that at least so many arrive where `expected` (> 0) do on average.

    `spread` is variance ÷ mean: 1 gives a Poisson tail, more a negative binomial one.

    >>> round(crowd_surprise(20, 10, 1), 2), round(crowd_surprise(20, 10, 3), 2)
    (2.46, 1.23)
    """
    if arrivals <= 0:
        return 0.0
    first = _log_chance(arrivals, expected, spread)
    share, ratio, count, term = 1.0, 1.0, arrivals, 1.0
    # Terms past the mean fall; they are summed until they no longer count.
    while term > share * 1e-12 or count < expected:
        ratio = exp(_log_chance(count + 1, expected, spread) - _log_chance(count, expected, spread))
        count, term = count + 1, term * ratio
        share += term
    return max(0.0, -(first + log(share)) / log(10))


def _log_chance(count: int, mean: float, spread: float) -> float:
    if spread <= 1:
        return count * log(mean) - mean - lgamma(count + 1)
    size = mean / (spread - 1)
    ways = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return ways - size * log(spread) + count * log1p(-1 / spread)


def unusual(surprises: Sequence[float], tested: int) -> list[bool]:
    """Return which of these stand out of `tested` (≥ their number; the others surprise less): Benjamini and Hochberg, 1995.

    >>> unusual([4.0, 1.0, 2.5], 20)
    [True, False, True]
    """
    ranked = sorted(surprises, reverse=True)
    least = inf
    for rank, value in enumerate(ranked, start=1):
        if 10**-value <= FALSE_SHARE * rank / tested:
            least = value
    return [value >= least for value in surprises]


def clear_change(now: int, now_of: int, before: int, before_of: int) -> str:
    """Return 'more', 'less' or 'unclear': is now/now_of another share than before/before_of, by chance in one of forty at most?

    Of all now + before, as many as fall to now if nothing had changed: a binomial tail.

    >>> clear_change(30, 1000, 10, 1000), clear_change(12, 1000, 10, 1000)
    ('more', 'unclear')
    """
    if not now_of or not before_of:
        return "unclear"
    both, share = now + before, now_of / (now_of + before_of)
    limit = -log(0.025) / log(10)
    if surprise(now, both, share) >= limit:
        return "more"
    return "less" if surprise(before, both, 1 - share) >= limit else "unclear"

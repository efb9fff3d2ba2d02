"""How surprising it is to find so many cases in one place: docs/tracing.md, docs/decisions/2026-11-25-surprise.md."""

from math import exp, fsum, inf, lgamma, log, log1p


def surprise(there: int, out: int, share: float) -> float:
    """Return -log10 of the chance that at least `there` of the `out` cases of a day are found in one place in one hour.

    Each goes there with the chance `share`, as everybody out that day does (0 < share): a binomial tail, summed as logarithms
    because it is often too small for a number.

    >>> round(surprise(2, 10, 0.01), 2)
    2.37
    """
    if there > out:
        return inf
    if there <= 0 or share >= 1:
        return 0.0
    terms = [_log_chance(count, out, share) for count in range(there, out + 1)]
    top = max(terms)
    return max(0.0, -(top + log(fsum(exp(term - top) for term in terms))) / log(10))


def _log_chance(count: int, out: int, share: float) -> float:
    ways = lgamma(out + 1) - lgamma(count + 1) - lgamma(out - count + 1)
    return ways + count * log(share) + (out - count) * log1p(-share)

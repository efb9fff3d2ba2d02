"""The arithmetic of adoption: shares that know their denominator, changes, ranks with ties. Spec: docs/adoption.md."""

from collections.abc import Sequence


def share(numerator: int | None, denominator: int | None) -> float | None:
    """Return numerator ÷ denominator; None where either is unknown or there is nothing to be a share of."""
    return None if numerator is None or not denominator else numerator / denominator


def change(before: int, now: int) -> tuple[int, float | None]:
    """Return by how much a figure grew and at what rate, in the form of antoancovid.vn; from nothing there is no rate."""
    return now - before, share(now - before, before)


def ranks(figures: Sequence[tuple[int, int]]) -> list[int | None]:
    """Return the rank of each (numerator, denominator) among all, the greatest share first: 1, 2, 2, 4.

    One of nothing has no rank and keeps nobody off one.
    """
    # Division is correctly rounded: equal shares are equal floats, and others of counts below 2^26 are not.
    shares = [share(numerator, denominator) for numerator, denominator in figures]
    first: dict[float, int] = {}
    for place, value in enumerate(sorted((one for one in shares if one is not None), reverse=True), start=1):
        first.setdefault(value, place)
    return [None if value is None else first[value] for value in shares]

"""Who most likely infected each case, of all who may have: a forest, for nobody is a source of their own source."""

from collections.abc import Iterable

Link = tuple[int, int, float]
"""Source, target, weight."""


def likely_sources(links: Iterable[Link]) -> dict[int, int]:
    """Return target → likely source: the weightiest links first, none that would close a circle.

    >>> likely_sources([(1, 2, 30.0), (2, 1, 20.0), (3, 1, 10.0)])
    {2: 1, 1: 3}
    """
    found: dict[int, int] = {}
    for source, target, _ in sorted(links, key=lambda link: (-link[2], link[0], link[1])):
        if target not in found and target not in _upwards(found, source):
            found[target] = source
    return found


def _upwards(found: dict[int, int], case: int) -> set[int]:
    """The case and all from whom its infection came."""
    above = {case}
    while case in found:
        case = found[case]
        above.add(case)
    return above

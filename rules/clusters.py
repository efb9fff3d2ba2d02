"""Putting linked entries together into human beings, strongest link first, never against a contradiction."""

from collections.abc import Iterable, Mapping

from rules.same_person import RULES, Entry, contradict, same_name

Link = tuple[int, int, str]


def clusters(entries: Mapping[int, Entry], links: Iterable[Link], apart: frozenset[tuple[int, int]]) -> list[frozenset[int]]:
    """Return the groups of two and more entries that are one human being.

    links: (entry, other entry, rule); a 'decided' one is an official's word and goes before every contradiction. apart:
    pairs, the smaller id first, of which an official said that they are two people. An abbreviated or misspelt name that fits
    several people on one phone joins none of them. Which of a phone's names came first, and so has the phone's own pseudonym,
    has no say.
    """
    ordered = sorted(links, key=lambda link: (RULES.index(link[2]), sorted(_written(entries[one]) for one in link[:2])))
    unclear = _unclear(entries, ordered)
    group: dict[int, set[int]] = {}
    for one, other, rule in ordered:
        left, right = group.get(one, {one}), group.get(other, {other})
        if left is right or (rule == "phone" and unclear & {one, other} and not _same(entries[one], entries[other])):
            continue
        pairs = [(a, b) for a in left for b in right]
        if any((min(pair), max(pair)) in apart for pair in pairs):
            continue
        if rule != "decided" and any(contradict(entries[a], entries[b]) for a, b in pairs):
            continue
        joined = left | right
        group |= dict.fromkeys(joined, joined)
    return sorted({frozenset(members) for members in group.values()}, key=min)


def _written(entry: Entry) -> tuple[str, str, str, int]:
    return entry.phone, entry.name, entry.id_number, entry.person_id


def _same(one: Entry, other: Entry) -> bool:
    return same_name(one.name, other.name) == "equal"


def _unclear(entries: Mapping[int, Entry], links: Iterable[Link]) -> set[int]:
    """Entries whose shortened or misspelt name fits two entries on the phone that contradict each other."""
    fits: dict[int, list[int]] = {}
    for one, other, rule in links:
        if rule == "phone" and not _same(entries[one], entries[other]):
            fits.setdefault(one, []).append(other)
            fits.setdefault(other, []).append(one)
    return {
        entry for entry, others in fits.items()
        if any(contradict(entries[a], entries[b]) for place, a in enumerate(others) for b in others[place + 1 :])
    }  # fmt: skip

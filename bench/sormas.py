"""SORMAS's two name rules as peers of the linking rules, written anew from what its sources do.

Trigrams of the name with its accents (server), or q-grams without them (app), each at 0.65, and nothing contradictory in year
of birth and id; or the same id.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd

LIKE = 0.65
Pairs = set[tuple[int, int]]


def trigrams(name: str) -> Counter[str]:
    padded = [f"  {word} " for word in name.lower().split()]
    return Counter({word[at : at + 3] for word in padded for at in range(len(word) - 2)})


def qgrams(name: str) -> Counter[str]:
    bare = "".join(mark for mark in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(mark))
    text = f"##{bare}##"
    return Counter(text[at : at + 3] for at in range(len(text) - 2))


def alike(entries: pd.DataFrame, grams: Callable[[str], Counter[str]]) -> Pairs:
    """Return the pairs whose names are alike and whose year of birth and id do not differ, or whose id is the same."""
    names = sorted(entries["name"].dropna().unique())
    counts = [grams(name) for name in names]
    place = {gram: at for at, gram in enumerate(sorted({gram for count in counts for gram in count}))}
    table = np.zeros((len(names), len(place)), dtype=np.float32)
    for row, count in enumerate(counts):
        for gram, times in count.items():
            table[row, place[gram]] = times
    size, holders = table.sum(axis=1), defaultdict(list)
    for entry, name in entries["name"].dropna().items():
        holders[name].append(entry)
    told = entries[["birth_year", "id_number"]].astype(object).where(entries[["birth_year", "id_number"]].notna(), None)
    known = {entry: tuple(row) for entry, row in zip(told.index, told.to_numpy(), strict=True)}
    same_id = entries.dropna(subset="id_number").reset_index().groupby("id_number")["person_id"].agg(list)
    found = {(min(pair), max(pair)) for members in same_id for pair in combinations(members, 2)}
    for row, name in enumerate(names):
        shared = table[row:] @ table[row]
        both = shared / (size[row:] + size[row] - shared) if grams is trigrams else 2 * shared / (size[row:] + size[row])
        for at in np.flatnonzero(both >= LIKE).tolist():
            others = holders[names[row + at]]
            pairs = combinations(others, 2) if at == 0 else ((a, b) for a in holders[name] for b in others)
            found |= {(min(a, b), max(a, b)) for a, b in pairs if not _differ(known[a], known[b])}
    return found


def _differ(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return any(a is not None and b is not None and a != b for a, b in zip(one, other, strict=True))

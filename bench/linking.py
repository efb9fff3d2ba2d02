"""How well the people of a demo province are put together: `python -m bench.linking`, against SORMAS's two name rules.

Pairs of entries (one phone, id or name on another's phone each) that speak of one person are known from the generator. SORMAS's
rules are written anew from what its sources do: trigrams of the name with its accents, or q-grams without them, each at
0.65, and nothing contradictory in year of birth and id; or the same id.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from demo import province
from etl.pipeline import load
from rules.text import fold
from warehouse.place import Place
from warehouse.reader import Warehouse

LIKE = 0.65
Pairs = set[tuple[int, int]]


def measure(people: int, seed: int) -> None:
    """Print, for one invented province, how many true pairs each rule finds and how many of its pairs are wrong."""
    with TemporaryDirectory() as work:
        truth = province.write(Path(work) / "export", people, people // 30, 20, date(2021, 6, 20), seed)
        place = Place(Path(work) / "data")
        load(place, [Path(work) / "export"], by="bench", progress=lambda *_: None)
        store = Warehouse(place)
        with store.people() as con:
            entries = con.execute("select * from people.person").df().set_index("person_id")
            names = con.execute("select * from people.person_name").df()
            likely = con.execute("select person_id, other_id from people.link where not sure").fetchall()
        human = store.query("queries/sql/tracing/members", {"persons": entries.index.tolist()})
        store.close()
    of = owners(entries, names, truth.identities)
    true = {pair for pair in _within(_inverted(of)) if len(of[pair[0]]) == len(of[pair[1]]) == 1}
    mixed = {entry for entry, owners in of.items() if len(owners) != 1}
    ours = _within(human.groupby("human_id")["person_id"].agg(list).to_dict())
    for name, found in {
        "these rules": ours,
        "these rules, and what they offer to an official": ours | {(min(p), max(p)) for p in likely},
        "SORMAS server (trigrams with accents)": _alike(entries, _trigrams),
        "SORMAS app (q-grams without accents)": _alike(entries, _qgrams),
    }.items():
        clear = {pair for pair in found if not mixed & set(pair)}
        right = len(clear & true)
        wrong, share = len(clear) - right, f"{right / max(len(clear), 1):.1%} | {right / len(true):.1%}"
        print(f"| {people:,} | {name} | {len(true):,} | {right:,} | {wrong:,} | {share} |")


def owners(entries: pd.DataFrame, names: pd.DataFrame, identities: pd.DataFrame) -> dict[int, set[int]]:
    """Return entry → persons who are written in it: by phone (or id, without one) and the folded name."""
    written = defaultdict(set)
    for row in identities.itertuples():
        written[row.phone or row.id_number, fold(row.name)].add(row.person)
    keys = entries["phone"].fillna(entries["id_number"])
    found: dict[int, set[int]] = {entry: set() for entry in entries.index}
    for row in names.itertuples():
        found[row.person_id] |= written[keys[row.person_id], fold(row.name)]
    return found


def _inverted(of: dict[int, set[int]]) -> dict[int, list[int]]:
    found = defaultdict(list)
    for entry, owners in of.items():
        for person in owners:
            found[person].append(entry)
    return found


def _within(groups: dict[int, list[int]]) -> Pairs:
    return {(min(pair), max(pair)) for members in groups.values() for pair in combinations(members, 2)}


def _trigrams(name: str) -> Counter[str]:
    padded = [f"  {word} " for word in name.lower().split()]
    return Counter({word[at : at + 3] for word in padded for at in range(len(word) - 2)})


def _qgrams(name: str) -> Counter[str]:
    bare = "".join(mark for mark in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(mark))
    text = f"##{bare}##"
    return Counter(text[at : at + 3] for at in range(len(text) - 2))


def _alike(entries: pd.DataFrame, grams: Callable[[str], Counter[str]]) -> Pairs:
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
    found = _within(entries.dropna(subset="id_number").reset_index().groupby("id_number")["person_id"].agg(list).to_dict())
    for row, name in enumerate(names):
        shared = table[row:] @ table[row]
        both = shared / (size[row:] + size[row] - shared) if grams is _trigrams else 2 * shared / (size[row:] + size[row])
        for at in np.flatnonzero(both >= LIKE).tolist():
            others = holders[names[row + at]]
            pairs = combinations(others, 2) if at == 0 else ((a, b) for a in holders[name] for b in others)
            found |= {(min(a, b), max(a, b)) for a, b in pairs if not _differ(known[a], known[b])}
    return found


def _differ(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return any(a is not None and b is not None and a != b for a, b in zip(one, other, strict=True))


if __name__ == "__main__":
    print("| people | rule | true pairs | found | wrong | precision | recall |\n|---|---|---|---|---|---|---|")
    for seed in (3, 4):
        measure(12_000, seed)

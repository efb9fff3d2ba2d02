"""How well the people of a demo province are put together: `python -m bench.linking`, against SORMAS's name rules and Splink.

An identity is a person as written in an entry of the people store (a phone, an id, a name on another's phone). Pairs of
identities are counted: one person's are to be put together, two persons' are not, be it that their entries were taken for one
human being or that one entry holds both.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from bench import probabilistic, sormas
from demo import province
from etl.pipeline import load
from rules.same_person import Entry, near, same_name
from rules.text import fold
from warehouse.place import Place
from warehouse.reader import Warehouse

PEOPLE, DAYS = 12_000, 20
WEIGHTS = (0, 2, 4, 6, 8, 10)
"""Match weights at which Splink's pairs are taken, beside the one chosen on the first province."""
Pairs = set[tuple[int, int]]
Identity = tuple[int, int]


@dataclass(frozen=True)
class Province:
    """Entries by person_id with `folded` name and year `born`; whose they are; what the rules link and what they offer."""

    entries: pd.DataFrame
    of: dict[int, set[int]]
    linked: Pairs
    likely: Pairs
    half: float

    def owners(self, found: Pairs) -> set[tuple[Identity, Identity]]:
        """Return the pairs of identities that pairs of entries, and the entries themselves, put together."""
        held = {(entry, entry) for entry, owners in self.of.items() if len(owners) > 1} | found
        each = ((one, other, a, b) for one, other in held for a in self.of[one] for b in self.of[other])
        return {((one, a), (other, b)) for one, other, a, b in each if (one, a) < (other, b)}

    @property
    def true(self) -> set[tuple[Identity, Identity]]:
        entries = defaultdict(list)
        for entry, owners in self.of.items():
            for person in owners:
                entries[person].append(entry)
        return {((a, who), (b, who)) for who, held in entries.items() for a, b in combinations(sorted(held), 2)}

    def score(self, found: Pairs) -> tuple[int, int]:
        """Return how many true pairs are among those found, and how many wrong ones."""
        together = self.owners(found)
        right = len(together & self.true)
        return right, len(together) - right


def invent(seed: int) -> Province:
    """Load an invented province and read how its people were put together."""
    with TemporaryDirectory() as work:
        truth = province.write(Path(work) / "export", PEOPLE, PEOPLE // 30, DAYS, date(2021, 6, 20), seed, parties=0)
        place = Place(Path(work) / "data")
        load(place, [Path(work) / "export"], by="bench", progress=lambda *_: None)
        store = Warehouse(place)
        with store.people() as con:
            entries = con.execute("select * from people.person").df().set_index("person_id")
            names = con.execute("select * from people.person_name").df()
            likely = con.execute("select person_id, other_id from people.link where not sure").fetchall()
        human = store.query("queries/sql/tracing/members", {"persons": entries.index.tolist()})
        half = store._con.execute(HALVES_SQL).fetchall()[0][0]
        store.close()
    born = [Entry(0, birth_year=None if pd.isna(year) else int(year), id_number=_text(number)).born
            for year, number in zip(entries["birth_year"], entries["id_number"], strict=True)]  # fmt: skip
    entries = entries.assign(folded=entries["name"].map(fold, na_action="ignore"), born=pd.array(born, dtype="Int32"))
    groups = human.groupby("human_id")["person_id"].agg(sorted)
    linked = {pair for members in groups for pair in combinations(members, 2)}
    return Province(entries, owners(entries, names, truth.identities), linked, set(map(_ordered, likely)), half)


HALVES_SQL = """
with half as (
    select l.human_id, v.* from lake.visit_by_person v join lake.person_link l using (person_id)
    where in_at is null or out_at is null
)
select (select count(*) from half a join half b on a.human_id = b.human_id and a.venue_id = b.venue_id
        and a.person_id <> b.person_id and a.out_at is null and b.in_at is null
        and b.out_at between a.in_at and a.in_at + interval 24 hours) / (select count(*) from lake.visit_by_person)
"""
"""Share of the visits whose two scans may have been made under two pseudonyms of one human being."""


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def _ordered(pair: tuple[int, int]) -> tuple[int, int]:
    return min(pair), max(pair)


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


def _splink(where: Province) -> pd.DataFrame:
    """Return Splink's pairs, the smaller entry first, with their weights."""
    found = probabilistic.scored(where.entries.reset_index())
    return found.assign(pair=[_ordered(pair) for pair in zip(found["one"], found["other"], strict=True)])


def _above(found: pd.DataFrame, weight: float) -> Pairs:
    return set(found.loc[found["weight"] >= weight, "pair"])


def _threshold(where: Province, found: pd.DataFrame) -> float:
    """Return the half weight at which Splink does best, a wrong pair weighing twice as much as a missed one (F0.5)."""

    def worth(weight: float) -> float:
        right, wrong = where.score(_above(found, weight))
        precision, recall = right / max(right + wrong, 1), right / len(where.true)
        return 1.25 * precision * recall / max(0.25 * precision + recall, 1e-9)

    return max((half / 2 for half in range(-10, 60)), key=worth)


def compare(number: int, where: Province, found: pd.DataFrame, threshold: float) -> None:
    """Print what each way of putting people together finds in one province, and how much of it is wrong."""
    mixed = [owners for owners in where.of.values() if len(owners) > 1]
    inside = sum(len(owners) * (len(owners) - 1) // 2 for owners in mixed)
    print(
        f"province {number}: {len(mixed)} entries hold several people, {sum(map(len, mixed))} in all, {inside} pairs;", end=" "
    )
    print(f"visits under two pseudonyms: {where.half:.3%}")
    ways = {
        "these rules": where.linked,
        "these rules, with what they offer to an official": where.linked | where.likely,
        "SORMAS server: trigrams with accents": sormas.alike(where.entries, sormas.trigrams),
        "SORMAS app: q-grams without accents": sormas.alike(where.entries, sormas.qgrams),
        f"Splink, weight {threshold:g} and more (chosen on province 1)": _above(found, threshold),
        **{f"Splink, weight {weight} and more": _above(found, weight) for weight in WEIGHTS},
    }
    true = len(where.true)
    for name, pairs in ways.items():
        right, wrong = where.score(pairs)
        print(f"| {number} | {name} | {true:,} | {right:,} | {wrong:,} | {right / (right + wrong):.1%} | {right / true:.1%} |")


def missed(number: int, where: Province, found: Pairs) -> None:
    """Print what the true pairs that the rules do not find have in common, and how many of them Splink finds."""
    lost = {(a, b) for (a, _), (b, _) in where.true - where.owners(where.linked)}
    reasons = {pair: _shared(where.entries.loc[pair[0]], where.entries.loc[pair[1]]) for pair in lost}
    for reason, times in Counter(reasons.values()).most_common():
        alike = [pair for pair in lost if reasons[pair] == reason]
        print(f"| {number} | {reason} | {times} | {len(where.likely & set(alike))} | {len(found & set(alike))} |")


def _shared(one: pd.Series, other: pd.Series) -> str:
    """Say what two entries have in common, and what contradicts."""
    phones = (_text(one["phone"]), _text(other["phone"]))
    same = [
        column
        for column in ("id_number", "born", "commune_code")
        if _text(one[column]) and _text(one[column]) == _text(other[column])
    ]
    words = {"equal": "name", "short": "shortened name", "slip": "misspelt name"}
    shared = [words.get(same_name(_text(one["name"]), _text(other["name"])) or "", "")]
    shared += ["phone" if all(phones) and phones[0] == phones[1] else "near phone" if near(*phones) else ""]
    shared += [{"id_number": "id", "born": "year of birth", "commune_code": "commune"}[column] for column in same]
    return ", ".join(filter(None, shared)) or "nothing"


def main() -> None:
    provinces = [invent(seed) for seed in (3, 4)]
    found = [_splink(where) for where in provinces]
    threshold = _threshold(provinces[0], found[0])
    print("| province | rule | true pairs | found | wrong | precision | recall |\n|---|---|---|---|---|---|---|")
    for number, (where, scores) in enumerate(zip(provinces, found, strict=True), start=1):
        compare(number, where, scores, threshold)
    print("\n| province | the missed pairs share | pairs | offered | found by Splink |\n|---|---|---|---|---|")
    for number, (where, scores) in enumerate(zip(provinces, found, strict=True), start=1):
        missed(number, where, _above(scores, threshold))


if __name__ == "__main__":
    main()

"""How often the true source of an infection is found: `python -m bench.chains`, on outbreaks of invented provinces.

Of each infection that the generator made: is its source the likely one, among the first three possible ones, possible at all?
Cases of which the scans show nothing count too. Beside it, what choosing by minutes alone and by chance would find.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from demo import province
from etl.pipeline import load
from queries.backwards import illnesses, links
from queries.tracing import BANDS, cases
from warehouse.place import Place
from warehouse.reader import Warehouse

PEOPLE, VENUES, DAYS, CASES = 3_000, 60, 24, 240
SEEDS = (5, 6, 7, 8, 9)
Counts = dict[tuple[str, str], float]


def measure(seed: int) -> tuple[int, Counts]:
    """Return the number of infections of one province, and (band, what was counted) → of how many it is true."""
    with TemporaryDirectory() as work:
        truth = province.write(Path(work) / "export", PEOPLE, VENUES, DAYS, date(2021, 6, 20), seed, CASES, parties=0)
        place = Place(Path(work) / "data")
        load(place, [Path(work) / "export"], by="bench", progress=lambda *_: None)
        store = Warehouse(place)
        known = cases(store)
        found = {band: links(store, illnesses(known), 14, band) for band in BANDS}
        store.close()
    person = known.set_index("case_code")["person_id"]
    human = truth.cases.set_index("person")["case_code"].map(person)
    true = list(zip(truth.chain["source"].map(human), truth.chain["target"].map(human), strict=True))
    return len(true), {(band, name): count for band in BANDS for name, count in _counts(found[band], true, band).items()}


def _counts(found: pd.DataFrame, true: list[tuple[int, int]], band: str) -> dict[str, float]:
    likely = set(zip(*(found.loc[found["likely"], name] for name in ("source", "target")), strict=True))
    possible = found[found["reason"] == ""]
    rank = possible.set_index(["source", "target"])["rank"].to_dict()
    longest = possible.sort_values(f"{band}_seconds", ascending=False).drop_duplicates("target")
    by_minutes = set(zip(longest["source"], longest["target"], strict=True))
    choices = possible.groupby("target").size()
    return {
        "likely source": sum(pair in likely for pair in true),
        "among the first three": sum(rank.get(pair, 99) <= 3 for pair in true),
        "possible": sum(pair in rank for pair in true),
        "longest together": sum(pair in by_minutes for pair in true),
        "by chance": sum(1 / choices[pair[1]] for pair in true if pair in rank),
    }


if __name__ == "__main__":
    told = [measure(seed) for seed in SEEDS]
    infections = sum(count for count, _ in told)
    print(
        f"{infections} infections in {len(told)} provinces\n\n| the true source is | "
        + " | ".join(BANDS)
        + " |\n|---|---|---|---|"
    )
    for name in dict.fromkeys(name for _, name in told[0][1]):
        shares = (sum(counts[band, name] for _, counts in told) / infections for band in BANDS)
        print(f"| {name} | " + " | ".join(f"{one:.1%}" for one in shares) + " |")

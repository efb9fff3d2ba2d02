"""How many gatherings are found as unusual, and how much else: `python -m bench.gatherings`, beside three simpler rules.

Invented provinces with PARTIES gatherings each; every rule looks at the same hours of the week, and the simpler ones name as
many hours as were called unusual. An hour is right when a gathering began in it, or the hour before, at its venue.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from demo import province
from demo.province import Truth
from etl.pipeline import load
from queries.hotspots import BACK, ELSEWHERE, FOLDER, Week, crowds
from rules.crowds import COMPARED
from rules.disclosure import SMALL
from warehouse.place import Place
from warehouse.reader import Warehouse

PEOPLE, VENUES, DAYS, PARTIES, SEEDS = 12_000, 500, 35, 20, (1, 2, 3, 4)
END = date(2021, 6, 27)
RULES = ("unusual (this)", "most arrivals", "most above the mean", "most times the mean")


@dataclass
class Tally:
    """What a rule named, and of the gatherings, which it found."""

    named: int = 0
    right: int = 0
    found: int = 0


def measure(seed: int, tallies: dict[str, Tally]) -> int:
    """Add one province's findings; return its gatherings of more than SMALL arrivals in an hour."""
    with TemporaryDirectory() as work:
        place = Place(Path(work))
        truth = province.write(place.inbox, people=PEOPLE, venues=VENUES, days=DAYS, end=END, seed=seed, parties=PARTIES)
        load(place, [place.inbox], by="bench", progress=lambda *_: None)
        warehouse = Warehouse(place)
        week = Week(END)
        asked = {"back": week.first - BACK, "small": SMALL, "compared": COMPARED, "elsewhere": ELSEWHERE}
        hours = warehouse.query(f"{FOLDER}/unusual", {**week.params(), **asked})
        said = crowds(warehouse, week)
        codes = warehouse.query(f"{FOLDER}/places", {"districts": [], "kinds": []}).set_index("code")["venue_id"]
        warehouse.close()
    held = truth.gatherings.assign(venue_id=_venue_ids(truth, codes))
    ranks = {"most arrivals": hours["arrivals"], "most above the mean": hours["arrivals"] - hours["expected"],
             "most times the mean": hours["arrivals"] / hours["expected"]}  # fmt: skip
    named = {
        rule: hours.loc[rank.sort_values(ascending=False, kind="stable").index[: len(said)]] for rule, rank in ranks.items()
    }
    for rule, rows in {RULES[0]: said, **named}.items():
        _count(rows, held, tallies[rule])
    return len(_met(hours, held).drop_duplicates("party"))


def _venue_ids(truth: Truth, codes: pd.Series) -> list[int]:
    return [int(codes[truth.venues["code"].iloc[venue]]) for venue in truth.gatherings["venue"]]


def _met(rows: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Return the named hours in which a gathering began, or the next one."""
    both = rows.reset_index().merge(held.reset_index(names="party"), on="venue_id")
    late = both["day"] + pd.to_timedelta(both["hour"], unit="h") - both["at"].dt.floor("h")
    return both[late.between(timedelta(0), timedelta(hours=1))]


def _count(rows: pd.DataFrame, held: pd.DataFrame, tally: Tally) -> None:
    met = _met(rows, held)
    tally.named += len(rows)
    tally.right += met["index"].nunique()
    tally.found += met["party"].nunique()


def main() -> None:
    """Print the table of docs/measurements.md."""
    tallies = {rule: Tally() for rule in RULES}
    held = sum(measure(seed, tallies) for seed in SEEDS)
    print(f"{held} gatherings with more than {SMALL} arrivals in an hour, in {len(SEEDS)} provinces of {PEOPLE:,} people")
    print("| rule | hours named | of them gatherings | gatherings found |\n|---|---|---|---|")
    for rule, tally in tallies.items():
        print(f"| {rule} | {tally.named} | {tally.right / max(tally.named, 1):.1%} | {tally.found / max(held, 1):.1%} |")


if __name__ == "__main__":
    main()

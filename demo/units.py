"""The province's real communes and districts as arrays; where about each lies is only sketched around its
district's seat.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from demo.draw import REFERENCE, TABLES, Flags, Floats, Ints, Texts, stream, table, texts

BOX = (10.18, 10.97, 104.77, 105.58)
"""South, north, west and east of An Giang."""
KM = 1 / 111.2
TOWNS = ("Phường", "Thị trấn")


@dataclass(frozen=True)
class Units:
    """One row per commune, and the few columns of districts that the rest needs."""

    commune_code: Texts
    commune_name: Texts
    town: Flags
    district: Ints
    latitude: Floats
    longitude: Floats
    weight: Floats
    district_code: Texts
    district_name: Texts
    district_weight: Floats
    centre: Floats


@cache
def units(day: date) -> Units:
    """Return the units that were valid on `day`, from data/reference/units.csv; latest ones first known
    if none is.
    """
    rows = _valid(table(REFERENCE / "units.csv"), day.isoformat())
    seats = table(TABLES / "districts.csv").set_index("code")
    districts = rows[(rows["level"] == "district") & rows["code"].isin(seats.index)].sort_values("code")
    seats = seats.loc[districts["code"]].astype(float)
    communes = rows[(rows["level"] == "commune") & rows["parent_code"].isin(districts["code"])].sort_values("code")
    district = np.searchsorted(districts["code"].to_numpy(str), communes["parent_code"].to_numpy(str))
    town = communes["type"].str.capitalize().isin(TOWNS).to_numpy(bool)
    latitude, longitude = _scatter(seats, district, town)
    return Units(
        texts(communes["code"]),
        texts(communes["name"]),
        town,
        district.astype(np.int64),
        latitude,
        longitude,
        _weights(seats, district, town),
        texts(districts["code"]),
        texts(districts["name"]),
        seats["weight"].to_numpy(float),
        seats["centre"].to_numpy(float),
    )


def _valid(rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return the rows valid on `day`; a day past every unit's end falls back to June 2021, the letter's
    own units.
    """
    for at in (day, "2021-06-02"):
        now = rows[(rows["valid_from"] <= at) & ((rows["valid_to"] == "") | (rows["valid_to"] > at))]
        if (now["level"] == "district").any():
            return now
    raise ValueError("data/reference/units.csv: no district is valid in June 2021")


def _scatter(seats: pd.DataFrame, district: Ints, town: Flags) -> tuple[Floats, Floats]:
    """Put towns near the seat and the other communes on a spiral around it; the same for every seed."""
    rng = stream(541)
    turn = np.arange(len(district)) * 2.399963 + rng.random(len(district))
    reach = seats["spread_km"].to_numpy(float)[district] * np.where(town, 0.25, 0.45 + 0.55 * rng.random(len(district)))
    latitude = seats["latitude"].to_numpy(float)[district] + np.sin(turn) * reach * KM
    longitude = seats["longitude"].to_numpy(float)[district] + np.cos(turn) * reach * KM
    return np.clip(latitude, BOX[0] + 0.03, BOX[1] - 0.03), np.clip(longitude, BOX[2] + 0.03, BOX[3] - 0.03)


def _weights(seats: pd.DataFrame, district: Ints, town: Flags) -> Floats:
    share = np.where(town, 1.6, 1.0) * (0.7 + 0.6 * stream(542).random(len(district)))
    whole = np.bincount(district, share, len(seats))[district]
    return np.asarray(seats["weight"].to_numpy(float)[district] * share / whole, dtype=float)

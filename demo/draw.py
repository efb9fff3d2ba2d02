"""Drawing by chance and reading this room's small tables; everything is repeatable by its seed."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]
Rng: TypeAlias = np.random.Generator

TABLES = Path(__file__).parent / "data"
REFERENCE = Path(__file__).parent.parent / "data" / "reference"


@cache
def table(path: Path) -> pd.DataFrame:
    """Return one small CSV, all text, blanks as ''; shared, so never change it."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", comment="#")


def texts(values: Any) -> Texts:
    """Return any run of strings as an object array."""
    listed = list(values)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found


def stream(seed: int, *part: int) -> Rng:
    """Return the generator of one part of the province, so that a change in one part leaves the others as
    they were.
    """
    return np.random.default_rng([seed, *part])


def index(rng: Rng, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Return `size` indices drawn in proportion to `weights`."""
    total = np.cumsum(np.asarray(weights, dtype=float))
    return np.asarray(np.searchsorted(total, rng.random(size) * total[-1], side="right"), dtype=np.int64)


def pick(rng: Rng, frame: pd.DataFrame, column: str, size: int) -> Texts:
    """Return `size` values of `column` drawn in proportion to the frame's `weight` column (or evenly)."""
    weights = frame["weight"].astype(float).to_numpy() if "weight" in frame else np.ones(len(frame))
    return np.asarray(frame[column].to_numpy(object)[index(rng, weights, size)], dtype=object)

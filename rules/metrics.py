"""The metric dictionary: what every figure of adoption is called and means, from data/reference/metrics.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "reference" / "metrics.toml"
UNITS = ("sites", "agencies", "scans", "people", "visits", "day", "days", "share", "change", "rank", "any")
PERIODS = ("state", "day", "week", "period", "before")


@dataclass(frozen=True)
class Metric:
    """One figure; numerator and denominator are keys of other figures, '' where it is no share."""

    key: str
    name_vi: str
    name_en: str
    means_vi: str
    means_en: str
    unit: str
    period: str
    source: str
    numerator: str = ""
    denominator: str = ""

    def name(self, language: str) -> str:
        """Return what it is called, 'vi' or 'en'."""
        return self.name_en if language == "en" else self.name_vi

    def means(self, language: str, settings: Mapping[str, object]) -> str:
        """Return its definition; `settings` gives the numbers that a province may change."""
        return (self.means_en if language == "en" else self.means_vi).format_map(settings)


@cache
def metrics() -> dict[str, Metric]:
    """Return key → figure, in the order of the file."""
    return {key: Metric(key, **told) for key, told in tomllib.loads(FILE.read_text("utf-8")).items()}


def shares() -> list[Metric]:
    """Return the figures that are shares of one figure in another of the same group."""
    return [metric for metric in metrics().values() if metric.unit == "share"]

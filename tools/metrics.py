"""Writes docs/metrics.md from data/reference/metrics.toml: `python tools/metrics.py`."""

import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from rules.metrics import Metric, metrics
from warehouse.place import REFERENCE, REPOSITORY, Place
from warehouse.settings import load_settings

HEAD = """# Metrics

Every figure of adoption, made from `data/reference/metrics.toml` by `python tools/metrics.py`; screens and workbooks take
their names and definitions from the same file. Each is worked through in [adoption.md](adoption.md). Period: *state* as known
at the end of the day; *day*; *week* the seven days until it; *period* the days chosen; *before* as many days right before.

| figure | tên | name | nghĩa | meaning | numerator / denominator | unit | period | source |
|---|---|---|---|---|---|---|---|---|
"""


def text() -> str:
    """Return the page."""
    settings = asdict(load_settings(Place(REFERENCE)))
    return HEAD + "".join(_line(metric, settings) for metric in metrics().values())


def _line(metric: Metric, settings: dict[str, object]) -> str:
    parts = f"`{metric.numerator}` / `{metric.denominator}`" if metric.numerator else ""
    told = [f"`{metric.key}`", metric.name_vi, metric.name_en, metric.means("vi", settings), metric.means("en", settings)]
    return f"| {' | '.join([*told, parts, metric.unit, metric.period, metric.source])} |\n"


if __name__ == "__main__":
    (REPOSITORY / "docs" / "metrics.md").write_text(text(), "utf-8")

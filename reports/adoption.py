"""Workbooks of adoption: rows with every figure of the dictionary that they have; what each means stands on the cover."""

from collections.abc import Mapping, Sequence

import pandas as pd

from reports.workbook import Field, workbook
from rules.messages import explain
from rules.metrics import Metric, metrics

WIDTHS = {"code": 14, "kind": 20, "district": 20}
WIDE, NARROW = 34, 13
KINDS = {"share": "share", "change": "share", "day": "day", "rank": ""}
"""Unit of a figure → kind of its column; all others are counts."""
MEANS = ("mean_7",)


def meaning(metric: Metric, language: str, settings: Mapping[str, object]) -> str:
    """Return what a figure means, of what it is made and where it comes from, as one text."""
    known = metrics()
    parts = [known[key].name(language) for key in (metric.numerator, metric.denominator) if key]
    made = f" [{' ÷ '.join(parts)}]" if parts else ""
    return f"{metric.means(language, settings)}{made} ({metric.source})"


def adoption_workbook(
    name: str,
    cover: Sequence[tuple[str, str]],
    texts: Mapping[str, str],
    rows: pd.DataFrame,
    language: str,
    settings: Mapping[str, object],
) -> bytes:
    """Return the workbook of `rows`: the columns `texts` (column → title), then the dictionary's figures among the others."""
    found = [metric for key, metric in metrics().items() if key in rows]
    fields = [Field(column, words, WIDTHS.get(column, WIDE)) for column, words in texts.items()]
    fields += [Field(metric.key, metric.name(language), NARROW, kind=_kind(metric)) for metric in found]
    meanings = [(metric.name(language), meaning(metric, language, settings)) for metric in found]
    return workbook(name, [*cover, *meanings], fields, rows, explain("cover_sha256", {}, language))


def _kind(metric: Metric) -> str:
    return "mean" if metric.key in MEANS else KINDS.get(metric.unit, "number")

"""Workbooks of adoption: rows with every figure of the dictionary that they have; what each means stands on the cover."""

from collections.abc import Mapping, Sequence

import pandas as pd

from reports.workbook import Field, workbook
from rules.messages import explain
from rules.metrics import Metric, metrics

WIDE, NARROW = 34, 13
PERCENT = ("share", "change")


def title(metric: Metric, language: str) -> str:
    """Return the title of a column: shares are written in percent."""
    return metric.name(language) + (" (%)" if metric.unit in PERCENT else "")


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
    fields = [Field(column, words, WIDE) for column, words in texts.items()]
    fields += [Field(metric.key, title(metric, language), NARROW) for metric in found]
    percent = {metric.key: (rows[metric.key].astype("Float64") * 100).round(1) for metric in found if metric.unit in PERCENT}
    meanings = [(metric.name(language), meaning(metric, language, settings)) for metric in found]
    return workbook(name, [*cover, *meanings], fields, rows.assign(**percent), explain("cover_sha256", {}, language))

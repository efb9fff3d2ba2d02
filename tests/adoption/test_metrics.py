"""The dictionary: every figure is there once, complete, in both languages; docs/metrics.md is what the file says."""

import string
from dataclasses import fields
from datetime import date

from queries.adoption import Asked, figures
from rules.metrics import PERIODS, UNITS, Metric, metrics
from tools.metrics import text
from warehouse.place import REPOSITORY

ON = date(2021, 6, 14)


def test_every_figure_is_told_whole():
    names = set()
    for metric in metrics().values():
        told = {field.name: getattr(metric, field.name) for field in fields(Metric)}
        assert all(told[name] for name in told if name not in ("numerator", "denominator")), metric.key
        assert metric.unit in UNITS and metric.period in PERIODS, metric.key
        assert (metric.unit in ("share", "change")) == bool(metric.numerator) == bool(metric.denominator), metric.key
        for part in filter(None, (metric.numerator, metric.denominator)):
            assert metrics()[part].unit not in ("share", "change"), metric.key
        for means in (metric.means_vi, metric.means_en):
            assert {field for _, field, _, _ in string.Formatter().parse(means) if field} <= {"declaration_days"}
        names |= {metric.name_vi, metric.name_en}
    assert len(names) == 2 * len(metrics()) - sum(m.name_vi == m.name_en for m in metrics().values())


def test_every_figure_of_the_question_is_in_the_dictionary(small):
    found = set(figures(small, Asked(ON), "tree").columns)
    assert found - set(metrics()) == {"owed_unknown", "active_before", "scans_before", "people_before"}
    assert set(metrics()) - found == {"rank", "before", "now", "more", "more_share"}


def test_the_page_says_what_the_dictionary_says():
    assert (REPOSITORY / "docs" / "metrics.md").read_text("utf-8") == text()

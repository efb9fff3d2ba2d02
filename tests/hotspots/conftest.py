"""The lake in memory of the tests of contacts, with what the health department's questions read beside."""

import pytest

from tests.tracing.test_contacts import lake  # noqa: F401
from warehouse.lake import tables


@pytest.fixture(scope="module")
def health(lake):  # noqa: F811
    for name in ("declaration", "day_total", "venue_hour"):
        columns = ", ".join(f"{column} {kind}" for column, (kind, _) in tables()[name]["columns"].items())
        lake.execute(f"create table lake.{name} ({columns})")
    return lake

"""Writing a scan log, the command line, counting."""

import csv

import pytest

from tests.conftest import SCAN_HEADER
from warehouse.reader import Warehouse


@pytest.fixture
def write(place):
    """write(name, rows) writes a CSV into the inbox and returns its path."""

    def written(name, rows, header=SCAN_HEADER):
        place.inbox.mkdir(parents=True, exist_ok=True)
        with (place.inbox / name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *rows])
        return place.inbox / name

    return written


@pytest.fixture
def people(place):
    """people(sql, params) asks the people store."""

    def asked(query, params=None):
        warehouse = Warehouse(place)
        try:
            with warehouse.people() as con:
                return con.execute(query, params).fetchall()
        finally:
            warehouse.close()

    return asked

"""A data folder with three officials and a clock."""

from datetime import datetime, timedelta

import pytest

from access import accounts, codes

NOON = datetime(2021, 6, 2, 12)
PHONE = "0912345678"


@pytest.fixture
def official(place):
    return accounts.add(place, "+84 912 345 678", "Nguyễn Thị An", "tracer", "test")


@pytest.fixture
def ask(place, official):
    """ask(minutes, phone, address) asks for a code so many minutes after noon."""

    def asked(minutes=0, phone=PHONE, address="10.0.0.1"):
        return codes.ask(place, phone, address, NOON + timedelta(minutes=minutes))

    return asked

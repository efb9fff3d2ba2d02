"""Where people come and go, and when: the questions of the traffic screen, answered from the rollups."""

from datetime import datetime, timedelta

import pandas as pd

from queries.filters import Filters
from warehouse.reader import Warehouse

FOLDER = "queries/sql/traffic"


def by_day(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Return day, arrivals, departures, scans: one row for each day of the period, also those without any."""
    return warehouse.query(f"{FOLDER}/by_day", filters.params())


def by_venue(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Return venue_id, code, name, kind, district_code, arrivals, departures, scans, complete_share (0–1), busiest_day,
    busiest_people; most arrivals first."""
    return warehouse.query(f"{FOLDER}/by_venue", filters.params())


def by_kind(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Return kind, venues (with a scan), arrivals, departures, complete_share; most arrivals first."""
    return warehouse.query(f"{FOLDER}/by_kind", filters.params())


def by_district(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Return district_code ('' = not known), venues, arrivals, departures, complete_share; most arrivals first."""
    return warehouse.query(f"{FOLDER}/by_district", filters.params())


def by_hour(warehouse: Warehouse, filters: Filters) -> pd.DataFrame:
    """Return weekday (1 = Monday … 7), hour, arrivals: the mean of the period's days of that weekday."""
    return warehouse.query(f"{FOLDER}/by_hour", filters.params())


def on_map(warehouse: Warehouse, filters: Filters, hour: int | None) -> pd.DataFrame:
    """Return venue_id, code, name, kind, latitude, longitude, arrivals (in that hour of the day, or all day) of the venues
    that have coordinates."""
    return warehouse.query(f"{FOLDER}/on_map", {**filters.params(), "hour": -1 if hour is None else hour})


def present(warehouse: Warehouse, filters: Filters, moment: datetime) -> pd.DataFrame:
    """Return venue_id, code, name, kind, sure, probable, possible: people there at `moment`; most first."""
    span = {"first": moment.date() - timedelta(days=1), "last": moment.date() + timedelta(days=1), "moment": moment}
    return warehouse.query(f"{FOLDER}/present", {**filters.params(), **span})


def venues(warehouse: Warehouse) -> pd.DataFrame:
    """Return venue_id, code, name, kind, district_code of every venue, by name."""
    return warehouse.query(f"{FOLDER}/venues")

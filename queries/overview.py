"""What the province should know this morning: the questions of the first screen."""

from datetime import timedelta

import pandas as pd

from warehouse.clock import now
from warehouse.reader import Warehouse

FOLDER = "queries/sql/overview"


def morning(warehouse: Warehouse) -> pd.Series | None:
    """Return the figures of the newest day with a scan and of the seven days before it; None without any scan.

    day, scans, people, venues, declarations, declared_symptoms; week_scans, week_people, week_venues (means of the days
    before); registered, registered_active (with a scan on that day), strangers, quiet (registered venues without a scan in the
    latest low_use_days), complete_share; last_scan, last_load, last_by, last_files, last_rejected, rejected (rows
    that can still be mended: of the loads of the latest keep_rejected_days).
    """
    settings = warehouse.settings
    since = now().date() - timedelta(days=settings.keep_rejected_days)
    rows = warehouse.query(f"{FOLDER}/morning", {"low_use_days": settings.low_use_days, "since": since})
    return None if rows.empty else rows.iloc[0]


def trend(warehouse: Warehouse, days: int = 30) -> pd.DataFrame:
    """Return day, scans, people, venues, declarations of the latest days."""
    return warehouse.query(f"{FOLDER}/trend", {"days": days})

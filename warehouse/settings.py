"""Every number and name that a province may change, as one frozen record; read once per process."""

import tomllib
from dataclasses import dataclass, fields

from rules.messages import KINDS, Fault, not_toml
from rules.qr import PLACE
from warehouse.errors import SettingsError
from warehouse.place import REFERENCE, Place

LONGEST_DAYS = 36_500


@dataclass(frozen=True)
class Settings:
    """Values of data/reference/settings.toml, overlaid by <data>/settings.toml; each is explained there."""

    province_code: str
    province_name: str
    department_name: str
    fold_seconds: int
    pairing_cap_hours: int
    typical_days: int
    typical_min_visits: int
    contact_minutes: int
    large_list: int
    crowd_times: float
    entrance_present: int
    entrance_times: float
    entrance_stay_minutes: int
    entrance_unproven_percent: int
    earliest_day: str
    keep_snapshots_days: int
    keep_visits_days: int
    keep_rejected_days: int
    keep_inbox_days: int
    keep_cases_days: int
    keep_lists_days: int
    keep_cards_days: int
    loader_wait_seconds: int
    loader_memory: str
    reader_memory: str
    threads: int
    tile_url: str
    tile_attribution: str
    boundaries: str
    qr_payload: str
    hotline: str
    allowed_hosts: str
    session_hours: int
    session_idle_minutes: int
    uncovered_minutes: int
    low_use_days: int
    administrator_deadline: str
    low_use_percent: int
    reminder_gap_days: int
    department_code: str
    superior_name: str
    letter_copies: str
    signer_title: str
    assessment_days: int
    unchanged_days: int
    declaration_days: int


def load_settings(place: Place) -> Settings:
    """Read both settings files; raise SettingsError naming every unknown key or wrong type at once."""
    given = tomllib.loads((REFERENCE / "settings.toml").read_text("utf-8"))
    own = place.root / "settings.toml"
    if own.exists():
        try:
            given |= tomllib.loads(own.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise SettingsError([not_toml(own.name, error)]) from None
    known = {field.name: field.type for field in fields(Settings)}
    faults = [Fault(key, "fault_unknown", {"known": ", ".join(sorted(known))}) for key in sorted(given.keys() - known.keys())]
    faults += [Fault(key, "fault_missing") for key in sorted(known.keys() - given.keys())]
    faults += [
        Fault(key, KINDS[known[key]], {"value": str(value)})
        for key, value in given.items()
        if key in known and not isinstance(value, known[key])  # type: ignore[arg-type]
    ]
    faults += [
        Fault(key, "fault_days", {"value": str(value), "most": str(LONGEST_DAYS)})
        for key, value in given.items()
        if key.startswith("keep_") and isinstance(value, int) and not 0 <= value <= LONGEST_DAYS
    ]
    if str(given.get("qr_payload")).count(PLACE) != 1:
        faults.append(Fault("qr_payload", "fault_once", {"part": PLACE}))
    if faults:
        raise SettingsError(faults)
    return Settings(**given)

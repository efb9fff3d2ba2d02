"""Every number and name that a province may change, as one frozen record; read once per process."""

import tomllib
from dataclasses import dataclass, fields

from warehouse.errors import SettingsError
from warehouse.place import REFERENCE, Place


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
    loader_wait_seconds: int
    loader_memory: str
    reader_memory: str
    threads: int
    tile_url: str
    tile_attribution: str
    boundaries: str
    low_use_days: int
    assessment_days: int
    unchanged_days: int
    declaration_days: int


def load_settings(place: Place) -> Settings:
    """Read both settings files; raise SettingsError naming every unknown key or wrong type at once."""
    given = tomllib.loads((REFERENCE / "settings.toml").read_text("utf-8"))
    own = place.root / "settings.toml"
    if own.exists():
        given |= tomllib.loads(own.read_text("utf-8"))
    known = {field.name: field.type for field in fields(Settings)}
    faults = [f"{key}: unknown setting" for key in given.keys() - known.keys()]
    faults += [f"{key}: missing" for key in known.keys() - given.keys()]
    faults += [
        f"{key}: {value!r} should be {known[key]}"
        for key, value in given.items()
        if key in known and not isinstance(value, known[key])  # type: ignore[arg-type]
    ]
    if faults:
        raise SettingsError(faults)
    return Settings(**given)

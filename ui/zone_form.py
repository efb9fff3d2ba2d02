"""The forms by which an official states a commune's level, or decides and judges on a district; both go in as files do."""

from datetime import date

import streamlit as st

from etl.entry import enter
from queries.zones import Situation, standing
from rules.zones import LEVELS
from ui.loading import refused
from ui.signed_in import place, user
from ui.texts import say
from ui.zones import names, show_from
from warehouse.clock import now
from warehouse.reader import Warehouse

ANSWERS: dict[bool | None, str] = {None: "", True: "yes", False: "no"}
UNKNOWN = "unknown"
DAYS = (date(2000, 1, 1), date(2099, 12, 31))
"""What the form lets through; whether a day can be right is for the cleaning to say."""


def forms(store: Warehouse, found: Situation, district: str) -> None:
    """Offer both forms for a district; what is stated is loaded at once and the screen is drawn anew."""
    with st.expander(say("zones.state"), expanded=False):
        of_commune, of_district = st.tabs([say("zones.state_commune"), say("zones.state_district")])
        with of_commune:
            _commune(store, found, district)
        with of_district:
            _district(store, found, district)
    if "zone_stated" in st.session_state:
        st.success(st.session_state.pop("zone_stated"))


def _commune(store: Warehouse, found: Situation, district: str) -> None:
    units = found.communes[found.communes["district_code"] == district].set_index("code")["name"].to_dict()
    with st.form("commune level"):
        unit = st.selectbox(say("zones.commune"), list(units), format_func=units.__getitem__, key=f"state unit {district}")
        level = st.selectbox(say("zones.level"), [*reversed(LEVELS), UNKNOWN], format_func=_name, index=None,
                             placeholder=say("zones.choose"), key=f"state level {district}")  # fmt: skip
        since, row = _common(found, f"commune {district} {found.day}")
        if st.form_submit_button(say("zones.save"), type="primary") and _complete(level, row["reason"]):
            _state({**row, "unit_code": unit, "risk_level": level or ""}, units[unit], since)


def _district(store: Warehouse, found: Situation, district: str) -> None:
    """A statement on a district replaces the one before whole, so the form begins with what stands."""
    word = standing(store, found.day).set_index("unit_code").reindex([district]).iloc[0]
    known = {name: None if word[name] != word[name] else word[name] for name in ("level", "spread", "adjoining", "scattered")}
    options = [UNKNOWN, *reversed(LEVELS)]
    key = f"{district} {found.day}"
    row_of = found.districts.set_index("code").loc[district]
    with st.form("district word"):
        st.caption(say("zones.state_district_note"))
        level = st.selectbox(
            say("zones.level"), options, options.index(known["level"] or UNKNOWN), key=f"decide level {key}",
            format_func=lambda code: say("zones.derived") if code == UNKNOWN else _name(code),
        )  # fmt: skip
        most = len(found.communes[found.communes["district_code"] == district])
        spread = st.number_input(say("zones.spread"), 0, most, known["spread"], 1, key=f"decide spread {key}")
        said = {name: _asked(name, known[name], key) for name in ("adjoining", "scattered")}
        since, row = _common(found, f"district {district} {found.day}")
        if st.form_submit_button(say("zones.save"), type="primary") and _complete(level, row["reason"]):
            judged = {name: ANSWERS[value] for name, value in said.items()}
            written = {"risk_level": level, "spread": "" if spread is None else str(spread), **judged}
            _state({**row, "unit_code": district, **written}, str(row_of["name"]), since)


def _asked(name: str, known: bool | None, key: str) -> bool | None:
    """Ask for a judgement that may be left open."""

    def told(value: bool | None) -> str:
        return say("zones.not_judged") if value is None else say(f"zones.said_{name}_{ANSWERS[value]}")

    options = list(ANSWERS)
    return st.selectbox(say(f"zones.{name}"), options, options.index(known), format_func=told, key=f"decide {name} {key}")


def _common(found: Situation, key: str) -> tuple[date, dict[str, str]]:
    since: date = st.date_input(say("zones.valid_from"), found.day, *DAYS, format="DD/MM/YYYY", key=f"since {key}")
    reason = st.text_input(say("zones.reason"), key=f"reason {key}", max_chars=300)
    who = st.text_input(say("zones.decided_by"), user(), key=f"who {key}", max_chars=120)
    stated = f"{now():%d/%m/%Y %H:%M:%S}"
    return since, {
        "date": f"{since:%d/%m/%Y}",
        "reason": reason.strip(),
        "decided_by": who.strip() or user(),
        "stated_at": stated,
    }


def _name(code: str) -> str:
    return names()[None if code == UNKNOWN else code]


def _complete(level: str | None, reason: str) -> bool:
    if level is None:
        st.error(say("zones.level_needed"))
    if not reason:
        st.error(say("zones.reason_needed"))
    return level is not None and bool(reason)


def _state(row: dict[str, str], name: str, since: date) -> None:
    report = enter(place(), "zone_level", row, by=user())
    if refused(report):
        return
    st.session_state["zone_stated"] = say("zones.stated" if report.loaded else "zones.stated_before", name=name)
    show_from(since)
    st.rerun()

"""A contact list for other systems: one internal row (queries.contact_list), a small writer each. Columns: docs/interchange.md.

Files are UTF-8 CSV with a header, or GeoJSON. What the data do not say is left blank, never guessed.
"""

import json
from collections.abc import Callable
from typing import Any, Literal

import pandas as pd

from casework.lists import SavedList, coded
from queries import tracing
from rules.text import inert
from warehouse.reader import Warehouse

System = Literal["sormas", "godata", "dhis2", "epicontacts", "locations"]
SORMAS = (
    "caseIdExternalSystem", "disease", "reportDateTime", "region", "district", "community", "multiDayContact",
    "firstContactDate",
    "lastContactDate", "contactIdentificationSource", "contactProximity", "contactClassification", "description",
    "relationToCase", "externalID", "person.firstName", "person.lastName", "person.birthdateYYYY", "person.phone",
    "person.nationalHealthId", "person.address.region", "person.address.district", "person.address.community",
    "person.address.street",
)  # fmt: skip
SORMAS_PARTICIPANT = ("person.firstName", "person.lastName", "involvementDescription", "region", "district")
GODATA = (
    "First name", "Last name", "Contact ID", "Age - years", "Date of reporting", "Date of last contact", "Risk reason",
    "Document type", "Document number", "Location", "Address line 1", "Phone number", "Related case", "Date of first contact",
    "Exposure duration", "Comment",
)  # fmt: skip
DHIS2 = (
    "event", "status", "program", "programStage", "enrollment", "orgUnit", "occurredAt", "scheduledAt", "geometry", "latitude",
    "longitude", "followUp", "deleted", "createdAt", "createdAtClient", "updatedAt", "updatedAtClient", "completedBy",
    "completedAt", "updatedBy", "attributeOptionCombo", "attributeCategoryOptions", "assignedUser", "dataElement", "value",
    "providedElsewhere", "storedByDataValue", "updatedAtDataValue", "createdAtDataValue",
)  # fmt: skip
LOCATIONS = ("eventId", "eventName", "startDateTime", "endDateTime", "location.address", "latitude", "longitude")
_DURATION = "LNG_REFERENCE_DATA_CATEGORY_EXPOSURE_DURATION_"
_DURATIONS = ((5, "5_MINS"), (15, "5_15_MINS"), (60, "15_MIN_1_H"))


def files_for(system: System, warehouse: Warehouse, saved: SavedList, rows: pd.DataFrame) -> dict[str, str]:
    """Return file name → text. `locations` holds no person: where the cases were, when and with what address."""
    if system == "locations":
        return locations(_visits(warehouse, saved))
    codes = tracing.cases(warehouse).drop_duplicates("person_id").set_index("person_id")["case_code"]
    named = coded(saved, rows)
    named = named.assign(
        case_code=[codes.get(case, _id(case)) for case in named["case_id"]],
        region=warehouse.settings.province_name,
        made=saved.made_at,
        case_file=saved.purpose.case_number,
    )
    named = named.astype(object).where(named.notna(), None)
    return WRITERS[system](named)


def sormas(rows: pd.DataFrame) -> dict[str, str]:
    """Return contacts, and the same people as participants of an event."""
    contacts = [
        {
            "caseIdExternalSystem": row.case_code, "disease": "CORONAVIRUS", "reportDateTime": f"{row.made:%d/%m/%Y}",
            "region": row.region, "district": row.district, "community": row.commune,
            "multiDayContact": str(row.first_meeting.date() != row.last_meeting.date()).lower(),
            "firstContactDate": f"{row.first_meeting:%d/%m/%Y}", "lastContactDate": f"{row.last_meeting:%d/%m/%Y}",
            "contactIdentificationSource": "TRACING_APP", "contactClassification": "UNCONFIRMED",
            "description": _description(row),
            "relationToCase": row.case_code and ("SAME_HOUSEHOLD" if row.household else "SAME_ENVIRONMENT"),
            "externalID": row.row_code, "person.firstName": _given(row.contact_name),
            "person.lastName": _family(row.contact_name),
            "person.birthdateYYYY": row.birth_year, "person.phone": row.contact_phone, "person.address.region": row.region,
            "person.address.district": row.district, "person.address.community": row.commune,
            "person.address.street": row.address,
        }
        for row in rows.itertuples()
    ]  # fmt: skip
    participants = [
        {
            "person.firstName": _given(row.contact_name), "person.lastName": _family(row.contact_name),
            "involvementDescription": _description(row), "region": row.region, "district": row.district,
        }
        for row in rows.itertuples()
    ]  # fmt: skip
    return {
        "sormas_contacts.csv": _csv(contacts, SORMAS),
        "sormas_event_participants.csv": _csv(participants, SORMAS_PARTICIPANT),
    }


def godata(rows: pd.DataFrame) -> dict[str, str]:
    """Return contacts with their relationship to the case; titles are the labels that Go.Data maps by itself."""
    told = [
        {
            "First name": _given(row.contact_name), "Last name": _family(row.contact_name), "Contact ID": row.row_code,
            "Age - years": row.made.year - row.birth_year if _has(row.birth_year) else None,
            "Date of reporting": f"{row.made:%Y-%m-%d}", "Date of last contact": f"{row.last_meeting:%Y-%m-%d}",
            "Risk reason": ", ".join(row.reasons), "Location": row.commune, "Address line 1": row.address,
            "Phone number": row.contact_phone, "Related case": row.case_code,
            "Date of first contact": f"{row.first_meeting:%Y-%m-%d}",
            "Exposure duration": _duration(row.probable_seconds / 60), "Comment": _description(row),
        }
        for row in rows.itertuples()
    ]  # fmt: skip
    return {"godata_contacts.csv": _csv(told, GODATA)}


def dhis2(rows: pd.DataFrame) -> dict[str, str]:
    """Return one row per event and data element, all ids in the CODE scheme (docs/interchange.md)."""
    told = []
    for row in rows.itertuples():
        values = {
            "VAORA_CASE": row.case_code, "VAORA_NAME": row.contact_name, "VAORA_PHONE": row.contact_phone,
            "VAORA_FIRST": f"{row.first_meeting:%Y-%m-%dT%H:%M:%S}", "VAORA_LAST": f"{row.last_meeting:%Y-%m-%dT%H:%M:%S}",
            "VAORA_MINUTES_SURE": row.sure_seconds // 60, "VAORA_MINUTES_PROBABLE": row.probable_seconds // 60,
            "VAORA_MINUTES_POSSIBLE": row.possible_seconds // 60, "VAORA_PRIORITY": row.priority,
        }  # fmt: skip
        event = {
            "event": f"V{row.row_code}", "status": "ACTIVE", "program": "VAORA_CONTACT", "programStage": "VAORA_CONTACT",
            "orgUnit": row.commune_code, "occurredAt": f"{row.last_meeting:%Y-%m-%d}", "deleted": "false",
        }  # fmt: skip
        told += [event | {"dataElement": name, "value": value} for name, value in values.items() if _has(value)]
    return {"dhis2_events.csv": _csv(told, DHIS2)}


def epicontacts(rows: pd.DataFrame) -> dict[str, str]:
    """Return linelist (`id` first) and contacts (`from`, `to` first); no name or phone. Who was at a venue is nobody's contact
    yet: then there are no contacts."""
    of_cases = rows[rows["case_code"].notna()]
    cases = [{"id": code, "kind": "case"} for code in dict.fromkeys(of_cases["case_code"])]
    people = [
        {
            "id": _id(row.contact_id), "kind": "contact", "birth_year": row.birth_year, "district": row.district,
            "commune": row.commune, "symptoms": row.symptoms,
        }
        for row in rows.drop_duplicates("contact_id").itertuples()
    ]  # fmt: skip
    pairs = [
        {
            "from": row.case_code, "to": _id(row.contact_id), "date": f"{row.first_meeting:%Y-%m-%d}",
            "venue": row.closest_name, "overlap_min": row.probable_seconds // 60, "sure_min": row.sure_seconds // 60,
            "possible_min": row.possible_seconds // 60,
        }
        for row in of_cases.itertuples()
    ]  # fmt: skip
    lines = ("id", "kind", "birth_year", "district", "commune", "symptoms")
    edges = ("from", "to", "date", "venue", "overlap_min", "sure_min", "possible_min")
    return {"epicontacts_linelist.csv": _csv(cases + people, lines), "epicontacts_contacts.csv": _csv(pairs, edges)}


def locations(visits: pd.DataFrame) -> dict[str, str]:
    """Return places and times of interest as CSV and GeoJSON, without any person: one row per venue and probable stay."""
    told = [
        {
            "eventId": f"{row.code}-{row.probable_from:%Y%m%d%H%M}", "eventName": row.name,
            "startDateTime": f"{row.probable_from:%Y-%m-%dT%H:%M:%S+07:00}",
            "endDateTime": f"{row.probable_to:%Y-%m-%dT%H:%M:%S+07:00}", "location.address": row.address,
            "latitude": row.latitude, "longitude": row.longitude,
        }
        for row in visits.drop_duplicates(["code", "probable_from"]).rename_axis(None).itertuples()
    ]  # fmt: skip
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}
            if _has(row["latitude"])
            else None,
            "properties": {name: row[name] if _has(row[name]) else None for name in LOCATIONS[:5]},
        }
        for row in told
    ]
    map_text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
    return {"locations.csv": _csv(told, LOCATIONS), "locations.geojson": map_text}


WRITERS: dict[str, Callable[[pd.DataFrame], dict[str, str]]] = {
    "sormas": sormas,
    "godata": godata,
    "dhis2": dhis2,
    "epicontacts": epicontacts,
}


def _visits(warehouse: Warehouse, saved: SavedList) -> pd.DataFrame:
    places, question = warehouse.query("queries/sql/tracing/venue_places"), saved.question
    if isinstance(question, tracing.VenueQuestion):
        here = places[places["venue_id"] == question.venue_id]
        return here.assign(probable_from=pd.Timestamp(question.starts), probable_to=pd.Timestamp(question.ends))
    where = places[["venue_id", "address", "latitude", "longitude"]]
    return tracing.visits(warehouse, question.windows).merge(where, on="venue_id", how="left")


def _id(person: float) -> str | None:
    """Return a pseudonym for another system: never a phone; None for no person."""
    return f"P{int(person):x}" if _has(person) else None


def _csv(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    frame = pd.DataFrame([{name: inert(_text(row.get(name))) for name in columns} for row in rows], columns=list(columns))
    return frame.to_csv(index=False, lineterminator="\n")


def _text(value: Any) -> str:
    if not _has(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _has(value: Any) -> bool:
    return not pd.isna(value)


def _family(name: Any) -> str:
    return name.split()[0] if isinstance(name, str) and name.split() else ""


def _given(name: Any) -> str:
    return " ".join(name.split()[1:]) if isinstance(name, str) else ""


def _description(row: Any) -> str:
    minutes = "/".join(str(int(seconds // 60)) for seconds in (row.sure_seconds, row.probable_seconds, row.possible_seconds))
    return f"{row.case_file}: {row.venue_names}; {minutes} phút (chắc chắn/nhiều khả năng/có thể)"


def _duration(minutes: float) -> str:
    return _DURATION + next((code for most, code in _DURATIONS if minutes <= most), "1_4_H")

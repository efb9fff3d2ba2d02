"""Files for other systems: golden files, and what is read back from each is what went in."""

import csv
import json
from datetime import datetime
from io import StringIO

import pandas as pd
import pytest

from reports import interchange
from warehouse.place import REPOSITORY

GOLDEN = REPOSITORY / "tests" / "reports" / "golden"
AT = datetime(2021, 6, 2, 9)
COMMON = {
    "case_code": "BN-01", "region": "An Giang", "made": pd.Timestamp(2021, 6, 3, 8), "case_file": "12/HS",
    "first_meeting": pd.Timestamp(AT), "last_meeting": pd.Timestamp(2021, 6, 3, 10, 30),
    "venue_names": "Chợ Mỹ Long; Quán \"Đêm\"", "closest_name": "Chợ Mỹ Long", "reasons": ("household", "sure"),
    "sure_seconds": 1800, "probable_seconds": 2400, "possible_seconds": 4000, "priority": 1,
}  # fmt: skip
ROWS = pd.DataFrame([
    COMMON | {"contact_id": 255, "row_code": "AB12", "contact_name": "Đặng Thị Hoà", "contact_phone": "0912345678",
              "birth_year": 1990.0, "commune_code": "30280", "commune": "Phường Mỹ Bình", "district": "Thành phố Long Xuyên",
              "address": "Số 1, khóm 2", "household": True, "symptoms": True},
    COMMON | {"contact_id": 256, "row_code": "CD34", "contact_name": "An", "contact_phone": None, "birth_year": None,
              "commune_code": None, "commune": None, "district": None, "address": None, "household": False, "symptoms": None},
])  # fmt: skip
VISITS = pd.DataFrame([
    {"code": "AG-1", "name": "Chợ Mỹ Long", "probable_from": pd.Timestamp(AT), "probable_to": pd.Timestamp(2021, 6, 2, 10),
     "address": "Long Xuyên", "latitude": 10.38, "longitude": 105.44},
    {"code": "AG-2", "name": "Quán Đêm", "probable_from": pd.Timestamp(AT), "probable_to": pd.Timestamp(2021, 6, 2, 11),
     "address": None, "latitude": None, "longitude": None},
])  # fmt: skip
FILES = {
    name: text
    for made in (*(writer(ROWS) for writer in interchange.WRITERS.values()), interchange.locations(VISITS))
    for name, text in made.items()
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_golden(name):
    assert FILES[name] == (GOLDEN / name).read_text("utf-8")


def test_no_golden_file_is_left_over():
    assert {path.name for path in GOLDEN.iterdir()} == set(FILES)


def read(name):
    return list(csv.DictReader(StringIO(FILES[name])))


def test_sormas_comes_back():
    first, second = read("sormas_contacts.csv")
    assert f"{first['person.lastName']} {first['person.firstName']}" == "Đặng Thị Hoà"
    assert (first["person.phone"], second["person.phone"], first["relationToCase"]) == ("0912345678", "", "SAME_HOUSEHOLD")
    assert datetime.strptime(first["firstContactDate"], "%d/%m/%Y").date() == AT.date()
    assert first["contactProximity"] == ""
    assert [row["person.lastName"] for row in read("sormas_event_participants.csv")] == ["Đặng", "An"]


def test_godata_comes_back():
    first, second = read("godata_contacts.csv")
    assert (first["Age - years"], second["Age - years"], first["Contact ID"]) == ("31", "", "AB12")
    assert first["Exposure duration"].endswith("_15_MIN_1_H")


@pytest.mark.parametrize(("minutes", "code"), [(5, "5_MINS"), (5.1, "5_15_MINS"), (15, "5_15_MINS"), (60, "15_MIN_1_H"), (61, "1_4_H")])  # fmt: skip
def test_durations(minutes, code):
    assert interchange._duration(minutes).endswith("_" + code)


def test_dhis2_comes_back():
    events: dict = {}
    for row in read("dhis2_events.csv"):
        events.setdefault(row["event"], {})[row["dataElement"]] = row["value"]
    assert events["VAB12"]["VAORA_MINUTES_PROBABLE"] == "40" and "VAORA_PHONE" not in events["VCD34"]


def test_epicontacts_comes_back_without_personal_data():
    ids = [row["id"] for row in read("epicontacts_linelist.csv")]
    assert len(ids) == len(set(ids)) and ids[0] == "BN-01"
    assert all({row["from"], row["to"]} <= set(ids) for row in read("epicontacts_contacts.csv"))
    assert not any(text in FILES[name] for name in FILES if name.startswith("epi") for text in ("Hoà", "0912345678"))


def test_locations_come_back():
    told = json.loads(FILES["locations.geojson"])["features"]
    assert [one["geometry"] and one["geometry"]["coordinates"] for one in told] == [[105.44, 10.38], None]
    assert [row["eventId"] for row in read("locations.csv")] == [one["properties"]["eventId"] for one in told]
    assert told[0]["properties"]["startDateTime"] == "2021-06-02T09:00:00+07:00"

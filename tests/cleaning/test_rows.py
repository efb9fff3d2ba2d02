"""Rows of every source: text in, typed values or reasons out."""

import json
import unicodedata
from datetime import datetime, time

import pytest

SCAN = {"at": "02/06/2021 08:30:00", "venue_code": "ag1 ", "direction": "Vào", "phone": "0912345678", "name": "Lê  An"}
TIMES = """
02/06/2021 08:30:00    | 2021-06-02 08:30:00
2/6/2021 8:30          | 2021-06-02 08:30:00
02-06-2021 08:30       | 2021-06-02 08:30:00
2021-06-02 08:30:00    | 2021-06-02 08:30:00
2021-06-02T08:30:00    | 2021-06-02 08:30:00
08:30 02/06/2021       | 2021-06-02 08:30:00
44349.354166666664     | 2021-06-02 08:30:00
 02/06/2021 08:30:00   | 2021-06-02 08:30:00
02/06/2021             | time_missing
06/23/2021 08:30:00    | time_invalid
31/02/2021 08:30:00    | time_invalid
hôm qua                | time_invalid
02/06/1921 08:30:00    | time_too_early
02/06/2091 08:30:00    | time_in_future
"""


@pytest.mark.parametrize("line", TIMES.strip().splitlines())
def test_times(line, cleaned):
    text, expected = line.split("|")
    (row,) = cleaned("scan_tokhaiyte", [SCAN | {"at": text.rstrip()}])
    assert (row["reasons"] or str(row["at"])) == (f"{expected.strip()}|at|" if "_" in expected else expected.strip())


def test_excel_days_counted_from_1904(cleaned):
    (row,) = cleaned("scan_tokhaiyte", [SCAN | {"at": "42887.5"}], epoch=1904)
    assert row["at"] == datetime(2021, 6, 2, 12)


@pytest.mark.parametrize(("day", "clock", "expected"), [
    ("02/06/2021", "08:30", "2021-06-02 08:30:00"), ("02/06/2021", "8:30:15", "2021-06-02 08:30:15"),
    ("02/06/2021", "8h30", "2021-06-02 08:30:00"), ("02/06/2021", "7h", "2021-06-02 07:00:00"),
    ("2021-06-02 00:00:00", "0.5", "2021-06-02 12:00:00"), ("02/06/2021", "sáng", None), ("02/06/2021", "25:00", None),
])  # fmt: skip
def test_day_and_time_in_two_columns(day, clock, expected, cleaned):
    (row,) = cleaned("scan_tokhaiyte", [SCAN | {"at": None, "date": day, "time": clock}])
    assert (str(row["at"]) if row["at"] else None) == expected
    assert row["reasons"] == (None if expected else "time_invalid|at|")


def test_a_good_scan(cleaned):
    (row,) = cleaned("scan_tokhaiyte", [SCAN])
    assert (row["is_in"], row["phone"], row["name"], row["venue_key"], row["raw"]) == (True, 912345678, "Lê An", "AG1", None)


def test_all_faults_of_a_row_at_once_and_none_holds_a_value(cleaned):
    (row,) = cleaned("scan_tokhaiyte", [{"at": "x", "venue_code": None, "direction": "?", "phone": "12", "name": "Bí Mật"}])
    assert row["reasons"].split("\n") == [
        "time_invalid|at|",
        "direction_unknown|direction|",
        "venue_missing|venue_code|",
        "phone_invalid|phone|",
    ]
    assert "Bí Mật" in row["raw"]


def test_blank_rows_are_no_rows(cleaned):
    assert [row["reasons"] for row in cleaned("scan_tokhaiyte", [{}, SCAN, {"name": "  "}])] == ["blank", None, "blank"]


def test_rows_keep_their_order(cleaned):
    phones = [f"09{number:08d}" for number in range(5000)]
    expected = [900000000 + number for number in range(5000)]
    places = [{"district": None}, {"district": "Lạ"}, {"district": "Long Xuyên", "commune": "Mỹ Bình"}]
    scans = [SCAN | {"phone": phone, "venue_code": None if phone[-1] in "37" else phone[-2]} for phone in phones]
    assert [row["phone"] for row in cleaned("scan_tokhaiyte", scans)] == expected
    said = [places[number % 3] | {"at": SCAN["at"], "phone": phone} for number, phone in enumerate(phones)]
    assert [row["phone"] for row in cleaned("declaration_vn", said)] == expected
    venues = [
        places[number % 3] | {"venue_code": phone, "kind": ["Chợ", "lạ"][number % 2]} for number, phone in enumerate(phones)
    ]
    assert [row["code"] for row in cleaned("venue_diemkiemsoat", venues)] == phones


@pytest.mark.parametrize(("fields", "alias", "reasons"), [
    ({"phone": "0912345678"}, None, None),
    ({"phone": None, "id_number": "089090000123"}, "i:089090000123", None),
    ({"phone": None, "id_number": "89090000123"}, "i:089090000123", None),
    ({"phone": None, "id_number": "351234567"}, "i:351234567", None),
    ({"phone": None, "id_number": "******509"}, None, "no_person|phone|"),
    ({"phone": None, "id_number": "12"}, None, "id_invalid|id_number|"),
    ({"phone": None}, None, "no_person|phone|"),
    ({"other": "Có", "name": "Trần Bé"}, "h:912345678|be tran", None),
    ({"other": "Có", "id_number": "089090000123"}, "i:089090000123", None),
])  # fmt: skip
def test_whom_a_row_is_about(fields, alias, reasons, cleaned):
    (row,) = cleaned("scan_tokhaiyte", [SCAN | fields])
    assert (row["alias"], row["reasons"]) == (alias, reasons)


def test_personal_codes(cleaned):
    guard = {"at": "02/06/2021 08:30:00", "venue_code": "AG1", "direction": "Vào"}
    card = "089090000123|351234567|Lê Thị An|01021990|Nữ|Long Xuyên|01012021"
    mic = "******000123|LE THI AN|1990-**-**|0|Q0000001|<2<<0912345678<"
    first, second, third = cleaned(
        "scan_tokhaiyte", [guard | {"person_qr": text} for text in (card, mic, "https://example.org")]
    )
    assert (first["alias"], first["name"], first["birth_year"]) == ("i:089090000123", "Lê Thị An", 1990)
    assert (second["phone"], second["alias"], second["name"], second["birth_year"]) == (912345678, None, "LE THI AN", 1990)
    assert third["reasons"] == "person_qr_unknown|person_qr|"


@pytest.mark.parametrize(("fields", "expected"), [
    ({"symptoms": "Có"}, True), ({"symptoms": "Không"}, False), ({"symptoms": None}, None), ({"symptoms": "Sốt, ho"}, True),
    ({"symptoms": "không sốt, không ho"}, False), ({"symptoms": "Bình thường"}, False), ({"symptoms": "???"}, "answer_unknown|symptoms|"),
])  # fmt: skip
def test_symptoms(fields, expected, cleaned):
    (row,) = cleaned("declaration_vn", [{"at": "02/06/2021 08:30:00", "phone": "0912345678"} | fields])
    assert (row["reasons"] or row["symptoms"]) == expected


def test_zero_one_and_one_two_codings_of_the_same_form(cleaned):
    form = {
        "at": "02/06/2021 08:30:00",
        "phone": "0912345678",
        "symptoms": "1",
        "contact_case": "2",
        "contact_sick": "1",
        "travel": "0",
    }
    (row,) = cleaned("declaration_tokhaiyte", [form])
    assert (row["symptoms"], row["contact_case"], row["travel"]) == (True, True, False)


PLACES = """
commune           | district            | found  | fault
Phường Mỹ Bình    | Thành phố Long Xuyên | 30280 |
mỹ bình           | Long Xuyên          | 30280  |
P. My Binh        | TP Long Xuyen       | 30280  |
Xã Phú Thạnh      | Phú Tân             | 30427  |
Xã Phú Thành      | Phú Tân             | 30433  |
Xa Phu Thanh      | Phu Tan             |        | commune_ambiguous
TT An Phú         |                     | 30337  |
Xã An Phú         |                     | 30514  |
Mỹ Hoà Hưng       | Long Xuyên          | 30313  |
Mỹ Hòa Hưng       | Long Xuyên          | 30313  |
xã An Phú         | Tịnh Biên           | 30514  |
Tịnh Biên         | tinh bien           | 30520  |
TT Tịnh Biên      | Huyện Tịnh Biên     | 30520  |
Xã Không Có       | Long Xuyên          |        | commune_unknown
Mỹ Bình           | Huyện Lạ            |        | district_unknown
"""


@pytest.mark.parametrize("line", PLACES.strip().splitlines()[1:])
def test_places(line, cleaned):
    commune, district, found, fault = (part.strip() or None for part in line.split("|"))
    (row,) = cleaned("venue_diemkiemsoat", [{"venue_code": "A", "venue_name": "B", "commune": commune, "district": district}])
    assert (row["commune_code"], (row["reasons"] or "").partition("|")[0] or None) == (found, fault)


def test_an_ambiguous_commune_comes_with_its_candidates(cleaned):
    (row,) = cleaned("venue_diemkiemsoat", [{"venue_code": "A", "commune": "Phu Thanh", "district": "Phu Tan"}])
    assert row["reasons"] == "commune_ambiguous|commune|Xã Phú Thạnh (Huyện Phú Tân); Xã Phú Thành (Huyện Phú Tân)"


def test_a_venue(cleaned):
    (row,) = cleaned("venue_diemkiemsoat", [{
        "venue_code": " ag2 ", "venue_name": "Chợ", "kind": "CHỢ", "more_codes": "cu1; cu2", "latitude": "105,43", "longitude": "10,38",
        "opens": "5h30", "closes": "18:00", "indoor": "Không", "registrant_phone": "0912345678"}])  # fmt: skip
    assert (row["code"], row["codes"].split("\x1f"), row["kind"]) == ("AG2", ["AG2", "CU1", "CU2"], "cho")
    assert (row["latitude"], row["longitude"], row["opens"], row["closes"], row["indoor"]) == (
        10.38,
        105.43,
        time(5, 30),
        time(18),
        False,
    )


@pytest.mark.parametrize(("fields", "expected"), [
    ({"in_at": "02/06/2021 08:00", "out_at": "02/06/2021 09:00"}, None),
    ({"in_at": "02/06/2021 08:00"}, None),
    ({"in_at": "02/06/2021 09:00", "out_at": "02/06/2021 08:00"}, "out_before_in|out_at|"),
    ({}, "time_invalid|in_at|"),
])  # fmt: skip
def test_visits_in_one_row(fields, expected, cleaned):
    (row,) = cleaned("visit_hanhkhach", [{"venue_name": "Bến xe", "phone": "0912345678"} | fields])
    assert row["reasons"] == expected


def test_naughty_names_survive(shared, cleaned):
    lines = [
        line for line in json.loads((shared / "data" / "torture" / "blns" / "blns.json").read_text("utf-8")) if line.strip()
    ]
    rows = cleaned("scan_tokhaiyte", [SCAN | {"name": line} for line in lines])
    for line, row in zip(lines, rows, strict=True):
        assert row["reasons"] is None
        squeezed = " ".join(unicodedata.normalize("NFC", line).replace("\u200b", " ").replace("\ufeff", " ").split())
        assert " ".join((row["name"] or "").split()) == squeezed


def test_fold_is_that_of_the_product(cleaned):
    import duckdb

    from rules.text import fold
    from warehouse.engine import sql

    with duckdb.connect() as con:
        con.execute(sql("etl/sql/macros/text"))
        for text in ("Nguyễn  Đình-Đệ", "Hoà/Hòa", "SỐ ĐIỆN THOẠI (*)", "Ngươn", "xã_Vĩ"):
            assert con.execute("select fold(?)", [text]).fetchone() == (fold(text),)

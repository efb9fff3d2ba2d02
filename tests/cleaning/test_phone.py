"""Phones: the rule as a table, SQL = rules/phone.py on any text, both against libphonenumber."""

import csv

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.phone import MOVED, national

ROW = {"at": "02/06/2021 08:00:00", "venue_code": "AG1", "direction": "Vào", "name": "Lê An"}
TABLE = """
0912345678              | 912345678  |
912345678               | 912345678  |
84912345678             | 912345678  |
+84912345678            | 912345678  |
0084912345678           | 912345678  |
+84 (0)912 345 678      | 912345678  |
0912.345.678            | 912345678  |
0912-345-678 (mẹ)       | 912345678  |
tel:0912 345 678        | 912345678  |
'0912345678             | 912345678  |
０９１２３４５６７８      | 912345678  |
903123456.0             | 903123456  |
9.03123456E8            | 903123456  |
9,03123456E+08          | 903123456  |
9.03E+08                |            | phone_rounded
8.49E+10                |            | phone_rounded
01691234567             | 391234567  |
0120 123 4567           | 701234567  |
84199 1234567           | 591234567  |
0296 3606606            | 2963606606 |
(0296) 3.606.606        | 2963606606 |
0912345678 / 0912345678 | 912345678  |
0912345678 / 0987654321 |            | phone_two
0912345678, 0987654321  |            | phone_two
113                     |            | phone_not_personal
19001234                |            | phone_not_personal
091234567               |            | phone_invalid
00912345678             |            | phone_invalid
0512345                 |            | phone_invalid
không có                |            | phone_invalid
0000000000              |            | phone_invalid
"""
CASES = [[part.strip() for part in line.split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("text", "number", "fault"), CASES, ids=[case[0] for case in CASES])
def test_the_table(text, number, fault, cleaned):
    (row,) = cleaned("scan_tokhaiyte", [ROW | {"phone": text}])
    assert (str(row["phone"] or ""), row["reasons"]) == (number, f"{fault}|phone|" if fault else None)
    assert str(national(text) or "") == number


digits = st.text("0123456789", min_size=8, max_size=14)
written = st.one_of(
    digits, digits.map(lambda d: "+84" + d[:9]), digits.map(lambda d: "0" + d[:9]),
    st.sampled_from(sorted(MOVED)).flatmap(lambda p: digits.map(lambda d: f"0{p}{d[:7]}")),
    st.text("0123456789 .-+()/Ee,", max_size=24), st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(written, min_size=1, max_size=60))
def test_sql_and_python_agree(cleaned, texts):
    rows = cleaned("scan_tokhaiyte", [ROW | {"phone": text or None, "id_number": "089090000123"} for text in texts])
    assert [row["phone"] for row in rows] == [national(text) for text in texts]


@settings(max_examples=300)
@given(st.from_regex(r"0(2[0-9]{9}|[35789][0-9]{8}|[2-9][0-9]{8})", fullmatch=True))
def test_what_libphonenumber_takes_for_a_subscriber(text):
    """Only mobiles and landlines: its other kinds (1900…, VoIP) are nobody's own."""
    parsed = phonenumbers.parse(text, "VN")
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    assert (national(text) is not None) == (phonenumbers.number_type(parsed) in kinds)


def test_the_torture_set(shared, cleaned):
    """Where libphonenumber finds a valid Vietnamese number, so do we; exceptions are the old ones it no longer knows."""
    (path,) = (shared / "data" / "torture" / "phones").glob("*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    texts = [row[next(iter(row))] for row in rows]
    found = cleaned("scan_tokhaiyte", [ROW | {"phone": text or None, "id_number": "089090000123"} for text in texts])
    for text, row in zip(texts, found, strict=True):
        assert row["phone"] == national(text)
        assert (row["reasons"] is None) == (row["phone"] is not None or not text)

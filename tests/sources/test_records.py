"""JSON and Parquet: records under keys."""

import json

import duckdb
import pytest

from tests.sources.conftest import cells, faults

FORM = {"createdAt": "02/06/2021 08:30:00", "fullName": "Nguyễn Văn A", "phone": "0912345678", "showSignal": 1, "hasPatient": 2}
FLAT = ["02/06/2021 08:30:00", "Nguyễn Văn A", "0912345678", "1", "2"]


def lines(*records, **how):
    return "\n".join(json.dumps(record, ensure_ascii=False, **how) for record in records) + "\n"


def test_json_lines(table):
    found = table(lines(FORM, FORM), "khai_bao.jsonl")
    assert (found.layout.name, found.encoding) == ("declaration_tokhaiyte", "jsonl")
    assert (found.header_row, found.first_row) == (0, 1)
    assert cells(found) == [FLAT, FLAT]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"total": 2, "data": r}], ids=["array", "answer"])
def test_a_json_array(indent, wrap, table):
    found = table(json.dumps(wrap([FORM, FORM]), ensure_ascii=False, indent=indent), "khai_bao.json")
    assert (found.encoding, cells(found)) == ("json", [FLAT, FLAT])


def test_a_long_array_is_read_piece_by_piece(table, monkeypatch):
    monkeypatch.setattr("etl.sources.records._CHUNK", 50)
    assert cells(table(json.dumps([FORM] * 40), "khai_bao.json")) == [FLAT] * 40


def test_form_keys_nested_lists_and_missing_keys(table):
    nested = {"createdAt": "02/06/2021", "fields": {"fullName": "A", "phone": 912345678901234567, "showSignal": False}}
    found = table(lines(nested, {"note": ["x", 1.0, None]}), "khai_bao.jsonl")
    assert found.columns == ("createdAt", "fields[fullName]", "fields[phone]", "fields[showSignal]", "note")
    assert cells(found) == [["02/06/2021", "A", "912345678901234567", "0", ""], ["", "", "", "", "x; 1; "]]


def test_a_damaged_line_is_a_row_of_its_own(table):
    found = table(lines(FORM) + '{"phone": \n\n[1]\n' + lines(FORM), "khai_bao.jsonl")
    assert faults(found) == ["", "json_damaged", "", "json_damaged", ""]


def test_numbers_keep_all_digits(table):
    assert cells(table(lines({**FORM, "phone": 9.12345678e8}), "a.jsonl"))[0][2] == "912345678"


def test_json_in_utf16(table):
    assert cells(table(lines(FORM).encode("utf-16"), "a.jsonl")) == [FLAT]


@pytest.mark.parametrize(
    ("content", "code"),
    [('[{"phone": "1"}, {"pho', "damaged"), ("[]", "empty"), ("[" * 100_000, "header_not_found"),
     ('[{"a": ' + "[" * 100_000, "damaged"), ("{}", "empty")],
)  # fmt: skip
def test_refused_json(content, code, read):
    assert [found.code for found in read(content, "a.json")] == [code]


def test_a_csv_that_begins_with_a_bracket_is_no_json(table):
    text = "[Danh sách]\nThời gian,Mã điểm,Chiều,SĐT\n02/06/2021,DP-1,Vào,0912345678\n"
    assert len(cells(table(text))) == 1


def test_parquet(table, tmp_path):
    path = tmp_path / "made.parquet"
    with duckdb.connect() as con:
        con.execute(
            f"""copy (select timestamp '2021-06-02 08:29:59.9996' as scan_time, 'DP-1' as place_id, 912345678::bigint as phone,
                null::varchar as full_name, 'in' as type, 10.8019::double as lat, true as ok, [1, 2] as list,
                timestamptz '2021-06-02 01:00:00+00' as sent, 1.50::decimal(9, 2) as fee) to '{path}' (format parquet)"""
        )
    found = table(path.read_bytes(), "quet.parquet")
    assert (found.layout.name, found.encoding, found.first_row) == ("scan_ncovi", "parquet", 1)
    assert cells(found) == [
        ["2021-06-02 08:30:00", "DP-1", "912345678", "", "in", "10.8019", "1", "1; 2", "2021-06-02 08:00:00", "1.5"]
    ]

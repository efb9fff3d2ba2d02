"""Cases by form and by file: one way in, the newest valid statement stands, what was said before is kept."""

from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clean import install_macros
from etl.entry import write
from etl.rollback import rollback
from queries.tracing import case_history, cases, seen
from rules.case_form import CaseForm, id_number
from warehouse.reader import Warehouse

HEADER = ["Mã ca", "Họ tên", "Điện thoại", "Ngày khởi phát", "Ngày cách ly", "Tình trạng"]
FORM = CaseForm(
    "bn-1", "Lê Văn An", "0912 345 678", "", 1980, date(2021, 6, 5), None, datetime(2021, 6, 8, 14), "Đang điều trị"
)
AT = datetime(2021, 6, 9, 10)


def standing(place, code="BN-1"):
    """Return the case as it stands and how often something was said of it."""
    store = Warehouse(place)
    ((onset, isolated),) = cases(store).set_index("case_code").loc[[code], ["onset", "isolated"]].values.tolist()
    told = len(case_history(store, code))
    store.close()
    return onset.date(), isolated, told


def typed(folder, number, **changes):
    """Return the file of an entry of its own second."""
    return write(folder, "case_list", [CaseForm(**{**FORM.__dict__, **changes}).row()], "an", AT.replace(second=number))


def test_a_form_is_loaded_like_a_file(place, into, tmp_path, ask):
    (account,) = into(typed(tmp_path, 1)).files
    assert (account.layout, account.read, account.loaded, account.rejected) == ("case_list", 1, 1, 0)
    assert standing(place) == (date(2021, 6, 5), datetime(2021, 6, 8, 14), 1)
    ((name, by),) = ask("select name, loaded_by from lake.load_file")
    assert name == "bieu-mau-case_list-20210609-100001.csv" and by == "test"
    assert ask("select case_code, status from lake.case_record") == [("BN-1", "Đang điều trị")]


def test_saying_the_same_again_changes_nothing(place, into, tmp_path):
    into(typed(tmp_path, 1))
    (account,) = into(typed(tmp_path, 2)).files
    assert (account.loaded, account.duplicate) == (0, 1)
    assert standing(place)[2] == 1


@pytest.mark.parametrize("first", ["file", pytest.param("form", marks=pytest.mark.slow)])
def test_the_newest_valid_statement_stands_and_the_others_are_kept(first, place, into, tmp_path, file):
    row = ["BN-1", "Lê Văn An", "0912345678", "03/06/2021", "07/06/2021", "Đang điều trị"]
    listed = file("ca.csv", HEADER, [row])
    pieces = [typed(tmp_path, 1), listed] if first == "form" else [listed, typed(tmp_path, 1)]
    for path in pieces:
        into(path)
    assert standing(place)[0] == (date(2021, 6, 3) if first == "form" else date(2021, 6, 5))
    broken = file("sai.csv", HEADER, [["BN-1", "Lê Văn An", "113", "01/06/2021", "", ""]])
    assert into(broken).files[0].rejected == 1
    assert standing(place)[2] == 2
    into(typed(tmp_path, 2, onset=date(2021, 6, 1)))
    into(typed(tmp_path, 3))
    assert standing(place) == (date(2021, 6, 5), datetime(2021, 6, 8, 14), 4)
    rollback(place, None, by="test")
    assert standing(place)[::2] == (date(2021, 6, 1), 3)


def test_a_correction_can_name_another_person(place, into, tmp_path, scans):
    into(scans("a.csv", "08:00 | A | 0987654321 | Vào"), typed(tmp_path, 1))
    store = Warehouse(place)
    assert not seen(store, int(cases(store)["person_id"][0]))
    into(typed(tmp_path, 2, phone="0987654321"))
    assert seen(store, int(cases(store)["person_id"][0]))
    store.close()


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    install_macros(con)
    return con


@given(st.from_regex(r"[0-9]{7,13}|[A-Za-z]{0,3}[0-9]{5,9}|[0-9. *-]{8,16}(\.0)?", fullmatch=True))
def test_id_numbers_are_read_as_in_files(con, text):
    assert con.execute("select id_number(?)", [text]).fetchone()[0] == id_number(text)

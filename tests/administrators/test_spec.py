"""The tables of docs/administrators.md, row by row; e-mail addresses by form as in files."""

from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.clean import install_macros
from rules.administrators import Statement, form_faults, judge
from rules.email import is_email
from tests.spec import tables_of

table = tables_of("administrators")
TODAY = date(2021, 6, 10)


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


def statement(text):
    when, name, *given = text.split()
    fields = {"p": "position", "t": "phone", "e": "email"}
    told = {} if given == ["ended"] else {fields[letter]: "x" for letter in "".join(given)}
    return Statement(name, **told, stated=day(f"{when}/2021"), ended=given == ["ended"])


@pytest.mark.parametrize("row", table(1), ids=" ".join)
def test_how_an_agency_stands(row):
    said, today, state, lacking, since, late = row
    found = judge([statement(part) for part in said.split(";") if part], date(2021, 6, 5), day(today) or TODAY)
    assert (found.state, " ".join(found.lacking), found.since, found.late) == (state, lacking, day(since), late == "yes")


@pytest.mark.parametrize("row", table(2), ids=" ".join)
def test_an_administrator_entered_by_a_form(row):
    name, phone, email, stated, expected = row
    found = form_faults(Statement(name, "", phone, email, day(stated)), TODAY, date(2000, 1, 1))
    assert ", ".join(f"{field} {fault}" for field, fault in found.items()) == expected


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    install_macros(con)
    return con


@given(st.from_regex(r"[a-zđ_.%+'-]{0,4}@?[a-z0-9.-]{0,6}\.?[a-z0-9]{0,3}(, a@b\.vn)?\n?", fullmatch=True))
def test_addresses_are_read_as_in_files(con, text):
    assert con.execute("select email_valid(?)", [text]).fetchone()[0] == is_email(text)

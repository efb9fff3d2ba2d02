"""A question too wide for the memory allowed is refused with a sentence, and the warehouse goes on answering."""

import pytest

from rules.messages import explain
from warehouse.errors import TooMuch
from warehouse.reader import Warehouse


def test_a_question_too_wide_is_a_sentence(place, into, scans, monkeypatch):
    into(scans("a.csv", "08:00 | A | 0912345678 | Vào"))
    warehouse = Warehouse(place)
    warehouse._con.execute("set memory_limit = '20MB'; set max_temp_directory_size = '0KB'")
    wide = "select list(r::varchar || repeat('x', 200)) as rows from range(3_000_000) t(r)"
    monkeypatch.setattr("warehouse.reader.sql", lambda _: wide)
    with pytest.raises(TooMuch) as refused:
        warehouse.query("wide")
    assert "2GB" in explain(refused.value.code, refused.value.values, "vi")
    monkeypatch.setattr("warehouse.reader.sql", lambda _: "select 1 as one")
    assert warehouse.query("narrow")["one"].tolist() == [1]
    warehouse.close()

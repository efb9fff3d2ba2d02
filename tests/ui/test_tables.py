"""Cells of tables: read as the page's language writes them whatever the browser's, sorted by their values."""

from datetime import datetime

import pandas as pd
import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData

from ui.tables import WRITERS, _written

KINDS = ["text", "number", "share", "day", "moment", "count", "part"]
WRITTEN = {"count": "number", "part": "share"}
ROWS = pd.DataFrame(
    {
        "text": ["A", None, "<b>"],
        "number": [1234567, 0, 5],
        "share": [0.125, None, 1.0],
        "day": [datetime(2021, 6, 2), None, datetime(2021, 12, 31)],
        "moment": [datetime(2021, 6, 2, 7, 5), None, datetime(2021, 12, 31, 23, 59)],
        "count": pd.array([1234, None, 7], "Int64"),
        "part": pd.array([0.5, None, 0.0], "Float64"),
    }
)


def shown(styler):
    """What a browser gets to read: Streamlit's own way from a Styler to the texts of cells."""
    told = ArrowData()
    marshall_styler(told, styler, "x")
    return convert_arrow_bytes_to_pandas_df(told.styler.display_values).values.tolist()


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("vi", ["A", "1.234.567", "12,5 %", "02/06/2021", "07:05 02/06/2021", "1.234", "50,0 %"]),
        ("en", ["A", "1,234,567", "12.5 %", "02/06/2021", "07:05 02/06/2021", "1,234", "50.0 %"]),
    ],
)
def test_the_texts_handed_over_are_those_of_the_slow_public_way(language, first, monkeypatch):
    """If pandas or Streamlit change what ui.tables leans on, this is what fails."""
    monkeypatch.setattr("ui.texts.language", lambda: language)
    kinds = [WRITTEN.get(name, name) for name in KINDS]
    slow = ROWS.style.format(
        {name: WRITERS[kind] for name, kind in zip(KINDS, kinds, strict=True) if kind != "text"}, na_rep="–"
    )
    quick = shown(_written(ROWS, kinds))
    assert quick == shown(slow)
    assert (quick[0], quick[1]) == (first, ["–", "0", "–", "–", "–", "–", "–"])

"""Cleaning in one line: rows of canonical columns in, cleaned rows out."""

import duckdb
import pandas as pd
import pytest

from etl.clean import clean, install_macros, install_reference, set_layout
from etl.sources import load_layouts
from etl.sources.columns import COLUMNS
from warehouse.place import REFERENCE

LAYOUTS = {layout.name: layout for layout in load_layouts(REFERENCE / "layouts")}


@pytest.fixture(scope="session")
def cleaned():
    """cleaned(layout, rows) → list of dicts, one per row; `rows` are dicts by canonical column."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as stage")
    con.execute("create table stage.code as select 'AG1' as code, 7 as venue_id")
    con.execute("create table stage.agency_next as select 'SYT' as agency_code, 'Sở Y tế' as agency_name")
    con.execute("create table stage.venue_next as select 7 as venue_id, 'SYT' as agency_code")
    con.execute("attach ':memory:' as lake; create table lake.venue as select * from stage.venue_next")
    con.execute("set variable earliest = timestamp '2000-01-01'; set variable latest = timestamp '2030-01-01'")
    install_macros(con)
    install_reference(con, REFERENCE)

    def run(name, rows, epoch=1900):
        layout = LAYOUTS[name]
        columns = COLUMNS[layout.source]
        fields = [*columns, "fault"]
        named = ", ".join(f'"{field}" varchar' for field in fields)
        con.execute(f"create or replace temp table fed (c0 varchar, {named})")
        values = [["\x1f".join(str(row.get(c) or "") for c in columns), *(row.get(field) for field in fields)] for row in rows]
        con.register("given", pd.DataFrame(values, dtype=object))
        con.execute("insert into fed from given")
        con.execute("create or replace temp view raw as select * from fed")
        set_layout(con, layout.words, layout.dates, epoch)
        clean(con, layout.source, "stage.cleaned", 1)
        found = con.execute("select * from stage.cleaned")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return run

"""What was loaded, by whom, and what was not: the questions of the loading screen."""

import pandas as pd

from warehouse.reader import Warehouse

FOLDER = "queries/sql/ledger"


def files(warehouse: Warehouse) -> pd.DataFrame:
    """Return the ledger, newest first: load_id, file_id, name, layout, source, encoding, rows_read, rows_loaded,
    rows_duplicate, rows_rejected, first_at, last_at, loaded_at, loaded_by."""
    return warehouse.query(f"{FOLDER}/files")


def reasons(warehouse: Warehouse) -> pd.DataFrame:
    """Return file_id, name, code, column, rows: why rows were rejected, most frequent first; no personal value."""
    with warehouse.people() as con:
        return con.execute(
            "with fault as (select file_id, unnest(string_split(reasons, chr(10))) as fault from people.rejected)"
            " select f.file_id, h.name, split_part(fault, '|', 1) as code, split_part(fault, '|', 2) as \"column\","
            " count(*) as rows from fault f join people.rejected_header h using (file_id) group by all"
            " order by rows desc, h.name"
        ).df()

"""What was loaded, by whom, and what was not: the questions of the loading screen."""

import pandas as pd

from warehouse.reader import Warehouse

FOLDER = "queries/sql/ledger"
REASONS = (
    "with fault as (select file_id, unnest(string_split(reasons, chr(10))) as fault from store.rejected)"
    " select f.file_id, h.name, split_part(fault, '|', 1) as code, split_part(fault, '|', 2) as \"column\","
    " count(*) as rows from fault f join store.rejected_header h using (file_id) group by all"
)


def files(warehouse: Warehouse) -> pd.DataFrame:
    """Return the ledger, newest first: load_id, file_id, name, layout, source, encoding, rows_read, rows_loaded,
    rows_duplicate, rows_rejected, first_at, last_at, loaded_at, loaded_by."""
    return warehouse.query(f"{FOLDER}/files")


def reasons(warehouse: Warehouse) -> pd.DataFrame:
    """Return file_id, name, code, column, rows: why rows were rejected, most frequent first, of the stores that
    may be asked; no personal value."""
    found = []
    for store in warehouse.stores:
        with warehouse.lent(store) as con:
            found.append(con.execute(REASONS.replace("store.", f"{store.name}.")).df())
    return pd.concat(found, ignore_index=True).sort_values(["rows", "name"], ascending=[False, True], ignore_index=True)

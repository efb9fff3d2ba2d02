"""Rows that could not be loaded: parked with their reasons, given back as a file to be mended and loaded again."""

import csv
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from etl.batch import Batch
from etl.staging import WITHHELD
from rules.messages import sentence
from rules.text import inert
from warehouse.engine import sql
from warehouse.errors import UnknownThing
from warehouse.reader import Warehouse
from warehouse.stores import Store

MARK = "\x1f"
ROW, REASON = "Dòng trong tệp gốc", "Lý do không nạp được"


def park(batch: Batch, store: Store) -> None:
    """Write the rejected rows of every file of this load (they are personal data) to the store for those whom the file names,
    with what lines above their headers said in columns of its own."""
    for staged in batch.of(store):
        table, account = staged.table, staged.report
        if not account.rejected:
            continue
        account.faults = tuple(batch.rows(sql("etl/sql/ledger/faults"), {"rows": staged.rows}))
        batch.con.execute(
            f"insert into {store.name}.rejected select $file_id, rowid + $first_row, reasons,"
            f" case when {WITHHELD} then '' else raw || $said end"
            f" from stage.{account.source}_{staged.number} where reasons <> 'blank'",
            {
                "file_id": account.file_id,
                "first_row": table.first_row,
                "said": "".join(MARK + text for text in table.said.values()),
            },
        )
        columns = [*table.columns, *(table.layout.columns[column].aliases[0] for column in table.said)]
        batch.con.execute(
            f"insert into {store.name}.rejected_header values (?, ?, ?)",
            [account.file_id, table.name, MARK.join(columns)],
        )


@dataclass(frozen=True)
class Rejects:
    """The parked rows of one file: its headers with two more, and its rows with their place and reasons."""

    name: str
    headers: list[str]
    rows: list[list[str]]


def rejects_of(warehouse: Warehouse, file_id: str) -> Rejects:
    """Return the parked rows of a file; raise UnknownThing if no file of that id has any."""
    for store in warehouse.stores:
        with warehouse.lent(store) as con:
            told = {"file": file_id}
            header = con.execute(
                f"select name, columns from {store.name}.rejected_header where file_id = $file", told
            ).fetchone()
            found = con.execute(
                f"select row_no, reasons, raw from {store.name}.rejected where file_id = $file order by row_no", told
            ).df()
        if header:
            break
    else:
        raise UnknownThing(name=file_id)
    columns = str(header[1]).split(MARK)
    rows = [
        [*_fitted(raw.split(MARK), len(columns)), str(row_no), " ".join(map(sentence, reasons.split("\n")))]
        for row_no, reasons, raw in warehouse.shown("rejected rows of a file", found).values.tolist()
    ]
    return Rejects(str(header[0]), [*columns, ROW, REASON], rows)


def _fitted(fields: list[str], width: int) -> list[str]:
    return (fields + [""] * width)[:width]


def write_rejects(rejects: Rejects, target: Path) -> None:
    """Write the rows as `target` says: .xlsx with text cells only, anything else as CSV that Excel opens rightly and runs
    nothing of."""
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(rejects_workbook(rejects))
        return
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([map(inert, row) for row in (rejects.headers, *rejects.rows)])


def rejects_workbook(rejects: Rejects) -> bytes:
    """Return the rows as .xlsx of one sheet, so that it can be loaded again as it is; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Dòng bị loại")
    for row in [rejects.headers, *rejects.rows]:
        cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)) for text in row]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
        sheet.append(cells)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()

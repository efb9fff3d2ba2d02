"""Who is meant: one pseudonym per person, and the people store told of the new ones. Called by the pipeline.

The people store is written before the lake: should the lake's commit fail, what was written here harms nothing, and
the next load of the same files writes it anew.
"""

from etl.batch import Batch
from etl.erased import bar
from etl.link import link
from etl.rejects import park
from etl.sources import COLUMNS
from warehouse import people
from warehouse.engine import sql


def identify(batch: Batch) -> None:
    """Make `stage.person`, `stage.person_link` and `stage.administrator_of`; write persons, administrators and rejected rows to
    the people store."""
    con = batch.con
    con.execute(sql("etl/sql/identify/macros"))
    con.execute(f"create view stage.said as {sql('etl/sql/stage/said')}")
    with people.attached(con, batch.place, write=True):
        _forget(batch)
        secret = people.pseudonym_secret(con)
        bar(batch, secret)
        batch.make("apart", "etl/sql/identify/apart", secret=secret)
        _part(batch)
        batch.make("person", "etl/sql/identify/person", secret=secret)
        batch.make("remembered", "etl/sql/identify/remember")
        batch.make("newcomer", "etl/sql/identify/newcomer")
        batch.make("name_new", "etl/sql/identify/name")
        batch.make("administrator_new", "etl/sql/identify/administrator", today=batch.started.date())
        con.execute("begin")
        con.execute("insert or replace into people.person select * from stage.remembered")
        con.execute("insert into people.person_name select * from stage.name_new")
        con.execute(f"insert into people.administrator by name {sql('etl/sql/identify/administrator_row')}")
        con.execute(f"insert or ignore into people.card_holder {sql('etl/sql/identify/card_holder')}")
        park(batch)
        con.execute("commit")
        batch.make("administrator_of", "etl/sql/identify/administrator_of", now=batch.started)
        batch.make("administrator_differs", "etl/sql/identify/administrator_differs")
        link(batch)


def _part(batch: Batch) -> None:
    """Give the rows of `stage.apart` their alias, so that a phone is not one person under several names."""
    if batch.number("select count(*) from stage.apart"):
        for staged in batch.staged:
            if "id_number" in COLUMNS[staged.table.layout.source]:
                batch.con.execute(
                    f"update {staged.rows} t set alias = a.alias from stage.apart a"
                    " where t.alias is null and t.phone = a.phone and t.name = a.name"
                )


def _forget(batch: Batch) -> None:
    """Remove what a load of these very files wrote here before it was killed, and administrators of loads rolled back."""
    batch.con.execute("delete from people.administrator where file_id not in (select file_id from lake.load_file)")
    for table in ("administrator", "rejected", "rejected_header", "card_holder"):
        batch.con.execute(f"delete from people.{table} where file_id in (select file_id from stage.file)")

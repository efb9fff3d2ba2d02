"""Who is meant: one pseudonym per citizen, and both stores told of whom they did not know. Called by the pipeline.

The stores are written before the lake: should the lake's commit fail, what was written here harms nothing, and the next
load of the same files writes it anew. The people store is opened only where a file names citizens.
"""

from etl.batch import Batch
from etl.erased import bar
from etl.link import link
from etl.rejects import park
from etl.sources import COLUMNS
from warehouse.engine import sql
from warehouse.stores import OFFICE, PEOPLE


def identify(batch: Batch) -> None:
    """Make `stage.person`, `stage.person_link` and `stage.administrator_of`; write persons, administrators and rejected rows to
    their stores."""
    con = batch.con
    con.execute(sql("etl/sql/identify/macros"))
    for view in ("said", "said_of_officials"):
        con.execute(f"create view stage.{view} as {sql(f'etl/sql/stage/{view}')}")
    with OFFICE.attached(con, batch.place, write=True):
        _officials(batch)
    if batch.of(PEOPLE) or not PEOPLE.path(batch.place).exists():
        with PEOPLE.attached(con, batch.place, write=True):
            _citizens(batch)
    else:
        batch.make("person", "etl/sql/identify/person", secret="")
        con.execute("create table stage.newcomer (person_id bigint)")
        con.execute("create table stage.person_link as from lake.person_link")


def _officials(batch: Batch) -> None:
    con = batch.con
    con.execute("delete from office.administrator where file_id not in (select file_id from lake.load_file)")  # rolled back
    _forget(batch, "office", "administrator", "rejected", "rejected_header")
    bar(batch, OFFICE)
    batch.make("administrator_new", "etl/sql/identify/administrator", today=batch.started.date())
    con.execute("begin")
    con.execute(f"insert into office.administrator by name {sql('etl/sql/identify/administrator_row')}")
    park(batch, OFFICE)
    con.execute("commit")
    batch.make("administrator_of", "etl/sql/identify/administrator_of", now=batch.started)
    batch.make("administrator_differs", "etl/sql/identify/administrator_differs")


def _citizens(batch: Batch) -> None:
    con = batch.con
    _forget(batch, "people", "rejected", "rejected_header", "card_holder")
    secret = PEOPLE.secret(con)
    bar(batch, PEOPLE)
    batch.make("apart", "etl/sql/identify/apart", secret=secret)
    _part(batch)
    batch.make("person", "etl/sql/identify/person", secret=secret)
    batch.make("remembered", "etl/sql/identify/remember")
    batch.make("newcomer", "etl/sql/identify/newcomer")
    batch.make("name_new", "etl/sql/identify/name")
    con.execute("begin")
    con.execute("insert or replace into people.person select * from stage.remembered")
    con.execute("insert into people.person_name select * from stage.name_new")
    con.execute(f"insert or ignore into people.card_holder {sql('etl/sql/identify/card_holder')}")
    park(batch, PEOPLE)
    con.execute("commit")
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


def _forget(batch: Batch, store: str, *tables: str) -> None:
    """Remove what a load of these very files wrote here before it was killed."""
    for table in tables:
        batch.con.execute(f"delete from {store}.{table} where file_id in (select file_id from stage.file)")

"""Looking at the real bytes of a data folder, and making what is in it older."""

import os
import zipfile
from datetime import timedelta

import duckdb

from warehouse import lake
from warehouse.clock import now
from warehouse.engine import connect
from warehouse.reader import Warehouse


def day(days):
    """The day so many days ago."""
    return now().date() - timedelta(days=days)


def log(when, people, venue="A"):
    """Rows of a scan log: one visit of each (phone, name) on a day, all together."""
    return [
        [f"{when:%d/%m/%Y} {hour}:{n:02d}:00", venue, phone, name, way]
        for n, (phone, name) in enumerate(people.items())
        for hour, way in (("08", "Vào"), ("09", "Ra"))
    ]


def aged(place, days, *paths):
    """Make these files (none given: all), and their loads, that many days older."""
    con = connect(memory="500MB", threads=1, temp=place.work / "aged")
    lake.attach(con, place, read_only=False)
    for name in [path.name for path in paths] or ["%"]:
        con.execute(
            f"update lake.load_file set loaded_at = loaded_at - interval {int(days)} day where name like ?", [f"%{name}"]
        )
    con.close()
    for path in filter(os.path.exists, paths):
        os.utime(path, (path.stat().st_mtime - days * 86_400,) * 2)


def everything(place):
    """All that is written below the data folder: where → bytes; of packed and encrypted files also what is in them."""
    found = {}
    for path in sorted(path for path in place.root.rglob("*") if path.is_file()):
        name = str(path.relative_to(place.root))
        found[name] = path.read_bytes()
        if path.suffix == ".parquet":
            with duckdb.connect() as con:
                found[f"{name} rows"] = str(con.execute("select * from read_parquet(?)", [str(path)]).fetchall()).encode()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                found[f"{name} text"] = b"".join(map(packed.read, packed.namelist()))
    warehouse = Warehouse(place)
    for store in warehouse.stores:
        with warehouse.lent(store) as con:
            for (table,) in con.execute(
                f"select table_name from duckdb_tables() where database_name = '{store.name}'"
            ).fetchall():
                found[f"{store.name}.{table}"] = str(con.execute(f"select * from {store.name}.{table}").fetchall()).encode()
    warehouse.close()
    return found


def where(place, *texts):
    """Where any of the texts stands, as UTF-8 or UTF-16."""
    forms = [form for text in texts for form in (str(text).encode(), str(text).encode("utf-16-le"))]
    return sorted(name for name, content in everything(place).items() if any(form in content for form in forms))

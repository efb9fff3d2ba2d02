"""DuckDB with exactly the extensions this product uses, loaded from their wheels; nothing is fetched at run time."""

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import MissingExtension
from warehouse.place import REPOSITORY

EXTENSIONS = ("sqlite_scanner", "ducklake", "httpfs")


def connect(*, memory: str, threads: int, temp: Path) -> duckdb.DuckDBPyConnection:
    """Return a fresh in-memory engine; `temp` takes what does not fit into `memory`."""
    _check_signatures()
    return _engine(memory_limit=memory, threads=threads, temp_directory=str(temp), allow_unsigned_extensions=True)


def _engine(**config: Any) -> duckdb.DuckDBPyConnection:
    fetch_nothing = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    con = duckdb.connect(":memory:", config=fetch_nothing | config)
    for name in EXTENSIONS:
        con.execute(f"load '{_extension(name)}'")
    return con


@cache
def _check_signatures() -> None:
    """Have an engine refuse extensions that DuckDB did not sign: once per process, as it reads 90 MB, a third of a second."""
    _engine().close()


@cache
def _extension(name: str) -> Path:
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise MissingExtension(name=name)
    folder = Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}"
    path = folder / f"{name}.duckdb_extension"
    if not path.exists():
        raise MissingExtension(name=name)
    return path


@cache
def sql(name: str) -> str:
    """Return the text of a `.sql` file, named from the repository's root without its ending: `etl/sql/pair/visit`."""
    return (REPOSITORY / f"{name}.sql").read_text("utf-8")

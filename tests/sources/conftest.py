"""What the tests of the reader share: the shipped layouts, a way to read bytes as a file, rows as the pipeline sees them."""

from pathlib import Path

import duckdb
import pytest

from etl.sources import Layout, Table, load_layouts, open_tables
from etl.sources.columns import COLUMNS, header_key
from etl.sources.layout import Column

ROOT = Path(__file__).parents[2]
SCAN = "Thời gian,Mã địa điểm,Chiều,Số điện thoại,Họ và tên\n"
ROW = "02/06/2021 08:30:00,DP-1,Vào,0912345678,Nguyễn Văn A\n"


@pytest.fixture(scope="session")
def shared():
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder of check data is absent")
    return folder


@pytest.fixture(scope="session")
def layouts():
    return load_layouts(ROOT / "data" / "reference" / "layouts")


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def read(tmp_path, work, layouts):
    """Return a function: content and name → what the reader makes of such a file."""

    def read(content, name="quet.csv", using=None):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(open_tables(path, work, using or layouts))

    return read


@pytest.fixture
def table(read):
    """Return a function: content and name → the one table in such a file."""

    def table(content, name="quet.csv", using=None):
        (found,) = read(content, name, using)
        assert isinstance(found, Table), found
        return found

    return table


@pytest.fixture
def code(read):
    """Return a function: content and name → the code by which the one table in such a file is refused."""

    def code(content, name="quet.csv"):
        (found,) = read(content, name)
        return found.code

    return code


def rows(table):
    """Return the records of a table as DuckDB reads them, '' for an empty field."""
    width = len(table.columns) + table.normalised
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    with duckdb.connect() as con:
        found = con.execute(
            f"select * from read_csv(?, auto_detect = false, header = false, columns = {{{columns}}}, delim = ?,"
            f" quote = '\"', escape = '\"', skip = {table.skip}, nullstr = '', max_line_size = 16000000)",
            [str(table.csv), table.delimiter],
        ).fetchall()
    return [[cell or "" for cell in row] for row in found]


def cells(table):
    """Return the records without their fault codes."""
    return [row[: len(table.columns)] for row in rows(table)]


def faults(table):
    """Return the fault code of every record."""
    assert table.normalised
    return [row[-1] for row in rows(table)]


def layout_of(*headers, name="any", source="scan", required=()):
    """Return a layout that knows exactly these headers, in this order, under some canonical columns."""
    columns = {column: Column((header,), header in required) for column, header in zip(COLUMNS[source], headers, strict=False)}
    known = {header_key(header): column for column, header in zip(COLUMNS[source], headers, strict=False)}
    return Layout(name, name, name, source, columns, (), {}, {}, (), "", 1900, known)

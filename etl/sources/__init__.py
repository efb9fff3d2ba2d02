"""The reader's room: what officials really have in, recognised tables out. `reader.py` tells the story."""

from etl.sources.columns import COLUMNS, OF_CITIZENS
from etl.sources.layout import Column, Layout, LayoutError, load_layouts
from etl.sources.model import Refusal, Table, UnknownHeader
from etl.sources.reader import open_tables, renormalise

__all__ = [
    "COLUMNS", "OF_CITIZENS", "Column", "Layout", "LayoutError", "Refusal", "Table", "UnknownHeader",
    "load_layouts", "open_tables", "renormalise",
]  # fmt: skip

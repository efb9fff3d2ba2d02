"""Reads the sheets of one workbook in a process of its own: `python -m casework.seal_worker < FILE`, for casework.seal.

A hostile workbook can ask for half a terabyte, and the library then aborts.
"""

import pickle
import sys
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from warehouse.limits import limit_memory


def sheets(content: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Return (name, rows) of every sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]


if __name__ == "__main__":
    limit_memory()
    sys.stdout.buffer.write(pickle.dumps(sheets(sys.stdin.buffer.read())))

"""A change of keys to be killed: `python -m tests.keeping.killed_rotate DATA`."""

import sys
from pathlib import Path

from keeping.key import rotate
from warehouse.place import Place

if __name__ == "__main__":
    rotate(Place(Path(sys.argv[1])))

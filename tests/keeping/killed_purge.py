"""A purge to be killed: `python -m tests.keeping.killed_purge DATA`."""

import sys
from pathlib import Path

from keeping.purge import purge
from warehouse.clock import now
from warehouse.place import Place

if __name__ == "__main__":
    purge(Place(Path(sys.argv[1])), now().date(), by="killed")

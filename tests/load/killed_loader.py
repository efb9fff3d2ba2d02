"""A loader to be killed: `python -m tests.load.killed_loader DATA FILE`."""

import sys
from pathlib import Path

from etl.pipeline import load
from warehouse.place import Place

if __name__ == "__main__":
    load(Place(Path(sys.argv[1])), [Path(sys.argv[2])], by="killed", progress=lambda *_: None)

"""Invents a province if the data folder holds no warehouse yet; run by `make run`."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from warehouse.place import REPOSITORY, Place

if Place.find().exists:
    print("demo: the data folder has data already, nothing is invented")
else:
    print("demo: no data yet, inventing a province …", flush=True)
    sys.exit(subprocess.run([sys.executable, str(REPOSITORY / "vaora.py"), "demo"], check=False).returncode)

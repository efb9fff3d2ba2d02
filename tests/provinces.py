"""Invented provinces, loaded: each shape is built once in a run of the tests, and whoever asks gets a copy of its own."""

import os
import pickle
import shutil
from pathlib import Path

from demo.province import Truth, write
from etl.pipeline import load
from warehouse.place import Place


def invented(factory, *, marked: bool = True, **shape) -> tuple[Place, Truth]:
    """Return a data folder with a province of this shape (arguments of demo.province.write), and what is true of it."""
    kept = _common(factory) / "-".join(f"{name}{value}" for name, value in sorted(shape.items()))
    if not kept.exists():
        draft = Place(factory.mktemp("draft"))
        truth = write(draft.inbox, **shape)
        load(draft, [draft.inbox], by="test", progress=lambda *_: None)
        (draft.root / "truth").write_bytes(pickle.dumps(truth))
        try:
            draft.root.rename(kept)
        except OSError:  # another worker was faster
            shutil.rmtree(draft.root)
    place = Place(factory.mktemp("province") / "data")
    shutil.copytree(kept, place.root)
    truth = pickle.loads((place.root / "truth").read_bytes())
    (place.root / "truth").unlink()
    if marked:
        place.demo_mark.write_text("{}")
    return place, truth


def _common(factory) -> Path:
    """Return the folder that all workers of this run share."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "invented"
    folder.mkdir(exist_ok=True)
    return folder

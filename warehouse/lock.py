"""One loader at a time: a lock on a file of the data folder, released by the system when its holder dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.errors import LoaderBusy
from warehouse.place import Place


@contextmanager
def only_loader(place: Place, wait_seconds: float) -> Iterator[None]:
    """Hold the loader's lock; raise LoaderBusy if another loader still holds it after `wait_seconds`."""
    place.warehouse.mkdir(parents=True, exist_ok=True)
    with (place.warehouse / "loader.lock").open("w") as file:
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise LoaderBusy(seconds=f"{wait_seconds:.0f}") from None
                time.sleep(0.1)
        yield

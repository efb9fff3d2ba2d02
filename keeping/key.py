"""New keys for the stores of persons. Docs: docs/keeping.md, section 7.

A new key is on the disk before a store that needs it, and the old one until there is none that needs it: killed at any
moment, one of the two opens the store, and the next writer ends what was begun. Pseudonyms stay: their secret is in the store.
"""

import os
import secrets
from contextlib import closing

from warehouse.engine import connect
from warehouse.errors import KeyInEnvironment, NoWarehouse
from warehouse.lock import only_loader
from warehouse.place import Place
from warehouse.settings import load_settings
from warehouse.stores import STORES, Store, durable, write_key


def rotate(place: Place) -> None:
    """Encrypt both stores with new keys. Raises NoWarehouse, LoaderBusy, PeopleKeyError, KeyInEnvironment."""
    for store in STORES:
        if os.environ.get(store.key_variable):
            raise KeyInEnvironment(variable=store.key_variable)
    if not place.exists:
        raise NoWarehouse(data=place.root.name)
    with only_loader(place, load_settings(place).loader_wait_seconds):
        for store in STORES:
            _rotate(place, store)


def _rotate(place: Place, store: Store) -> None:
    settings, following = load_settings(place), store.next_key_file(place)
    con = connect(memory=settings.loader_memory, threads=settings.threads, temp=place.work / "key")
    with closing(con), store.attached(con, place, write=True):
        following.unlink(missing_ok=True)  # of a change killed before its store was there: it opens nothing
        new = secrets.token_hex(32)
        write_key(following, new)
        store.rewrite(con, place, {}, new_key=new)
        following.replace(store.key_file(place))
        durable(following.parent)

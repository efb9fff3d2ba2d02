"""A new key for the people store. Docs: docs/keeping.md, section 7.

The new key is on the disk before a store that needs it, and the old one until there is none that needs it: killed at any
moment, one of the two opens the store, and the next writer ends what was begun. Pseudonyms stay: their secret is in the store.
"""

import os
import secrets
from contextlib import closing

from warehouse import people
from warehouse.engine import connect
from warehouse.errors import KeyInEnvironment, NoWarehouse
from warehouse.lock import only_loader
from warehouse.place import Place
from warehouse.settings import load_settings


def rotate(place: Place) -> None:
    """Encrypt the people store with a new key. Raises NoWarehouse, LoaderBusy, PeopleKeyError, KeyInEnvironment."""
    if os.environ.get(people.KEY_VARIABLE):
        raise KeyInEnvironment
    if not place.people.exists():
        raise NoWarehouse(data=place.root.name)
    settings, following = load_settings(place), people.next_key_file(place)
    con = connect(memory=settings.loader_memory, threads=settings.threads, temp=place.work / "key")
    with only_loader(place, settings.loader_wait_seconds), closing(con), people.attached(con, place, write=True):
        following.unlink(missing_ok=True)  # of a change killed before its store was there: it opens nothing
        new = secrets.token_hex(32)
        people.write_key(following, new)
        people.rewrite(con, place, {}, new_key=new)
        following.replace(people.key_file(place))
        people.durable(following.parent)

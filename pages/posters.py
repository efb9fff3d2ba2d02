"""Mã QR: control points, their codes, posters and cards to print."""

from ui import cards, posters
from ui.session import page, warehouse

with page("posters.title"):
    store = warehouse()
    posters.register(store)
    found = posters.chosen(store)
    if posters.shown(store, found):
        posters.batch(store, found)
        posters.one(store, found)
    cards.make(store)

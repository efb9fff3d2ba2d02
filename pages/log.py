"""Nhật ký xem: who saw people's data, for which case, and what looks odd; for the head of department."""

from ui import log
from ui.session import page

with page("log.title"):
    log.show()

"""Tự đánh giá: a site answers its sector's questions and hands in the result."""

from ui import assess
from ui.session import page, warehouse

with page("assess.title"):
    assess.form(warehouse())

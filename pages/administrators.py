"""Đầu mối: whom every agency has named, what is lacking, who came late; one agency's people, form and history."""

from ui import administrator_form, administrators
from ui.session import page, warehouse

with page("administrators.title"):
    store = warehouse()
    found = administrators.situation(store)
    administrators.figures(store, found)
    administrators.listed(found)
    agency = administrators.chosen(found)
    if agency is not None:
        administrators.one_agency(store, agency)
        administrator_form.form(store, str(agency["agency_code"]), str(agency["agency_name"]))
    administrator_form.from_file()

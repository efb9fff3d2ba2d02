"""The tables of docs/qr.md, row by row."""

import re

import pytest

from etl.rollback import rollback
from queries.tracing import venue_of_code
from reports.pdf import SIZES
from reports.posters import CARD_MM, LEVEL, POSTER_MM, symbol
from rules.qr import PERSON, VENUE, code_of, content
from tests.spec import tables_of
from warehouse.errors import SettingsError
from warehouse.reader import Warehouse
from warehouse.settings import load_settings

table = tables_of("qr")
OURS = "VAORA:1:V:{code}"


@pytest.mark.parametrize("row", table(1), ids=" ".join)
def test_our_form(row):
    said, what, code = row
    assert said == {"venue": VENUE, "person": PERSON}[what] + code
    if what == "venue":
        assert content(code, OURS) == said and code_of(said, OURS) == code
    assert symbol(said).designator in ("3-H", "2-H", "1-H")


@pytest.mark.parametrize("row", table(2), ids=" ".join)
def test_the_code_in_a_cell_in_python(row):
    template, cell, code = row
    assert code_of(cell, template) == code


@pytest.mark.parametrize("template", dict.fromkeys(template for template, *_ in table(2)))
def test_the_codes_in_the_cells_of_an_export_lead_to_their_venues(template, into, register, scans, own_template, ask):
    told = {f"{9 + number:02}:00": row[1:] for number, row in enumerate(table(2)) if row[0] == template}
    own_template(template)
    venues = register("venues.csv", "\n".join(f"{code} | Điểm {code}" for code in {code for _, code in told.values()} - {""}))
    _, file = into(
        venues, scans("a.csv", "\n".join(f"{at} | {cell} | 0912345678 | Vào" for at, (cell, _) in told.items()))
    ).files
    found = ask(
        """select strftime(scanned_at, '%H:%M'), v.name, v.registered from lake.scan join lake.venue v using (venue_id) order by 1"""
    )
    assert found == [(at, f"Điểm {code}", True) for at, (_, code) in told.items() if code]
    assert file.rejected == sum(not code for _, code in told.values())


def issue_words(number, code, said, replaces):
    return f"{code}: {said}" + (f" ← {replaces}" if replaces else "")


@pytest.mark.parametrize("row", table(3), ids=" ".join)
def test_what_a_list_of_venues_does(row, into, register, ask):
    lists, venues, codes, issued = row
    for number, step in enumerate(lists.split("→")):
        lines = [[cell.strip() for cell in line.split(",")] for line in step.split(";")]
        cells = [[code, name, "", *rest] for code, name, *rest in lines]
        into(register(f"{number}.csv", "\n".join([*(" | ".join(line) for line in cells), f"Z{number} | Khác {number}"])))
    hidden = lambda text: re.sub(r"VR89[0-9A-F]{12}", "VR89#", text)  # noqa: E731
    assert ask("select count(*) from lake.venue where name not like 'Khác%'") == [(int(venues),)]
    found = [code for (code,) in ask("select code from lake.venue_code where code not like 'Z%' order by code")]
    assert hidden(" ".join(found)) == codes
    rows = ask("select number, code, content, replaces from lake.code_issue order by number")
    assert hidden("; ".join(issue_words(*one) for one in rows)) == issued
    assert [number for number, *_ in rows] == list(range(1, len(rows) + 1))


def test_a_rollback_takes_back_the_venue_but_not_what_was_issued(into, register, scans, place, ask):
    issued = "select code, content, venue_name, issued_by from lake.code_issue"
    into(register("a.csv", " | Chợ | Ấp Thử"))
    ((code, content, *_),) = before = ask(issued)
    rollback(place, None, by="test")
    assert ask(issued) == before == [(code, f"VAORA:1:V:{code}", "Chợ", "test")]
    assert ask("select count(*) from lake.venue") == [(0,)]
    into(scans("s.csv", f"08:00 | {content} | 0912345678 | Vào"))
    assert ask("select code, registered from lake.venue") == [(code, False)]
    into(register("b.csv", " | Chợ | Ấp Thử\nB9 | Khác"))
    assert ask("select v.name, v.code, v.registered from lake.scan join lake.venue v using (venue_id)") == [("Chợ", code, True)]
    assert ask(issued) == before


def test_a_payload_typed_into_a_search_leads_to_the_venue(into, register, place):
    into(register("a.csv", "A1 | Chợ | | A0"))
    warehouse = Warehouse(place)
    found = {venue_of_code(warehouse, text) for text in ("A1", " a0 ", "VAORA:1:V:A1", "vaora:1:v:a0")}
    assert len(found) == 1 and None not in found and venue_of_code(warehouse, "VAORA:1:V:Z9") is None
    warehouse.close()


def test_a_template_without_its_blank_is_refused(place):
    place.root.mkdir(parents=True)
    (place.root / "settings.toml").write_text('qr_payload = "https://vidu.example/"\n', "utf-8")
    with pytest.raises(SettingsError, match="qr_payload"):
        load_settings(place)


def test_a_content_no_phone_can_read_is_refused(into, register):
    (file,) = into(register("a.csv", f"A1 | Chợ | | | {'x' * 251}\nA2 | Chợ 2 | | | {'x' * 250}")).files
    assert (file.loaded, file.rejected) == (1, 1)


def test_sizes_on_paper():
    scale = {"A4": 1, "A5": SIZES["A5"][0] / SIZES["A4"][0]}
    sizes = {"poster A4": POSTER_MM, "poster A5": POSTER_MM * scale["A5"], "card": CARD_MM}
    assert len(table(4)) == len(sizes)
    for what, size, level, _ in table(4):
        assert size == f"{int(sizes[what])} mm" and level == LEVEL

"""Every screen of a province whose names are attacks, asked by an address that is one too; and every file that it hands out."""

import csv
import functools
import io
import re
import zipfile

import openpyxl
import pytest
import streamlit
from streamlit.delta_generator import DeltaGenerator

from rules.text import inert
from tests.hostile.conftest import PAGES, PAYLOADS, SCRIPT
from ui.texts import text

NAMES = ("from", "to", "on", "date", "day", "span", "district", "kind", "venue", "site", "view", "agency", "case", "phone", "days", "without", "lang", "layer", "q")  # fmt: skip
VALUES = (SCRIPT, "../../../etc/passwd", "'; drop table lake.visit; --", "\x00", "9" * 400, "-1", "=1+1", "NaN", "2021-13-45", "١٢", "{0.__class__}", "%s%n", "[]", ",,,", "a" * 5000)  # fmt: skip
ADDRESS = {name: VALUES[number % len(VALUES)] for number, name in enumerate(NAMES)} | {
    "on": "0001-01-01",
    "date": "0001-01-01",
    "venue": "9" * 400,
}
MARKUP = re.compile(r"(?<!\\)<(script>planted|img src=x)|(?<!\\)\[x\]\(javascript:|(?<!\\):red\[x")
"""An attack that Markdown or HTML would take for markup: not one escaped."""
IN_SCRIPT = re.compile(r"<(script>planted|img src=x)")
"""An attack that would end the script of a map."""
SLOW = [pytest.param("bulletin", marks=pytest.mark.slow)]


def elements(block):
    for child in block.children.values():
        yield from elements(child) if hasattr(child, "children") else [child]


def written(app):
    """What a browser takes for markup: texts in Markdown, HTML, and what frames are given."""
    for one in elements(app._tree):
        kind = one.type
        if kind in (
            "markdown",
            "caption",
            "title",
            "subheader",
            "header",
            "info",
            "warning",
            "error",
            "success",
            "html",
            "metric",
        ):
            yield kind, getattr(one.proto, "body", "") or getattr(one.proto, "label", "")
        elif kind == "component_instance":
            yield kind, one.proto.json_args


@pytest.fixture
def handed_out(monkeypatch):
    """The files of the page's download buttons: {name: content}."""
    found, honest = {}, DeltaGenerator.download_button

    def caught(self, label, data=None, file_name=None, disabled=False, **more):
        if not disabled and not str(file_name).startswith("cong-van"):  # hundreds of letters, which hold no cells
            content = data() if callable(data) else data
            found[f"{len(found)} {file_name}"] = content.encode() if isinstance(content, str) else content
        return honest(self, label, data=b"x", file_name=file_name, disabled=disabled, **more)

    monkeypatch.setattr(DeltaGenerator, "download_button", caught)
    monkeypatch.setattr(streamlit, "download_button", functools.partial(caught, streamlit._main))
    return found


def formulas(name, content):
    """What a spreadsheet would run, or a reader would open, of a file."""
    if name.endswith((".zip", ".xlsx", ".docx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = archive.namelist()
            if name.endswith(".zip"):
                return [found for one in inside for found in formulas(one, archive.read(one))]
            bad = [
                one for one in inside if "vba" in one.lower() or "externallink" in one.lower() or "/embeddings/" in one.lower()
            ]
            return bad + [one for one in inside if one.endswith(".rels") and b'TargetMode="External"' in archive.read(one)] + (
                [cell.coordinate for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
                if name.endswith(".xlsx") else []
            )  # fmt: skip
    if name.endswith(".csv"):
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row if inert(cell) != cell]
    return [b"/JavaScript"] if b"/JavaScript" in content or b"/Launch" in content else []


@pytest.mark.parametrize("page", [*(page for page in PAGES if page != "bulletin"), *SLOW])
def test_no_attack_runs_and_none_breaks_it(page, screen, handed_out):
    app = screen(page, **ADDRESS)
    assert not app.exception
    assert text("vi", "app.error") not in [one.value for one in app.error]
    assert not [body[:300] for kind, body in written(app) if kind != "component_instance" and MARKUP.search(body)]
    assert not [kind for kind, body in written(app) if kind == "component_instance" and IN_SCRIPT.search(body)]
    assert {name: found for name, content in handed_out.items() if (found := formulas(name, content))} == {}
    if page in ("hotspots", "safety", "traffic"):
        assert any("planted" in body for _, body in written(app)), "the attack reached the screen"
    if page in ("traffic", "hotspots", "reminders"):
        assert handed_out


def test_the_guards_are_what_stops_them(screen, monkeypatch):
    monkeypatch.setattr("ui.assess.plain", str)
    app = screen("assess", site="12")
    assert any(MARKUP.search(body) for _, body in written(app))


@pytest.mark.parametrize("attack", PAYLOADS)
def test_a_formula_would_be_found(attack):
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    made = io.BytesIO()
    book.save(made)
    assert formulas("a.xlsx", made.getvalue()) == ["A1"]
    assert bool(formulas("a.csv", f'"{attack.replace(chr(34), chr(34) * 2)}"'.encode())) == (attack[0] in "=+-@")

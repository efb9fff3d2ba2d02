"""QR posters of venues in A4 or A5 and cards of people, as PDF; a single code as SVG or PNG.

Sizes are those that Hà Nội asked for: the code of a place at least 15 × 15 cm, of a person 5 × 5 cm.
"""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

import segno

from reports.pdf import SIZES, Document
from rules.messages import explain
from rules.qr import grouped
from rules.text import fold

LEVEL: Literal["H"] = "H"
"""30 % of a code may be dirty, torn or in glare: at 15 cm its finer modules (5 mm) cost nothing (docs/qr.md)."""
QUIET = 4
"""Modules left white around a code (ISO/IEC 18004)."""
POSTER_MM, CARD_MM = 150.0, 50.0
CARDS_ACROSS, CARDS_DOWN = 3, 3
CARD_WIDTH, CARD_HEIGHT = 66.0, 88.0
NO_MARGINS = (0, 0, 0, 0)
TEAL, WHITE, BLACK = (11, 92, 99), (255, 255, 255), (0, 0, 0)
OVERLAP = 0.02
"""Millimetres by which the rows of a code overlap, so that no viewer draws a hair of white between them."""


@dataclass(frozen=True)
class Poster:
    """What a venue's poster says; `content` is what its code says, `receiver` who puts it up."""

    code: str
    content: str
    name: str
    address: str = ""
    receiver: str = ""


@dataclass(frozen=True)
class Issuer:
    """Who puts up the posters: the department, the province, the hotline ('' = none); language of the words; whether the
    province is invented, which then stands beside every code."""

    province: str
    department: str
    hotline: str
    language: str = "vi"
    demo: bool = False


@dataclass(frozen=True)
class Card:
    """A person's card: what its code says, the code and the name to hand it out by."""

    code: str
    content: str
    name: str


def symbol(content: str) -> segno.QRCode:
    """Return the QR code of a text at the level that posters and cards have."""
    return segno.make_qr(content, error=LEVEL, boost_error=False)


def picture(content: str, kind: Literal["svg", "png"], side: int = 1800) -> bytes:
    """Return a code alone as SVG or as PNG of about `side` pixels (15 cm at 300 dots an inch)."""
    code, out = symbol(content), BytesIO()
    scale = max(1, side // code.symbol_size(border=QUIET)[0]) if kind == "png" else 10
    code.save(out, kind=kind, scale=scale, border=QUIET)
    return out.getvalue()


def posters_pdf(posters: Iterable[Poster], size: str, issuer: Issuer, made: datetime | None = None) -> bytes:
    """Return one PDF with a page for each poster; `size` A4 or A5."""
    document = Document(_say("poster_title", issuer), size, margins=NO_MARGINS, made=made, numbered=False)
    document.set_auto_page_break(False)
    for poster in posters:
        document.add_page()
        _poster(document, poster, issuer, SIZES[size][0] / SIZES["A4"][0])
    return document.content()


def posters_zip(posters: Sequence[Poster], size: str, issuer: Issuer, made: datetime | None = None) -> bytes:
    """Return a zip with one PDF for each of the posters' receivers, to be sent to them."""
    receivers = dict.fromkeys(poster.receiver for poster in posters)
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, receiver in enumerate(receivers, start=1):
            mine = [poster for poster in posters if poster.receiver == receiver]
            name = "-".join(fold(receiver).split())[:80]
            archive.writestr(f"{number:03}-{name}.pdf", posters_pdf(mine, size, issuer, made))
    return target.getvalue()


def cards_pdf(cards: Sequence[Card], issuer: Issuer, made: datetime | None = None) -> bytes:
    """Return A4 sheets of cards with cutting marks."""
    document = Document(_say("card_title", issuer), margins=NO_MARGINS, made=made, numbered=False)
    document.set_auto_page_break(False)
    left = (SIZES["A4"][0] - CARDS_ACROSS * CARD_WIDTH) / 2
    top = (SIZES["A4"][1] - CARDS_DOWN * CARD_HEIGHT) / 2
    for place, card in enumerate(cards):
        on_sheet = place % (CARDS_ACROSS * CARDS_DOWN)
        if on_sheet == 0:
            document.add_page()
            _cutting_marks(document, left, top)
        down, across = divmod(on_sheet, CARDS_ACROSS)
        _card(document, card, issuer, left + across * CARD_WIDTH, top + down * CARD_HEIGHT)
    return document.content()


def _poster(document: Document, poster: Poster, issuer: Issuer, scale: float) -> None:
    """Draw a poster; all lengths are those of A4, times `scale`."""

    def line(text: str, y: float, height: float, points: float, style: str = "", x: float = 12, width: float = 186) -> None:
        _fitted(document, text, x * scale, y * scale, width * scale, height * scale, points * scale, style)

    document.set_text_color(*BLACK)
    line(_say("poster_province", issuer).upper(), 6, 6, 13)
    line(issuer.department.upper(), 12, 7, 13, "B")
    document.set_fill_color(*TEAL)
    document.rect(0, 21 * scale, 210 * scale, 23 * scale, style="F")
    document.set_text_color(*WHITE)
    line(_say("poster_call", issuer).upper(), 22.5, 13, 34, "B", 8, 194)
    line(_say("poster_what", issuer), 35, 7, 15, x=8, width=194)
    document.set_text_color(*BLACK)
    _code(document, poster.content, 30 * scale, 65 * scale, POSTER_MM * scale)
    line(poster.name, 231.5, 18, 30, "B")
    line(poster.address, 250, 7, 14)
    line(f"{_say('poster_code', issuer)}: {_readable(poster.code, issuer)}", 257, 6, 12)
    for step in (1, 2, 3):
        x = 8 + (step - 1) * 66
        document.set_fill_color(*TEAL)
        document.circle((x + 5) * scale, 271 * scale, 4.5 * scale, style="F")
        document.set_text_color(*WHITE)
        line(str(step), 267.5, 7, 17, "B", x, 10)
        document.set_text_color(*BLACK)
        line(_say(f"poster_step_{step}", issuer), 264.5, 14, 12.5, "", x + 10, 54)
    document.set_fill_color(*TEAL)
    document.rect(0, 282 * scale, 210 * scale, 15 * scale, style="F")
    document.set_text_color(*WHITE)
    words = explain("poster_hotline", {"number": issuer.hotline}, issuer.language) if issuer.hotline else ""
    line(words, 283.5, 9.5, 20, "B", 8, 194)


def _card(document: Document, card: Card, issuer: Issuer, x: float, y: float) -> None:
    _fitted(document, card.name, x + 3, y + 3, CARD_WIDTH - 6, 10, 14, "B")
    _code(document, card.content, x + (CARD_WIDTH - CARD_MM) / 2, y + 20, CARD_MM)
    _fitted(document, _readable(card.code, issuer), x + 3, y + 76.5, CARD_WIDTH - 6, 4, 9)
    _fitted(document, _say("card_words", issuer), x + 3, y + 80.5, CARD_WIDTH - 6, 5, 9, "I")


def _readable(code: str, issuer: Issuer) -> str:
    return grouped(code) + (f" – {_say('poster_demo', issuer)}" if issuer.demo else "")


def _code(document: Document, content: str, x: float, y: float, side: float) -> None:
    """Draw a code as black rectangles, one for each run of dark modules: sharp at every size."""
    rows = symbol(content).matrix
    module = side / len(rows)
    document.set_fill_color(*BLACK)
    for down, row in enumerate(rows):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end] == row[start]:
                end += 1
            if row[start]:
                document.rect(x + start * module, y + down * module, (end - start) * module, module + OVERLAP, style="F")
            start = end


def _fitted(
    document: Document, text: str, x: float, y: float, width: float, height: float, points: float, style: str = ""
) -> None:
    """Write a text into the middle of a box, smaller until it fits; what does not fit even at 6 points is cut."""
    text = " ".join(text.split())
    while True:
        document.set_font(style=style, size=points)
        line = points * 0.3528 * 1.15
        lines = _lines(document, text, width, line)
        if len(lines) * line <= height or points <= 6:
            break
        points *= 0.94
    room = max(1, int(height / line))
    document.set_xy(x, y + max(0.0, (height - min(len(lines), room) * line) / 2))
    for part in lines[:room]:
        document.cell(width, line, part, align="C", new_x="LEFT", new_y="NEXT")


def _lines(document: Document, text: str, width: float, line: float) -> list[str]:
    if document.get_string_width(text) <= width - 2 * document.c_margin:
        return [text]
    lines: Any = document.multi_cell(width, line, text, dry_run=True, output="LINES")
    return list(lines)


def _cutting_marks(document: Document, left: float, top: float) -> None:
    """Draw a small cross wherever four cards meet, or would."""
    document.set_draw_color(*BLACK)
    document.set_line_width(0.1)
    for across in range(CARDS_ACROSS + 1):
        for down in range(CARDS_DOWN + 1):
            x, y = left + across * CARD_WIDTH, top + down * CARD_HEIGHT
            document.line(x - 2, y, x + 2, y)
            document.line(x, y - 2, x, y + 2)


def _say(code: str, issuer: Issuer) -> str:
    return explain(code, {"province": issuer.province}, issuer.language)

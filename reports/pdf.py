"""PDFs that people take away: A4 or A5 pages in Tinos, which has the widths of Times New Roman and all of Vietnamese.

The bulletin, the letters and the QR posters draw on a `Document` with fpdf2's own methods (`cell`, `table`, `image` …).
"""

import unicodedata
from datetime import datetime

from fpdf import FPDF
from fpdf.fonts import TTFFont

from warehouse.errors import MissingFonts
from warehouse.place import REPOSITORY

FONTS = REPOSITORY / "static" / "vendor" / "fonts"
FAMILY = "Tinos"
SIZES = {"A4": (210, 297), "A5": (148, 210)}
"""Width and height in mm, upright."""
STYLES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}
MARGINS = (30, 20, 15, 20)
"""Left, top, right and bottom in mm: within Decree 30/2020/NĐ-CP, annex I (30-35, 20-25, 15-20, 20-25)."""


class Document(FPDF):
    """A document in millimetres; the page number stands in the middle of the top margin from page 2 on (Decree 30/2020)."""

    def __init__(
        self,
        title: str,
        size: str = "A4",
        orientation: str = "portrait",
        margins: tuple[float, float, float, float] = MARGINS,
        made: datetime | None = None,
        *,
        numbered: bool = True,
    ) -> None:
        """Start without a page, in 13 pt; `made` is the time written into the file, now if none.

        Raises MissingFonts where the fonts were not installed.
        """
        super().__init__(orientation, "mm", SIZES[size])
        self.numbered = numbered
        left, top, right, bottom = margins
        self.set_margins(left, top, right)
        self.set_auto_page_break(True, bottom)
        for style, name in STYLES.items():
            path = FONTS / f"{FAMILY}-{name}.ttf"
            if not path.exists():
                raise MissingFonts(name=FAMILY)
            self.add_font(FAMILY, style, path)
        self.set_font(FAMILY, size=13)
        self.set_title(title)
        self.set_lang("vi-VN")
        self.set_creation_date(made or datetime.now().astimezone())

    def header(self) -> None:
        if self.numbered and self.page_no() > 1:
            with self.local_context():
                self.set_y(10)
                self.set_font(FAMILY, "", 13)
                self.cell(0, 6, str(self.page_no()), align="C")
            self.set_y(self.t_margin)

    def normalize_text(self, text: str) -> str:
        """Return the text composed (NFC), with U+FFFD for what cannot be printed: control characters, what the font lacks."""
        font = self.current_font
        known = font.cmap if isinstance(font, TTFFont) else {}
        return "".join(
            letter if letter == "\n" or ord(letter) in known else "\ufffd" for letter in unicodedata.normalize("NFC", text)
        )

    def content(self) -> bytes:
        """Return the finished file."""
        return bytes(self.output())

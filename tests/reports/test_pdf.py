"""The ground of every PDF: pages, letters, numbers; what cannot be printed shows as such."""

import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports import pdf
from reports.pdf import Document
from warehouse.errors import MissingFonts

PANGRAM = "Ầ Ẩ Ẫ Ấ Ậ Ằ Ẳ Ẵ Ắ Ặ Ề Ể Ễ Ế Ệ Ồ Ổ Ỗ Ố Ộ Ờ Ở Ỡ Ớ Ợ Ừ Ử Ữ Ứ Ự Ỳ Ỷ Ỹ Ý Ỵ Đ đ ị ũ ơ ư ạ – “ ” … ≥ ×"


def pages(document):
    return PdfReader(BytesIO(document.content())).pages


@pytest.mark.parametrize(("size", "orientation", "width", "height"), [
    ("A4", "portrait", 210, 297), ("A4", "landscape", 297, 210), ("A5", "portrait", 148, 210),
])  # fmt: skip
def test_the_page_has_the_size_named(size, orientation, width, height):
    document = Document("Thử", size, orientation)
    document.add_page()
    box = pages(document)[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (width, height)


@pytest.mark.parametrize("style", pdf.STYLES)
def test_every_vietnamese_letter_is_printed_in_an_embedded_font_of_few_letters(style):
    document = Document("Thử")
    document.add_page()
    document.set_font(style=style)
    document.multi_cell(0, 7, unicodedata.normalize("NFD", PANGRAM))
    (page,) = pages(document)
    assert " ".join(page.extract_text().split()) == PANGRAM
    (font,) = page["/Resources"]["/Font"].values()
    name = font.get_object()["/BaseFont"]
    assert name.startswith("/MPDFAA+Tinos") and len(document.content()) < 60_000


def test_what_cannot_be_printed_is_seen_and_breaks_nothing():
    document = Document("Thử")
    document.add_page()
    document.cell(text="Quán 😀 Bảy\x07 \ud800 漢")
    assert pages(document)[0].extract_text() == "Quán � Bảy� � �"


def test_pages_are_numbered_from_the_second_on_where_wanted():
    for numbered, second in ((True, "2\nhai"), (False, "hai")):
        document = Document("Thử", numbered=numbered)
        for text in ("một", "hai"):
            document.add_page()
            document.cell(text=text)
        assert [page.extract_text() for page in pages(document)] == ["một", second]


def test_without_its_fonts_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(MissingFonts) as caught:
        Document("Thử")
    assert caught.value.values == {"name": "Tinos"} and caught.value.exit_code == 11

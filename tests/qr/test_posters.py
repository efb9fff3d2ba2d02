"""Posters as they leave the printer: every code read back, sizes measured, words in place; batches and single pictures."""

import re
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from reports.posters import Card, Issuer, Poster, cards_pdf, picture, posters_pdf, posters_zip
from tests.qr.conftest import zxingcpp

ISSUER = Issuer("An Giang", "Sở Thông tin và Truyền thông", "1900 9095")
URL = "https://vidu.example/dkdd?id=60b5e1c2f0a4d3b7aa19cc01&x=aBcD"
POSTERS = [
    Poster("VR893F0A91C27B44", "VAORA:1:V:VR893F0A91C27B44", "Trung tâm Văn hoá – Thể thao huyện Chợ Mới", "Số 12, đường Nguyễn Huệ, Chợ Mới"),
    Poster("AG00012", "AG00012", "Quán Ốc", ""),
    Poster("X", URL, "Công ty trách nhiệm hữu hạn một thành viên " * 3, "Ấp Mỹ Thuận, xã Mỹ Hội Đông, " * 4),
    Poster("Y", "Điểm kiểm soát số 1 – chợ " * 9, "😀 <b>Chợ</b> {name} %s", "\u200b"),
]  # fmt: skip


@pytest.mark.parametrize("size", ["A4", "A5"])
def test_every_code_is_read_back_from_the_printed_page(size, read_back):
    assert read_back(posters_pdf(POSTERS, size, ISSUER)) == [[poster.content] for poster in POSTERS]


@pytest.mark.parametrize(("size", "width", "side"), [("A4", 210, 150), ("A5", 148, 105)])
def test_the_code_is_as_large_as_promised(size, width, side, read_back, tmp_path):
    read_back(posters_pdf(POSTERS[:1], size, ISSUER))
    subprocess.run(["pdftoppm", "-r", "150", "-gray", tmp_path / "codes.pdf", tmp_path / "size"], check=True)
    (page,) = tmp_path.glob("size-*.pgm")
    found = zxingcpp.read_barcodes(Image.open(page))[0].position
    dots = found.top_right.x - found.top_left.x
    assert dots / 150 * 25.4 == pytest.approx(side, abs=1.5)
    assert Image.open(page).width == pytest.approx(width / 25.4 * 150, abs=2)


def test_a_soiled_poster_is_still_read(read_back, tmp_path):
    read_back(posters_pdf(POSTERS[:1], "A4", ISSUER))
    subprocess.run(["pdftoppm", "-r", "60", "-gray", tmp_path / "codes.pdf", tmp_path / "dirt"], check=True)
    (path,) = tmp_path.glob("dirt-*.pgm")
    page = Image.open(path)
    at = zxingcpp.read_barcodes(page)[0].position
    side = at.top_right.x - at.top_left.x
    middle = at.top_left.x + side * 0.42, at.top_left.y + side * 0.42
    ImageDraw.Draw(page).rectangle([*middle, middle[0] + side * 0.26, middle[1] + side * 0.26], fill=128)
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [POSTERS[0].content]


def test_the_words_on_a_poster():
    first, second, third, _ = (page.extract_text() for page in PdfReader(BytesIO(posters_pdf(POSTERS, "A4", ISSUER))).pages)
    words = " ".join(first.split())
    for text in ("ỦY BAN NHÂN DÂN TỈNH AN GIANG", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "QUÉT MÃ KHI VÀO VÀ KHI RA", "VHD, Bluezone hoặc NCOVI",
                 POSTERS[0].name, POSTERS[0].address, "Mã điểm: VR89 3F0A 91C2 7B44", "Đường dây nóng: 1900 9095"):  # fmt: skip
        assert text in words
    assert "Mã điểm: AG00012" in second
    assert " ".join(third.split()).count("trách nhiệm hữu hạn") == 3
    without = Issuer("An Giang", "Sở Thông tin và Truyền thông", "")
    assert "Đường dây nóng" not in PdfReader(BytesIO(posters_pdf(POSTERS[:1], "A4", without))).pages[0].extract_text()


@pytest.mark.parametrize("demo", [True, False])
def test_an_invented_province_is_named_beside_every_code(demo):
    mine, cards = replace(ISSUER, demo=demo), [Card("4F0A", "VAORA:1:P:4F0A", "Lê Bé")] * 2
    for made, codes in ((posters_pdf(POSTERS, "A5", mine), len(POSTERS)), (cards_pdf(cards, mine), len(cards))):
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
        assert words.count("– DỮ LIỆU GIẢ ĐỊNH") == codes * demo


def test_a_zip_has_one_file_for_each_receiver(read_back):
    receivers = ["UBND xã Hòa An", "Sở Y tế / Sở GD&ĐT", "UBND xã Hòa An", "Sở Y tế, Sở GD ĐT"]
    mine = [replace(poster, receiver=receiver) for poster, receiver in zip(POSTERS, receivers, strict=True)]
    with zipfile.ZipFile(BytesIO(posters_zip(mine, "A4", ISSUER))) as archive:
        assert archive.namelist() == ["001-ubnd-xa-hoa-an.pdf", "002-so-y-te-so-gd-dt.pdf", "003-so-y-te-so-gd-dt.pdf"]
        found = [read_back(archive.read(name)) for name in archive.namelist()]
    assert found == [[[POSTERS[0].content], [POSTERS[2].content]], [[POSTERS[1].content]], [[POSTERS[3].content]]]


@pytest.mark.parametrize("poster", POSTERS, ids=lambda poster: poster.code)
def test_a_single_code_as_picture(poster):
    page = Image.open(BytesIO(picture(poster.content, "png")))
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [poster.content]
    assert 1500 <= page.width <= 1800
    drawing = ElementTree.fromstring(picture(poster.content, "svg"))
    assert drawing.tag.endswith("svg") and re.fullmatch(r"\d+", drawing.attrib["width"])

"""Registers of venues in one line, and codes read back as a phone would."""

import shutil
import subprocess

import pytest
from PIL import Image

from rules.qr import PLACE
from tests.cleaning.conftest import cleaned  # noqa: F401

zxingcpp = pytest.importorskip("zxingcpp")

HEADER = ["Mã địa điểm", "Tên địa điểm", "Địa chỉ", "Mã cũ", "Nội dung mã QR"]


@pytest.fixture
def register(file):
    """register(name, text) writes a list of venues from lines 'code | name | address | former codes | content'."""

    def written(name, text):
        rows = [[part.strip() for part in line.split("|")] for line in filter(str.strip, text.splitlines())]
        return file(name, HEADER, [row + [""] * (len(HEADER) - len(row)) for row in rows])

    return written


@pytest.fixture
def own_template(place):
    """own_template(text) makes the setting qr_payload of this data folder."""

    def made(template):
        assert PLACE in template
        place.root.mkdir(parents=True, exist_ok=True)
        (place.root / "settings.toml").write_text(f'qr_payload = "{template}"\n', "utf-8")

    return made


@pytest.fixture
def read_back(tmp_path):
    """read_back(pdf) prints the pages at 100 dots an inch and returns for each the texts of its codes."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("no pdftoppm on this machine")

    def read(content, dpi=100):
        (tmp_path / "codes.pdf").write_bytes(content)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", tmp_path / "codes.pdf", tmp_path / "page"], check=True)
        pages = sorted(tmp_path.glob("page-*.pgm"))
        found = [sorted(code.text for code in zxingcpp.read_barcodes(Image.open(page))) for page in pages]
        for page in pages:
            page.unlink()
        return found

    return read

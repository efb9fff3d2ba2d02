"""Every code the reader can give has its sentence in both languages, with the same blanks to fill."""

import re
import tomllib
from string import Formatter

from tests.sources.conftest import ROOT

CODES = re.compile(r'RefusedError\(\s*"(\w+)"|Refusal\([^"]*"(\w+)"|"error": "(\w+)"')
FAULTS = {"row_too_long", "repeated_header", "encoding_damaged", "nul_byte", "quote_unclosed", "json_damaged"}


def test_every_code_has_its_sentence():
    path = ROOT / "data" / "reference" / "messages" / "reader.toml"
    messages = tomllib.loads(path.read_text(encoding="utf-8"))
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "etl" / "sources").glob("*.py"))
    used = {code for found in CODES.findall(source) for code in found if code} | FAULTS
    assert used == messages.keys()


def test_both_languages_fill_the_same_blanks():
    path = ROOT / "data" / "reference" / "messages" / "reader.toml"
    for code, said in tomllib.loads(path.read_text(encoding="utf-8")).items():
        blanks = [
            {name.removesuffix(f"_{tongue}") for _, name, _, _ in Formatter().parse(said[tongue]) if name}
            for tongue in ("vi", "en")
        ]
        assert blanks[0] == blanks[1], code

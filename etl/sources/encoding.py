"""In which encoding a text is: valid Unicode first, then the old ones, judged by how Vietnamese it looks.

The same judgement serves bytes (a CSV in TCVN3) and Unicode text (a workbook typed in a .VnTime font, where
every letter stands as the Western character of the same byte). Called by all that read text.
"""

import codecs
import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import islice
from pathlib import Path

from etl.sources.vietnamese import score

TABLES = Path(__file__).parents[2] / "data" / "reference" / "encodings"

_WORDS_JUDGED = 3000
_WINDOW = 4 << 20
# Words are cut at 60 letters: a megabyte without a blank must not cost more than one with.
_WORD = re.compile("[A-Za-z\x01-\x08\x0e-\x1b\x80-\U0010ffff]{1,60}")
_BEYOND_ASCII = re.compile("[\x01-\x08\x0e-\x1b\x80-\U0010ffff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8", "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
         (codecs.BOM_UTF32_BE, "utf-32", "utf-32"), (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16", "utf-16"))  # fmt: skip
# What Windows shows for the bytes 80–9F, back to those bytes.
_WESTERN = {ord(bytes([b]).decode("cp1252", "ignore") or chr(b)): b for b in range(0x80, 0xA0)}

Fix = Callable[[str], str]


@dataclass(frozen=True)
class Reading:
    """How to read a text: open it with `codec`, then pass every cell beyond ASCII through `fix`."""

    name: str
    codec: str
    fix: Fix | None = None
    damaged: bool = False

    @property
    def is_plain(self) -> bool:
        """True for sound UTF-8, with or without a byte order mark."""
        return self.name == "utf-8" and self.fix is None and not self.damaged


def detect(sample: bytes, whole: bool) -> Reading:
    """Return how to read a file that begins with `sample` (`whole`: that is all of it)."""
    for bom, name, codec in _BOMS:
        if sample.startswith(bom):
            return _with_fix(name, codec, sample)
    if codec := utf16_without_bom(sample[:4096]):
        return _with_fix("utf-16", codec, sample)
    if _is_utf8(sample, whole):
        return _with_fix("utf-8", "utf-8", sample)
    words = _words(sample.decode("latin-1"))
    name = _judge(words, ("cp1258", "tcvn3", "vni", "tcvn5712", "viscii"))
    # A few broken bytes in an otherwise Vietnamese UTF-8 file do not make it another encoding.
    if score(word.encode("latin-1").decode("utf-8", "replace") for word in words) > score(map(_DECODERS[name], words)):
        return Reading("utf-8", "utf-8", damaged=True)
    return Reading(name, "latin-1", partial(_decoded, _DECODERS[name]))


def fix_for(text: str) -> tuple[str, Fix | None]:
    """Return name and repair of the old encoding hidden in this Unicode text; ('', None) for sound text."""
    words = _words(text)
    name = _judge(words, ("as is", "mojibake", "tcvn3", "vni", "tcvn5712"))
    return ("", None) if name == "as is" else (name, lru_cache(1 << 14)(partial(_mended, _DECODERS[name])))


def _words(text: str) -> list[str]:
    """Return words with letters beyond ASCII, from a stretch that begins shortly before the first of them."""
    first = _BEYOND_ASCII.search(text)
    if not first:
        return []
    start = max(first.start() - 60, 0)
    found = (word.group() for word in _WORD.finditer(text, start, start + _WINDOW))
    return list(islice((word for word in found if _BEYOND_ASCII.search(word)), _WORDS_JUDGED))


def _with_fix(name: str, codec: str, sample: bytes) -> Reading:
    disguise, fix = fix_for(sample.decode(codec, "ignore"))
    return Reading(disguise or name, codec, fix)


def utf16_without_bom(head: bytes) -> str:
    """Return the codec of UTF-16 text that does not say so, told by where its zero bytes stand; '' for others."""
    half = max(len(head) // 2, 1)
    low, high = head[::2].count(0) / half, head[1::2].count(0) / half
    return "utf-16-le" if high > 0.3 > low else "utf-16-be" if low > 0.3 > high else ""


def _is_utf8(sample: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _judge(words: Iterable[str], names: tuple[str, ...]) -> str:
    """Return the decoding under which `words` look most Vietnamese; the plain one when none is convincing."""
    distinct = sorted(set(words))
    plain = "as is" if "as is" in names else "cp1252"
    scores = {name: score(map(_DECODERS[name], distinct)) for name in (plain, *names)}
    best = max(names, key=lambda name: scores[name])
    convincing = scores[best] > 0 and (scores[best] > scores[plain] or plain == "cp1252")
    return best if convincing else plain


def _decoded(decode: Callable[[str], str | None], cell: str) -> str:
    text = decode(cell)
    return unicodedata.normalize("NFC", cell.encode("latin-1").decode("cp1258", "replace")) if text is None else text


def _mended(decode: Callable[[str], str | None], cell: str) -> str:
    """Return `cell` decoded, unless it is sound as it stands: such files are often mixed."""
    words = _words(cell)
    if not words or score(map(decode, words)) < score(words):
        return cell
    text = decode(cell)
    return cell if text is None else text


def _old_bytes(text: str) -> bytes | None:
    try:
        return text.translate(_WESTERN).encode("latin-1")
    except UnicodeEncodeError:
        return None


def _strictly(codec: str, text: str) -> str | None:
    raw = _old_bytes(text)
    try:
        return None if raw is None else unicodedata.normalize("NFC", raw.decode(codec))
    except UnicodeDecodeError:
        return None


def _by_table(name: str, text: str) -> str | None:
    raw = _old_bytes(text)
    if raw is None:
        return None
    pattern, letters = _table(name)
    spelt = pattern.sub(lambda found: letters[found.group()], raw.decode("latin-1"))
    return "".join(bytes([ord(c)]).decode("cp1252", "replace") if "\x80" <= c <= "\x9f" else c for c in spelt)


@cache
def _table(name: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        letters = {bytes.fromhex(row["bytes"]).decode("latin-1"): row["letter"] for row in csv.DictReader(file)}
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), letters


_DECODERS: dict[str, Callable[[str], str | None]] = {
    "as is": lambda text: text,
    "cp1252": partial(_strictly, "cp1252"),
    "cp1258": partial(_strictly, "cp1258"),
    "mojibake": partial(_strictly, "utf-8"),
    **{name: partial(_by_table, name) for name in ("tcvn3", "tcvn5712", "viscii", "vni")},
}

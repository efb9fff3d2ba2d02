"""Does a word look Vietnamese? The judge between decodings, called by `encoding` on words beyond ASCII."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOP_TONES = {"\u0301", "\u0323"}
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_FREE = "a|e|ê|i|o|ô|ơ|u|ư|y|oa|oe|uê|uy|uơ"
_CLOSED = "ă|â|iê|yê|uô|ươ|oă|oo|uâ|uyê"
_OPEN = "ia|ya|ua|ưa|uya|ai|ao|au|ay|âu|ây|eo|êu|iu|[iy]êu|[oôơuư]i|ưu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uyu|uêu"
_SYLLABLE = re.compile(f"{_ONSET}(?:(?:{_FREE}|{_CLOSED})(?:ng|nh|[mn]|(?P<stop>ch|[cpt]))|(?:{_FREE}|{_OPEN}))")
_AT_EDGES = "–—…“”‘’•·°²³\xa0"
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1 << 14)
def is_syllable(word: str) -> bool:
    """Return True when `word` (NFC, any case) can be a Vietnamese syllable.

    >>> [is_syllable(w) for w in ("Nguyễn", "ĐƯỜNG", "Müller", "NguyÔn")]
    [True, True, False, False]
    """
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = {c for c in parts if c in _TONES}
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    found = _SYLLABLE.fullmatch(bare)
    return found is not None and len(tones) <= 1 and (not found["stop"] or (tones <= _STOP_TONES and bool(tones)))


def score(texts: Iterable[str | None]) -> int:
    """Return how many of `texts` look Vietnamese less how many do not (as None does); ASCII says nothing."""
    return sum(_vote(text) for text in texts)


def _vote(text: str | None) -> int:
    if text is None:
        return -1
    words = [word for word in _WORD.findall(text.strip(_AT_EDGES)) if not word.isascii()]
    strange = any(not c.isascii() and not c.isalpha() for c in text.strip(_AT_EDGES))
    return 0 if not words and not strange else 1 if not strange and all(map(is_syllable, words)) else -1

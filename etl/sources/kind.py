"""What a file is, told by its first bytes and not by its name."""

import codecs
import json
import re
import zipfile
from pathlib import Path

from etl.sources.encoding import utf16_without_bom
from etl.sources.model import RefusedError

HEAD = 65_536

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = {
    b"\x1f\x8b": "gz",
    b"PAR1": "parquet",
    _OLE: "xls",
    **dict.fromkeys((b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00"), "xls"),
}
_FOREIGN = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"II*\0": "TIFF",
    b"MM\0*": "TIFF", b"7z\xbc\xaf\x27\x1c": "7-Zip", b"Rar!": "RAR", b"BZh": "bzip2", b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd", b"{\\rtf": "RTF", b"SQLite format 3": "SQLite",
    b"\x7fELF": "ELF", b"MZ\x90": "EXE",
}  # fmt: skip
_IN_ZIP = (
    ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("word/document.xml", "Word"),
    ("ppt/presentation.xml", "PowerPoint"),
)  # fmt: skip
_WEB_PAGE = re.compile(rb"<(!doctype html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """Return text, json, parquet, xlsx, xlsb, xls, ods, zip or gz; raise `RefusedError` for anything else."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise RefusedError("empty")
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return _ole_kind(path) if kind == "xls" else kind
    for magic, name in _FOREIGN.items():
        if head.startswith(magic):
            raise RefusedError("unsupported", kind=name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(path)
    return _text_kind(head)


def _ole_kind(path: Path) -> str:
    with path.open("rb") as file:
        if "WordDocument".encode("utf-16-le") in file.read(1 << 20):
            raise RefusedError("unsupported", kind="Word")
    return "xls"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise RefusedError("damaged") from None
    for member, kind in _IN_ZIP:
        if member in names:
            if kind not in ("xlsx", "xlsb"):
                raise RefusedError("unsupported", kind=kind)
            return kind
    if "[content_types].xml" in names:
        return "xlsx"
    return "ods" if {"mimetype", "content.xml"} <= names else "zip"


def _text_kind(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise RefusedError("spreadsheet_xml")
    if text.startswith(b"<") and _WEB_PAGE.search(text[:4096]):
        raise RefusedError("web_page")
    if text.startswith(b"<?xml"):
        raise RefusedError("unsupported", kind="XML")
    if not _is_utf16(head) and (head.count(0) > len(head) // 3 or _controls(head) > len(head) // 10):
        raise RefusedError("binary")
    return "json" if _is_json(head) else "text"


def _is_utf16(head: bytes) -> bool:
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or bool(utf16_without_bom(head))


def _controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, bytes(set(range(1, 32)) - set(b"\t\r\n\f"))))


def _is_json(head: bytes) -> bool:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if re.match(rb'\[\s*[{\]]|\{\s*["}]', start) is None:
        return False
    first = start.splitlines()[0]
    try:
        json.loads(first)
    except ValueError:
        # More than a line long: it is JSON if nothing but JSON could follow its opening.
        return re.match(rb'(\[\s*)?\{\s*"[^"]*"\s*:', start) is not None
    except RecursionError:
        raise RefusedError("damaged") from None
    return True

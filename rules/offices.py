"""Names of offices on official papers: which name the same office, how one is addressed, who gets a copy."""

import re

from rules.text import fold


def bare(name: str, province: str) -> str:
    """Return the name of an office so that those who write it shorter or longer write the same."""
    text = re.sub(r"\bubnd\b", "uy ban nhan dan", fold(name))
    return text.removesuffix(fold(province)).strip()


def in_full(name: str) -> str:
    """Return the name of an office as it is addressed: UBND Huyện … as Ủy ban nhân dân huyện …"""
    text = re.sub(r"^UBND\b", "Ủy ban nhân dân", name)
    return re.sub(r"(?<=^Ủy ban nhân dân )(Tỉnh|Huyện|Thị|Thành|Xã|Phường)\b", lambda unit: unit[0].lower(), text)


def copies(listed: str, to: str, province: str) -> list[str]:
    """Return who of a list parted by semicolons gets a copy; whoever is written to gets none. Brackets say why."""
    found = [text for part in listed.split(";") if (text := part.strip())]
    return [text for text in found if bare(text.partition(" (")[0], province) != bare(to, province)]

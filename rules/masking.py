"""How names, phones and e-mail addresses look while they are masked: enough to recognise, not enough to call or to spread."""

from collections.abc import Callable, Mapping


def masked_name(name: str) -> str:
    """Return the family name and initials.

    >>> masked_name("Nguyễn Thị Minh An")
    'Nguyễn T. M. A.'
    """
    first, *others = name.split() or [""]
    return " ".join([first, *(f"{word[0]}." for word in others)]) if others else f"{first[:1]}***"


def masked_phone(phone: str) -> str:
    """Return a phone with its middle hidden.

    >>> masked_phone("0912345678")
    '0912***678'
    """
    return f"{phone[:4]}***{phone[-3:]}" if len(phone) > 7 else "***"


def masked_email(email: str) -> str:
    """Return an address with most of its name hidden.

    >>> masked_email("dau.moi@angiang.gov.vn")
    'd***@angiang.gov.vn'
    """
    return f"{email[:1]}***@{email.partition('@')[2]}"


def masked_number(text: str) -> str:
    """Return an id number with all but its end hidden.

    >>> masked_number("089180000001")
    '***001'
    """
    return f"***{text[-3:]}" if len(text) > 6 else "***"


def hidden(text: str) -> str:
    """Return that there is a text, and nothing of it."""
    return "***"


MASKS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("name", "contact_name"), masked_name),
    **dict.fromkeys(("phone", "contact_phone", "case_phone"), masked_phone),
    "id_number": masked_number, "email": masked_email, "other_phones": hidden, "address": hidden, "raw": hidden,
    "note": hidden, "standing_note": hidden,
}  # fmt: skip
"""Column of rows about persons → how its texts are masked."""

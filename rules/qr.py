"""What our QR codes say and which code a scanned text means (docs/qr.md); etl/sql/macros/code.sql says the same for files."""

VENUE = "VAORA:1:V:"
PERSON = "VAORA:1:P:"
PLACE = "{code}"
"""What stands for the code in a template; everything else in it is the same in every code."""


def content(code: str, template: str) -> str:
    """Return what the QR code of a venue says.

    >>> content("VR893F0A91C27B44", "VAORA:1:V:{code}")
    'VAORA:1:V:VR893F0A91C27B44'
    """
    return template.replace(PLACE, code)


def code_of(text: str, template: str) -> str:
    """Return the venue's code in a scanned or typed text: in our own form, in the template's, or as it stands.

    >>> [code_of(text, "https://vidu.example/{code}?v=2") for text in ("VAORA:1:V:AG1", "https://vidu.example/ag1?v=2", "ag1")]
    ['AG1', 'AG1', 'AG1']
    """
    plain = text.strip().upper()
    if plain.startswith(VENUE):
        return plain.removeprefix(VENUE)
    head, _, tail = template.upper().partition(PLACE.upper())
    if plain.startswith(head) and plain.endswith(tail) and len(plain) > len(head) + len(tail):
        return plain[len(head) : len(plain) - len(tail)]
    return plain


def grouped(code: str) -> str:
    """Return a code as people read it aloud.

    >>> grouped("VR893F0A91C27B44"), grouped("AG00012")
    ('VR89 3F0A 91C2 7B44', 'AG00012')
    """
    ours = code.startswith("VR") and len(code) % 4 == 0
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4)) if ours else code

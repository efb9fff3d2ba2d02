"""People typed in for cards, one a line; which lines are wrong."""

from dataclasses import dataclass
from secrets import token_hex

from rules.phone import national
from rules.qr import PERSON
from rules.text import tidy


@dataclass(frozen=True)
class Holder:
    """Whom a card is for, and its code, which is random."""

    name: str
    phone: str
    code: str

    @property
    def content(self) -> str:
        """What the card's QR code says."""
        return PERSON + self.code

    def row(self) -> dict[str, str]:
        """Return the cells of a list of cards."""
        return {"person_qr": self.content, "name": self.name, "phone": self.phone}


def read(text: str) -> tuple[list[Holder], list[int]]:
    """Return the people of the lines 'name; phone' and the numbers of the lines that cannot be read; blank ones are skipped.

    >>> people, wrong = read("Nguyễn Văn A; 0912345678\\n\\nLê B\\nTrần C, 113")
    >>> [holder.name for holder in people], wrong
    (['Nguyễn Văn A'], [3, 4])
    """
    people, wrong = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        name, _, phone = line.replace("\t", ";").replace(",", ";").partition(";")
        if tidy(name) and national(phone) is not None:
            people.append(Holder(tidy(name), phone.strip(), token_hex(8).upper()))
        elif line.strip():
            wrong.append(number)
    return people, wrong

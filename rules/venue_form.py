"""A control point typed into the form: what is wrong with it, said before it is loaded, and its row of a register."""

from dataclasses import dataclass
from secrets import token_hex

from rules.qr import content


@dataclass(frozen=True)
class VenueForm:
    """What an official typed; '' where nothing. `qr_content`: what a code issued elsewhere says; '': the code is made here."""

    name: str
    kind: str
    district: str
    commune: str
    address: str = ""
    agency_code: str = ""
    qr_content: str = ""

    def row(self) -> dict[str, str]:
        """Return the cells of a register that say the same."""
        told = dict(vars(self))
        return {"venue_name": told.pop("name").strip(), **{column: text.strip() for column, text in told.items()}}


def faults(form: VenueForm) -> list[str]:
    """Return what lacks: name, kind, district, address; a point without them is not found again by people or machines."""
    return [field for field in ("name", "kind", "district", "address") if not getattr(form, field).strip()]


def issue(code: str, name: str, template: str) -> dict[str, str]:
    """Return the row of a register that issues a registered venue's own code."""
    return {"venue_code": code, "venue_name": name, "qr_content": content(code, template)}


def reissue(code: str, name: str, template: str, province: str) -> dict[str, str]:
    """Return the row that gives a venue a new code; its present one stays valid (docs/qr.md, 3)."""
    new = f"VR{province}{token_hex(6).upper()}"
    return {**issue(new, name, template), "more_codes": code}

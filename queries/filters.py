"""What a screen asks about: days, districts, kinds of venue, one venue. Used by all traffic questions."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Filters:
    """Days included on both sides; no district, no kind, venue 0: all."""

    first: date
    last: date
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    venue: int = 0

    def params(self) -> dict[str, object]:
        """Return the parameters of the `.sql` files."""
        return {
            "first": self.first,
            "last": self.last,
            "districts": list(self.districts),
            "kinds": list(self.kinds),
            "venue": self.venue,
        }

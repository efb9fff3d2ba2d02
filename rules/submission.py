"""What a site hands in by the form of its self-assessment."""

from dataclasses import dataclass
from datetime import datetime

from rules.rubric import Colour

LEVELS: dict[Colour, str] = {"green": "An toàn", "yellow": "Có rủi ro", "red": "Không an toàn"}


@dataclass(frozen=True)
class Submission:
    """Answers by criterion, or a total, or nothing but the site's own word; `sector` names its rubric."""

    venue_code: str
    at: datetime
    sector: str = ""
    answers: tuple[tuple[int, float], ...] = ()
    score: float | None = None
    level: Colour | None = None

    def row(self) -> dict[str, str]:
        """Return the cells of a file that say the same."""
        return {
            "venue_code": self.venue_code,
            "at": f"{self.at:%d/%m/%Y %H:%M:%S}",
            "sector": self.sector,
            "score": "" if self.score is None else f"{self.score:g}",
            "level": LEVELS[self.level] if self.level else "",
            "answers": "; ".join(f"{number}={points:g}" for number, points in self.answers),
        }

"""A self-assessment filled in by form: written as a file of the house's own layout and loaded like any other."""

import csv
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.pipeline import load
from etl.report import LoadReport
from etl.sources import load_layouts
from rules.rubric import Colour
from warehouse.place import REFERENCE, Place

LAYOUT = "assessment_antoancovid"
LEVELS: dict[Colour, str] = {"green": "An toàn", "yellow": "Có rủi ro", "red": "Không an toàn"}


@dataclass(frozen=True)
class Submission:
    """What a site hands in: answers by criterion, or a total, or nothing but its own word; `sector` names its rubric."""

    venue_code: str
    at: datetime
    sector: str = ""
    answers: tuple[tuple[int, float], ...] = ()
    score: float | None = None
    level: Colour | None = None

    def csv(self) -> str:
        """Return the file: the first alias of each column as its header."""
        (layout,) = (one for one in load_layouts(REFERENCE / "layouts") if one.name == LAYOUT)
        values = {
            "venue_code": self.venue_code,
            "at": f"{self.at:%d/%m/%Y %H:%M:%S}",
            "sector": self.sector,
            "score": "" if self.score is None else f"{self.score:g}",
            "level": LEVELS[self.level] if self.level else "",
            "answers": "; ".join(f"{number}={points:g}" for number, points in self.answers),
        }
        target = StringIO()
        csv.writer(target).writerows([[layout.columns[name].aliases[0] for name in values], list(values.values())])
        return target.getvalue()


def submit(place: Place, submission: Submission, *, by: str) -> LoadReport:
    """Load what a site handed in; the same twice changes nothing. Raises what etl.pipeline.load raises."""
    place.work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="upload-", dir=place.work) as folder:
        path = Path(folder) / f"phieu-tu-danh-gia-{submission.at:%Y%m%d-%H%M%S}.csv"
        path.write_text(submission.csv(), "utf-8")
        return load(place, [path], by=by, progress=lambda *_: None)

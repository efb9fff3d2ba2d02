"""Which sites are safe, which must stop, and whether they obeyed: the questions of the safety screen, on one day."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from queries.filters import newest_day, params
from rules.credibility import Assessed, doubts, group_colour
from rules.rubric import Rubric, parse, read_answers
from warehouse.reader import Warehouse

FOLDER = "queries/sql/safety"
BUSY_SCANS = 20
"""Scans in the seven days until the day from which a site that never assessed itself is listed."""
SPLITS = ("district", "kind", "agency")


@dataclass(frozen=True)
class Sites:
    """What is asked about: the state at the end of a day; no district, no kind: all."""

    on: date
    districts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def params(self) -> dict[str, object]:
        """Return the parameters of the `.sql` files."""
        return params(self)


def newest(warehouse: Warehouse) -> date | None:
    """Return the newest day of which anything is known; None: nothing is loaded."""
    return newest_day(warehouse, f"{FOLDER}/newest")


def rubrics(warehouse: Warehouse) -> dict[tuple[str, str], Rubric]:
    """Return every version of a rubric that has judged an assessment, by id and version."""
    rows = warehouse.query(f"{FOLDER}/rubrics")
    return {(row.rubric_id, row.version): parse(str(row.text)) for row in rows.itertuples()}


def sites(warehouse: Warehouse, asked: Sites) -> pd.DataFrame:
    """Return the sites, the worst and busiest first; traffic is that of the seven days until the day.

    venue_id, code, name, kind, district_code, agency_code, agency_name, address, latitude, longitude; colour (None: not
    assessed), assessed_at, level (handed in), computed, certain, contradicts, score, reached, rubric_id, rubric_version, band,
    remarks, answers, assessments, red_since, same_since, same_times, handed_in_at; arrivals, scans, busiest_people,
    complete_share, last_day; doubts (codes of rules.credibility).
    """
    found = warehouse.query(f"{FOLDER}/sites", asked.params())
    known, settings = rubrics(warehouse), warehouse.settings
    found["colour"] = found["colour"].astype(object).where(found["colour"].notna(), None)
    found["doubts"] = [
        doubts(
            _assessed(row),
            known.get((row.rubric_id, row.rubric_version)),
            asked.on,
            settings.assessment_days,
            settings.unchanged_days,
        )
        if row.colour
        else ()
        for row in found.itertuples()
    ]
    return found


def _assessed(row: object) -> Assessed:
    told = {name: getattr(row, name) for name in ("assessed_at", "handed_in_at", "same_since")}
    share, remarks = row.complete_share, row.remarks  # type: ignore[attr-defined]
    return Assessed(
        **{name: moment.to_pydatetime() for name, moment in told.items()},
        colour=str(row.colour),  # type: ignore[attr-defined]
        contradicts=bool(row.contradicts),  # type: ignore[attr-defined]
        remarks=tuple(remarks.split()) if isinstance(remarks, str) else (),
        answers=answers_of(row.answers),  # type: ignore[attr-defined]
        same_times=int(row.same_times),  # type: ignore[attr-defined]
        arrivals=int(row.arrivals),  # type: ignore[attr-defined]
        busiest_people=int(row.busiest_people),  # type: ignore[attr-defined]
        complete_share=None if pd.isna(share) else float(share),
    )


def answers_of(text: object) -> dict[int, float]:
    """Return criterion → points of an assessment's answers; none where it has none that can be read."""
    try:
        return read_answers(text) if isinstance(text, str) else {}
    except ValueError:
        return {}


def summary(warehouse: Warehouse, asked: Sites, by: str) -> pd.DataFrame:
    """Return one row per district, kind or agency (SPLITS): key, agency_name, sites, green, yellow, red, unknown, safe_share
    (green of all), colour (of them together)."""
    found = warehouse.query(f"{FOLDER}/summary", {**asked.params(), "by": by})
    counts = zip(*(found[name].tolist() for name in ("green", "yellow", "red", "unknown")), strict=True)
    colours = pd.Series([group_colour(*each) for each in counts], index=found.index, dtype="object")
    return found.assign(safe_share=found["green"] / found["sites"], colour=colours)


def must_stop(warehouse: Warehouse, asked: Sites, found: pd.DataFrame) -> pd.DataFrame:
    """Return the red ones of `found` (as `sites` gives them), those still scanned first, with scans_after, people_after,
    days_after, last_scan_after: what was scanned after the first of the unbroken run of red assessments, until the day."""
    red = found[found["colour"] == "red"]
    if red.empty:
        return red.assign(scans_after=0, people_after=0, days_after=0, last_scan_after=pd.NaT)
    since = red["red_since"].dt.to_pydatetime().tolist()
    span = {"first": min(since).date(), "on": asked.on}
    after = warehouse.query(f"{FOLDER}/scans_after", {"venues": red["venue_id"].tolist(), "since": since, **span})
    return red.merge(after, on="venue_id").sort_values(["scans_after", "code"], ascending=[False, True], ignore_index=True)


def never_assessed(found: pd.DataFrame) -> pd.DataFrame:
    """Return those of `found` that never assessed themselves validly and yet had BUSY_SCANS scans, the busiest first."""
    busy = found[found["colour"].isna() & (found["scans"] >= BUSY_SCANS)]
    return busy.sort_values(["scans", "code"], ascending=[False, True], ignore_index=True)


def suspicious(found: pd.DataFrame) -> pd.DataFrame:
    """Return those of `found` with a doubt, most doubts first."""
    odd = found[found["doubts"].map(len) > 0]
    counts = odd["doubts"].map(len)
    return odd.assign(count=counts).sort_values(["count", "scans", "code"], ascending=[False, False, True], ignore_index=True)


def by_colour(found: pd.DataFrame) -> pd.DataFrame:
    """Return one row per colour of `found` (None: not assessed), the worst first: sites, scans, arrivals, busiest_people (on
    one day at one site), complete_share (mean of the sites)."""
    means = {"sites": ("venue_id", "count"), "scans": ("scans", "sum"), "arrivals": ("arrivals", "sum")}
    tops = {"busiest_people": ("busiest_people", "max"), "complete_share": ("complete_share", "mean")}
    each = found.groupby(found["colour"].fillna(""), sort=False).agg(**means, **tops).reset_index()
    return each.assign(colour=each["colour"].replace("", None))


def history(warehouse: Warehouse, venue: int, on: date) -> pd.DataFrame:
    """Return a site's assessments until a day, the newest first: assessed_at, score, level, computed, colour (None: says
    nothing), contradicts, certain, reached, rubric_id, rubric_version, band, remarks, answers."""
    return warehouse.query(f"{FOLDER}/history", {"venue": venue, "on": on})

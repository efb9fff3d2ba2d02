"""The contact list as it leaves the house: a workbook to call from and to hand in again, or a CSV for other systems."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pandas as pd

from casework.lists import SavedList, coded
from casework.results import CHOICES, FIELDS, current, version
from queries.contact_list import venue_name
from queries.tracing import ContactQuestion, VenueQuestion
from reports.workbook import Field, checksum_of, workbook
from rules.messages import explain
from rules.text import inert
from warehouse.clock import now
from warehouse.reader import Warehouse

LISTED = (
    ("number", 6), ("priority", 8), ("contact_name", 24), ("contact_phone", 13), ("other_phones", 13), ("birth_year", 8),
    ("address", 28), ("commune", 16), ("district", 16), ("reason_words", 30), ("minutes_sure", 9), ("minutes_probable", 9),
    ("minutes_possible", 9), ("first_meeting", 16), ("last_meeting", 16), ("venue_names", 34), ("meetings", 8),
    ("circumstances", 26), ("symptom_words", 16), ("case_phone", 13), ("contact_result", 16),
    ("classification", 12), ("isolated", 16), ("test_result", 14), ("note", 22), ("row_code", 13),
)  # fmt: skip
DIFFERENCE = (("change", 12), ("minutes_before", 10))
CSV_COLUMNS = (
    "case_phone", "contact_phone", "contact_name", "sure_seconds", "probable_seconds", "possible_seconds",
    "first_meeting", "last_meeting", "venues", "meetings", "number_present",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A file to hand out: its bytes and the checksums (with numbers of rows) to write into the register."""

    content: bytes
    checksums: dict[str, int]


def contacts_csv(rows: pd.DataFrame) -> str:
    """Return the list as CSV, times as YYYY-MM-DD HH:MM:SS, texts as they are but for what a spreadsheet would run."""
    safe = rows[list(CSV_COLUMNS)].map(lambda value: inert(value) if isinstance(value, str) else value)
    return safe.to_csv(index=False, date_format="%Y-%m-%d %H:%M:%S", lineterminator="\n")


def contacts_workbook(
    warehouse: Warehouse, saved: SavedList, rows: pd.DataFrame, language: str = "vi", by: str | None = None
) -> Made:
    """Return the list as .xlsx, with the results known so far; `by`: 'district' or 'commune' makes one sheet each.

    `rows` as queries.contact_list gives them, or with `change` and `before` as casework.lists.difference does.
    """
    fields, listed, cover = _parts_of(warehouse, saved, rows, language)
    parts = _parted(listed, by, language) if by else None
    content = workbook(_title(saved, rows, language), cover, fields, listed, _say("cover_sha256", language), parts)
    return Made(content, {checksum_of(fields, listed): len(listed)})


def contacts_files(warehouse: Warehouse, saved: SavedList, rows: pd.DataFrame, by: str, language: str = "vi") -> Made:
    """Return a zip with one workbook for each district or commune."""
    fields, listed, cover = _parts_of(warehouse, saved, rows, language)
    checksums: dict[str, int] = {}
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parted(listed, by, language).items():
            counted = [
                (label, _number(len(part), language) if label == _say("cover_rows", language) else text)
                for label, text in cover
            ]
            title = f"{_title(saved, rows, language)} – {name}"
            archive.writestr(f"{name}.xlsx", workbook(title, counted, fields, part, _say("cover_sha256", language)))
            checksums[checksum_of(fields, part)] = len(part)
    return Made(target.getvalue(), checksums)


def _title(saved: SavedList, rows: pd.DataFrame, language: str) -> str:
    if "change" in rows:
        return _say("list_title_difference", language)
    return _say("list_title_venue" if isinstance(saved.question, VenueQuestion) else "list_title", language)


def _parts_of(
    warehouse: Warehouse, saved: SavedList, rows: pd.DataFrame, language: str
) -> tuple[list[Field], pd.DataFrame, list[tuple[str, str]]]:
    shown = LISTED[:2] + DIFFERENCE + LISTED[2:] if "change" in rows else LISTED
    fields = [
        Field(name, _say(f"list_{name}", language), width, name in FIELDS, _choices(name, language)) for name, width in shown
    ]
    return fields, _readable(warehouse, saved, rows, language), _cover(warehouse, saved, len(rows), language)


def _choices(name: str, language: str) -> tuple[str, ...]:
    return tuple(_say(f"choice_{code}", language) for code in CHOICES.get(name, ()))


def _readable(warehouse: Warehouse, saved: SavedList, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    listed = coded(saved, rows).merge(current(warehouse, saved.root_id), on="row_code", how="left")
    listed = listed.assign(number=range(1, len(listed) + 1))
    for column in CHOICES:
        listed[column] = listed[column].map(lambda code: _say(f"choice_{code}", language) if code else None, na_action="ignore")
    for band in ("sure", "probable", "possible"):
        listed[f"minutes_{band}"] = listed[f"{band}_seconds"] // 60
    if "change" in listed:
        listed["minutes_before"] = listed["before"] // 60
        listed["change"] = listed["change"].map(lambda code: _say(f"change_{code}", language))
    listed["reason_words"] = [reason_words(codes, language) for codes in listed["reasons"]]
    listed["circumstances"] = [
        circumstances(row.number_present, row.closest_name, row.indoor, language) for row in listed.itertuples()
    ]
    listed["symptom_words"] = [declared(row.symptoms, row.exposure, language) for row in listed.itertuples()]
    return listed


def reason_words(codes: tuple[str, ...], language: str) -> str:
    """Return the reasons of a priority as a phrase."""
    return "; ".join(_say(f"reason_{code}", language) for code in codes)


def circumstances(present: float, name: object, indoor: object, language: str) -> str | None:
    """Return how many were present at the meeting with the fewest, where, and whether indoors."""
    if present is None or present != present:
        return None
    place = {True: "indoors", False: "outdoors"}.get(indoor if isinstance(indoor, bool) else None)  # type: ignore[arg-type]
    words = f"{_say('list_present', language, count=_number(int(present), language))}, {name}"
    return f"{words} ({_say(place, language)})" if place else words


def declared(symptoms: object, exposure: object, language: str) -> str | None:
    """Return what the contact declared since the first meeting; None: no declaration since."""
    if symptoms is None or symptoms != symptoms:
        return None
    said = [code for code, value in (("declared_symptoms", symptoms), ("declared_exposure", exposure)) if value is True]
    return "; ".join(_say(code, language) for code in said or ["declared_nothing"])


def _parted(listed: pd.DataFrame, by: str, language: str) -> Mapping[str, pd.DataFrame]:
    keys = listed[by].fillna(_say("list_elsewhere", language))
    if by == "commune":
        keys = keys.where(
            listed["district"].isna(), keys + ", " + listed["district"].fillna("").str.split().str[-2:].str.join(" ")
        )
    return {str(key): listed[keys == key] for key in sorted(keys.unique())}


def _cover(warehouse: Warehouse, saved: SavedList, count: int, language: str) -> list[tuple[str, str]]:
    age = warehouse.query("queries/sql/ledger/age").iloc[0]
    question = saved.question
    threshold = "cover_any" if question.min_minutes == 0 else "cover_threshold"
    asked, window = _asked(warehouse, saved, language)
    values = {
        "list_id": saved.list_id,
        "version": str(version(warehouse, saved.root_id)),
        "question": asked,
        "window": window,
        "rules": _say(threshold, language, minutes=str(question.min_minutes), band=_say(f"band_{question.band}", language)),
        "bands": _say("cover_bands_text", language),
        "caution": _say("cover_caution_text", language),
        "case_number": saved.purpose.case_number,
        "reason": saved.purpose.reason,
        "who": saved.made_by,
        "made": f"{now():%H:%M %d/%m/%Y}",
        "data_age": _say("cover_age_text", language, scan=_moment(age["last_scan"]), load=_moment(age["last_load"])),
        "province": warehouse.settings.province_name,
        "to_fill": "; ".join(_say(f"list_{name}", language) for name in FIELDS),
        "hand_in": _say("cover_hand_in_text", language),
        "rows": _number(count, language),
    }
    if isinstance(question, ContactQuestion) and question.without:
        values["without"] = "; ".join(venue_name(warehouse, venue) for venue in question.without)
    if warehouse.place.is_demo:
        values = {"demo": _say("cover_demo_text", language)} | values
    return [(_say(f"cover_{name}", language), text) for name, text in values.items()]


def _asked(warehouse: Warehouse, saved: SavedList, language: str) -> tuple[str, str]:
    """Return the question and its time in words."""
    question = saved.question
    if isinstance(question, VenueQuestion):
        name = venue_name(warehouse, question.venue_id)
        return _say("cover_question_venue_text", language, name=name), f"{_moment(question.starts)} – {_moment(question.ends)}"
    ring = "cover_question_text" if saved.ring == 1 else "cover_question_ring_text"
    first, last = question.days
    asked = _say(ring, language, cases=_number(len(question.windows), language))
    return asked, f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


def _number(value: int, language: str) -> str:
    return f"{value:,}".replace(",", "." if language == "vi" else ",")


def _moment(value: datetime) -> str:
    return f"{value:%H:%M %d/%m/%Y}" if value == value and value is not None else "–"


def _say(code: str, language: str, **values: str) -> str:
    return explain(code, values, language)

"""All that is held about one person, for that person: a workbook with a sheet for each kind of data, titles in words."""

from collections.abc import Mapping

import pandas as pd

from reports.workbook import Field, tables_workbook
from rules.messages import explain, messages, sentence
from warehouse.clock import now

WIDE = {"address": 34, "name": 24, "venue_name": 30, "reason": 34, "reasons": 40, "raw": 60, "value": 24, "email": 24}
CODES = {"gender": "word_gender_", "rule": "word_rule_", "status": "word_status_", "field": "list_", "value": "choice_"}
"""Columns that hold codes → the messages that say them; what is no code stays as it was written."""
DAYS = ("day", "onset", "sampled", "stated_at")


def person_workbook(found: Mapping[str, pd.DataFrame], case_number: str, by: str, language: str) -> bytes:
    """Return an .xlsx: a cover with the number of rows of each kind, then a sheet for each kind of which there are any."""
    cover = [
        (explain("cover_case_number", {}, language), case_number),
        (explain("cover_made", {}, language), f"{now():%H:%M %d/%m/%Y}"),
        (explain("cover_who", {}, language), by),
        *((explain(f"held_{kind}", {}, language), str(len(rows))) for kind, rows in found.items()),
    ]
    sheets = [
        (explain(f"held_{kind}", {}, language), [_field(column, language) for column in rows], _told(rows, language))
        for kind, rows in found.items()
        if len(rows)
    ]
    return tables_workbook(explain("person_title", {}, language), cover, sheets)


def _field(column: str, language: str) -> Field:
    return Field(column, explain(f"of_{column}", {}, language), WIDE.get(column, 16))


def _told(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the rows in words: days without a time of day, yes and no, reasons as sentences."""
    told = rows.copy()
    for column in told:
        if column in DAYS:
            told[column] = pd.to_datetime(told[column]).dt.strftime("%d/%m/%Y")
        elif column in CODES:
            told[column] = [_word(f"{CODES[column]}{text}", text, language) for text in told[column]]
        elif column == "reasons":
            told[column] = [" ".join(sentence(reason, language) for reason in text.split("\n")) for text in told[column]]
        elif column == "is_in":
            told[column] = told[column].map({True: explain("word_in", {}, language), False: explain("word_out", {}, language)})
        elif pd.api.types.is_bool_dtype(told[column]) or set(told[column].dropna().unique()) <= {True, False}:
            words = {True: explain("word_yes", {}, language), False: explain("word_no", {}, language)}
            told[column] = told[column].map(words, na_action="ignore")
    return told


def _word(code: str, text: object, language: str) -> object:
    return messages()[code][language] if code in messages() else text

"""The questions of the view log in the page's language; the log itself keeps words that no translation changes."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from ui.navigation import PAGES
from ui.reference import district_name
from ui.texts import day, moment, number, say


def _when(text: str) -> str:
    at = datetime.fromisoformat(text)
    return moment(at) if " " in text else day(at)


_SPAN = r"(?P<first>\d\S+(?: \d\S+)?) to (?P<last>\d\S+(?: \d\S+)?)"
_RULE = r"(?P<minutes>\d+) min (?P<band>[a-z]+)"
FORMS: Mapping[str, str] = {
    "contacts": rf"contacts of (?P<count>\d+) cases, {_SPAN}, ring (?P<ring>\d), {_RULE}",
    "venue": rf"people at venue (?P<venue>\d+), {_SPAN}, {_RULE}",
    "without": r", without (?P<count>\d+) venues",
    "district": r", to be called by district (?P<district>\d+)",
    "visitors": r"visitors of venue (?P<venue>\d+) on (?P<first>\S+)",
    "changes": r"changes of list (?P<list>\S+)",
    "system": r"list (?P<list>\S+) for (?P<system>\S+)",
    "rejected": r"rejected rows of file (?P<file>[^\s,]+)",
    "file": ", file",
    "dry_run": ", dry run",
}
"""Text `log.form_…` → the questions, or parts of one, that it says."""
READ: Mapping[str, Callable[[str], str]] = {
    "first": _when,
    "last": _when,
    "count": lambda text: number(int(text)),
    "minutes": lambda text: number(int(text)),
    "band": lambda band: say(f"tracing.{band}"),
    "district": district_name,
}


def in_words(question: str) -> str:
    """Return a question of the log as the page says it; what no text is known for stands in parentheses as it was written."""
    screen, _, asked = question.partition(": ")
    if screen in PAGES:
        return f"{say(f'page.{screen}')}: {_asked(asked)}"
    return _asked(question)


def _asked(question: str) -> str:
    fixed = question.partition(",")[0]
    said = _text(fixed if "." in fixed else f"log.question_{fixed.replace(' ', '_')}")
    left = question.removeprefix(fixed) if said else question
    while left:
        part, after = _part(left)
        if not part:
            return f"{said} ({left})".strip()
        said, left = said + part, after
    return said


def _part(text: str) -> tuple[str, str]:
    """Return what the beginning of a text says, and what comes after it; '': no form is known for it."""
    for name, form in FORMS.items():
        if found := re.match(form, text):
            try:
                told = {value: READ.get(value, str)(said) for value, said in found.groupdict().items()}
            except (KeyError, ValueError):
                break
            return say(f"log.form_{name}", **told), text[found.end() :]
    return "", text


def _text(code: str) -> str:
    try:
        return say(code)
    except KeyError:
        return ""

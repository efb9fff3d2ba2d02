"""A bulletin as it leaves the house: its sections, which the workbook and the PDF both print.

Everything comes from the issue: printed again, it says the same. The public form is the issue seen through rules.public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.bulletin import Span, figures_of
from rules.adoption import share
from rules.bulletin import CHECKS, PARTS, SHARES, Figures, dictionary
from rules.bulletin_words import check_words, name, percent, reason_words, row_name, written
from rules.disclosure import disclosed
from rules.messages import explain
from rules.public import OF_PEOPLE, PublicFigures, public
from warehouse.bulletins import Issue

HIDDEN, NOTHING = "…", "–"
USE = ("registered", "active", "active_share", "scans", "people", "arrivals", "pair_share")
SAFETY = ("sites", *PARTS["sites"], "safe_share", "cases")
DAILY = ("scans", "people", "active", "arrivals", "complete", "declarations", "symptoms")
AGENCY = ("rank", "name", "district", "registered", "active_7", "active_7_share", "scans_7", "silent_days")
COMPARED = (
    "scans", "people", "registered", "active", "active_7", "strangers", "arrivals", "complete", "declared", "declarations",
    "symptoms", "cases", *PARTS["scans"], "scans_7", "charged", "assessed", "agencies", "agencies_named", "agencies_complete",
    "agencies_silent", "owed", "owed_named", "covered",
)  # fmt: skip
Cell = int | float | str | None


@dataclass(frozen=True)
class Form:
    """Who it is for and in which language: `public` hides small counts and names no agency."""

    public: bool = False
    language: str = "vi"


@dataclass(frozen=True)
class Section:
    """A table of the bulletin. Cells: whole numbers are counts, floats are shares, texts stand as they are; `total`: the last
    row is the whole; `note` stands under it."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    total: bool = False
    note: str = ""

    def in_words(self, place: int) -> bool:
        """Return whether a column has words; the others have figures and the signs that stand for one."""
        return any(isinstance(row[place], str) and row[place] not in (HIDDEN, NOTHING) for row in self.rows)


def sections(issue: Issue, form: Form) -> list[Section]:
    """Return the tables of the bulletin in their order."""
    figures = figures_of(issue.content)
    shown = public(figures) if form.public else figures
    made = [
        _compared(shown, form),
        _shares(shown, form),
        _split("district", "district", USE, shown, form),
        _split("safety", "district", SAFETY, shown, form),
        _split("kind", "kind", USE, shown, form),
        _levels(shown, form),
    ]
    if issue.span == "week":
        made.insert(2, _split("day", "day", DAILY, shown, form))
    if not form.public:
        made += [_agencies(code, issue, form) for code in ("best", "worst")]
    return [*made, *_restated(issue, form), _data(issue, figures, form), _checks(form), _meaning(issue, form)]


def title(issue: Issue, language: str) -> str:
    """Return what the bulletin is called, with its period."""
    return explain(f"bulletin_title_{issue.span}", {"period": period(issue)}, language)


def period(issue: Issue) -> str:
    """Return its period in figures."""
    return Span(issue.span, issue.first).words()


def unfinished(issue: Issue, language: str) -> str:
    """Return the warning of a bulletin that was issued before its period was over; '' of the others."""
    if issue.made_at.date() > issue.last:
        return ""
    at = datetime.fromisoformat(issue.content["facts"]["last_scan"])
    return explain("bulletin_unfinished", {"at": f"{at:%H:%M %d/%m/%Y}"}, language)


def _section(
    code: str, columns: Sequence[str], rows: list[list[Cell]], form: Form, *, total: bool = False, note: str = ""
) -> Section:
    return Section(code, explain(f"bulletin_section_{code}", {}, form.language), tuple(columns), rows, total, note)


def _cell(counts: Mapping[str, int | None], figure: str) -> Cell:
    """Return a count or share of a row; a share is that of the counts shown."""
    if figure in SHARES:
        part, whole = (counts.get(each) for each in SHARES[figure])
        hidden = any(each in counts and counts[each] is None for each in SHARES[figure])
        value = share(part, whole)
        return HIDDEN if hidden else NOTHING if value is None else value
    value = counts.get(figure)
    return HIDDEN if value is None and figure in counts else NOTHING if value is None else value


def _compared(shown: Figures | PublicFigures, form: Form) -> Section:
    rows: list[list[Cell]] = []
    for figure in (figure for figure in COMPARED if figure in shown.totals):
        rate = shown.rates.get(figure)
        hidden = figure in shown.changes and shown.changes[figure] is None
        rows.append([
            name(figure, form.language), _cell(shown.before, figure), _cell(shown.totals, figure),
            _cell(shown.changes, figure), HIDDEN if hidden else NOTHING if rate is None else rate,
        ])  # fmt: skip
    return _section("compared", ("figure", "before", "now", "more", "more_share"), rows, form)


def _shares(shown: Figures | PublicFigures, form: Form) -> Section:
    rows: list[list[Cell]] = [
        [name(figure, form.language), *(_cell(shown.totals, part) for part in SHARES[figure]), _cell(shown.totals, figure)]
        for figure in SHARES
        if figure in shown.shares
    ]
    return _section("shares", ("figure", "numerator", "denominator", "share"), rows, form)


def _split(code: str, table: str, figures: Sequence[str], shown: Figures | PublicFigures, form: Form) -> Section:
    rows: list[list[Cell]] = [
        [row_name(table, row, form.language), *(_cell(counts, figure) for figure in figures)]
        for row, counts in sorted(shown.tables[table].items(), key=lambda each: each[0] or "~")
        if row or any(counts.values())
    ]
    whole = explain("bulletin_whole_week" if table == "day" else "bulletin_province", {}, form.language)
    rows.append([whole, *(_cell(shown.totals, figure) for figure in figures)])
    return _section(code, (table, *figures), rows, form, total=True)


def _levels(shown: Figures | PublicFigures, form: Form) -> Section:
    levels = (*PARTS["communes"], "communes")
    rows: list[list[Cell]] = [[name(level, form.language), _cell(shown.totals, level)] for level in levels]
    return _section("levels", ("level", "communes"), rows, form, total=True)


def _agencies(code: str, issue: Issue, form: Form) -> Section:
    rows: list[list[Cell]] = []
    for told in issue.content["agencies"][code]:
        code_there = told["district_code"]
        row = {**told, "district": row_name("district", code_there, form.language) if code_there else NOTHING}
        row["active_7_share"] = share(told["active_7"], told["registered"])
        rows.append([NOTHING if row[column] is None else row[column] for column in AGENCY])
    return _section(code, AGENCY, rows, form, note=_tied(issue.content["agencies"][code], form))


def _tied(told: Sequence[Mapping[str, Any]], form: Form) -> str:
    """Return how many of those of the last rank listed are not listed; '' if they all are, or an old issue does not say."""
    last = told[-1] if told else {}
    listed = sum(one["rank"] == last["rank"] for one in told)
    if last.get("tied", 0) <= listed:
        return ""
    counts = {"listed": listed, "tied": last["tied"], "rank": last["rank"]}
    return explain("bulletin_tied", {name: written(count, form.language) for name, count in counts.items()}, form.language)


def _restated(issue: Issue, form: Form) -> list[Section]:
    """Return what of the figures published before is other now: of this bulletin's own versions and of those before it."""
    told = [(issue.first, None, issue.content["restates"])] if issue.content["restates"] else []
    told += [(date.fromisoformat(one["first"]), one["reason"], one) for one in issue.content["restated"]]
    rows: list[list[Cell]] = []
    reasons: dict[str, list[str]] = {}
    for first, reason, one in told:
        words = Span(issue.span, first).words()
        if reason is not None:  # its own stands at the head
            reasons.setdefault(why(reason, form), []).append(words)
        other = {figure: pair for figure, pair in one["totals"].items() if not form.public or figure not in PARTS["scans"]}
        for figure, pair in other.items():
            rows.append([words, name(figure, form.language), *(_published(figure, count, form) for count in pair)])
        if not other:
            rows.append([words, explain("bulletin_nothing_else", {}, form.language), NOTHING, NOTHING])
    note = "\n".join(
        explain("bulletin_restated_note", {"periods": ", ".join(periods), "reason": cause}, form.language)
        for cause, periods in reasons.items()
    )
    return [_section("restated", ("period", "figure", "published", "restated"), rows, form, note=note)] if rows else []


def why(reason: Mapping[str, object], form: Form) -> str:
    """Return the reason in words; an official's note is for the full form."""
    return reason_words({**reason, "note": ""} if form.public else reason, form.language)


def _published(figure: str, count: int | None, form: Form) -> Cell:
    if count is None:
        return NOTHING
    shown = disclosed(count) if form.public and figure in OF_PEOPLE else count
    return HIDDEN if shown is None else shown


def _checks(form: Form) -> Section:
    """Return the checks; all of them hold, or there would be no bulletin."""
    passed = explain("bulletin_passed", {}, form.language)
    rows: list[list[Cell]] = [[check_words(check, form.language), passed] for check in CHECKS]
    note = explain("bulletin_checks_public", {}, form.language) if form.public else ""
    return _section("checks", ("check", "result"), rows, form, note=note)


def _data(issue: Issue, figures: Figures, form: Form) -> Section:
    """Return how old the data were and what was missing."""
    facts, say = issue.content["facts"], form.language
    moments = {code: datetime.fromisoformat(facts[key]) for code, key in (("scans", "last_scan"), ("load", "last_load"))}
    lines = {code: f"{moment:%H:%M %d/%m/%Y}" for code, moment in moments.items()}
    lines["rejected"] = written(facts["rejected"], say)
    elsewhere = figures.tables["district"].get("", {}).get("scans", 0)
    if elsewhere:
        lines["unknown"] = str(text(_published("scans", elsewhere, form), say))
    if facts["silent"]:
        lines["silent"] = ", ".join(row_name("day", day, say) for day in facts["silent"])
    if "declared" not in figures.totals:
        lines["undeclared"] = explain("bulletin_fact_none_loaded", {}, say)
    lines["before"] = explain(f"bulletin_before_{'issued' if issue.content['compared_with'] else 'counted'}", {}, say)
    if form.public:
        lines["public"] = explain("bulletin_public_rule", {}, say)
    rows: list[list[Cell]] = [[explain(f"bulletin_fact_{code}", {}, say), text] for code, text in lines.items()]
    return _section("data", ("fact", "value"), rows, form)


def _meaning(issue: Issue, form: Form) -> Section:
    totals, shares = issue.content["figures"]["totals"], issue.content["figures"]["shares"]
    rows: list[list[Cell]] = [
        [metric.name(form.language), metric.means(form.language, issue.content["facts"])]
        for key, metric in dictionary().items()
        if key in totals or key in shares
    ]
    return _section("meaning", ("figure", "meaning"), rows, form)


def column_title(column: str, language: str) -> str:
    """Return the title of a column."""
    return explain(f"bulletin_column_{column}", {}, language)


def text(value: Cell, language: str) -> str:
    """Return a cell as it is printed."""
    if isinstance(value, str):
        return value
    return percent(value, language) if isinstance(value, float) else written(value, language)


def lead(issue: Issue, form: Form) -> str:
    """Return the bulletin in two sentences."""
    figures = figures_of(issue.content)
    shown = public(figures) if form.public else figures
    names = ("scans", "people", "active", "registered", "active_share")
    told = {figure: _near(figure, _cell(shown.totals, figure), form) for figure in names}
    first = explain(f"bulletin_lead_{issue.span}", {"period": period(issue), **told}, form.language)
    change, rate = shown.changes.get("scans"), shown.rates.get("scans")
    if change is None or rate is None:
        return first
    way = "more" if change > 0 else "less" if change else "same"
    grown = {"count": _near("scans", abs(change), form), "rate": percent(abs(rate), form.language)}
    return f"{first} {explain(f'bulletin_lead_{way}', grown, form.language)}"


def _near(figure: str, value: Cell, form: Form) -> str:
    """Return a figure as a sentence has it; the public form says that a rounded one is."""
    shown = text(value, form.language)
    rounded = form.public and figure in OF_PEOPLE and isinstance(value, int) and value > 0
    return explain("bulletin_about", {"count": shown}, form.language) if rounded else shown

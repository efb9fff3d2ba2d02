"""A bulletin as it leaves the house: its sections, which the workbook and the PDF both print.

Everything comes from the issue: printed again, it says the same. The public form is the issue seen through rules.public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
    row is the whole province's."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    total: bool = False


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


def _section(code: str, columns: Sequence[str], rows: list[list[Cell]], form: Form, *, total: bool = False) -> Section:
    return Section(code, explain(f"bulletin_section_{code}", {}, form.language), tuple(columns), rows, total)


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
    rows.append([explain("bulletin_province", {}, form.language), *(_cell(shown.totals, figure) for figure in figures)])
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
    return _section(code, AGENCY, rows, form)


def _restated(issue: Issue, form: Form) -> list[Section]:
    """Return what of the figures published before is other now: of this bulletin's own versions and of those before it."""
    told = [(issue.span, issue.first, issue.reason, issue.content["restates"])] if issue.content["restates"] else []
    told += [(issue.span, date.fromisoformat(one["first"]), one["reason"], one) for one in issue.content["restated"]]
    rows: list[list[Cell]] = []
    for span, first, reason, one in told:
        words, cause = Span(span, first).words(), why(reason, form)
        other = {figure: pair for figure, pair in one["totals"].items() if not form.public or figure not in PARTS["scans"]}
        for figure, pair in other.items():
            rows.append([words, name(figure, form.language), *(_published(figure, count, form) for count in pair), cause])
        if not other:
            rows.append([words, explain("bulletin_nothing_else", {}, form.language), NOTHING, NOTHING, cause])
    return [_section("restated", ("period", "figure", "published", "restated", "reason"), rows, form)] if rows else []


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
    return _section("checks", ("check", "result"), [[check_words(check, form.language), passed] for check in CHECKS], form)


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
    told = {figure: text(_cell(shown.totals, figure), form.language) for figure in names}
    first = explain(f"bulletin_lead_{issue.span}", {"period": period(issue), **told}, form.language)
    change, rate = shown.changes.get("scans"), shown.rates.get("scans")
    if change is None or rate is None:
        return first
    grown = {"change": f"{'+' if change > 0 else ''}{written(change, form.language)}", "rate": percent(rate, form.language)}
    return f"{first} {explain('bulletin_lead_change', grown, form.language)}"

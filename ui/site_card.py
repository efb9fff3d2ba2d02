"""The card of one site: its level and why, answers, history, traffic, and whom to ring there."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from queries import safety, traffic
from queries.administrators import of_site
from queries.filters import Filters
from reports.safety import doubt_words, remark_words, rule_words
from rules.advice import by_weight
from rules.rubric import Criterion, Rubric
from ui import charts
from ui.reference import district_name, kinds
from ui.sight import see_people
from ui.sites_map import SHAPES, key_of
from ui.tables import table
from ui.texts import language, moment, number, plain, say, share
from warehouse.reader import Warehouse

DAYS = 14


def card(store: Warehouse, row: pd.Series, on: date) -> None:
    """Show a site as queries.safety.sites gives it."""
    rubric = safety.rubrics(store).get((row["rubric_id"], row["rubric_version"]))
    st.subheader(plain(row["name"]))
    where = [row["code"], kinds().get(row["kind"], say("app.unknown")), district_name(row["district_code"])]
    st.caption(plain(" · ".join([*where, *([row["agency_name"]] if isinstance(row["agency_name"], str) else [])])))
    st.markdown(f"**{level(row['colour'])}**" + ("" if pd.isna(row["assessed_at"]) else f" – {moment(row['assessed_at'])}"))
    _why(row, rubric)
    week = {"arrivals": number(row["arrivals"]), "people": number(row["busiest_people"]), "share": share(row["complete_share"])}
    st.markdown(say("safety.week", **week))
    if rubric:
        _answers(row, rubric)
    _history(store, int(row["venue_id"]), on)
    days = Filters(on - timedelta(days=DAYS - 1), on, venue=int(row["venue_id"]))
    with st.expander(say("safety.traffic", days=DAYS)):
        charts.by_day(traffic.by_day(store, days), f"site {row['venue_id']}")
    _contact(store, row)


def level(colour: object) -> str:
    """Return a colour as shape and word."""
    return f"{SHAPES[key_of(colour)]} {say(f'safety.{key_of(colour)}')}"


def _why(row: pd.Series, rubric: Rubric | None) -> None:
    if row["colour"] is None:
        st.info(say("safety.never"))
        return
    lines = []
    if row["colour"] == "red":
        known = {(row["rubric_id"], row["rubric_version"]): rubric} if rubric else {}
        lines.append(say("safety.must_stop", rule=rule_words(row, known, language())))
    handed, computed = (level(row[name]) if isinstance(row[name], str) else "–" for name in ("level", "computed"))
    lines.append(say("safety.two_levels", handed=handed, computed=computed))
    if rubric:
        lines.append(
            say(
                "safety.by_rubric",
                rubric=getattr(rubric, language()),
                decision=rubric.decision,
                score=score_words(rubric, row["reached"]),
            )
        )
        lines += [] if rubric.checked_against_text else [say("safety.not_checked")]
        lines += [getattr(rubric, f"note_{language()}")] if getattr(rubric, f"note_{language()}") else []
    else:
        lines.append(say("safety.no_rubric"))
    if row["colour"] != "red":  # else they stand with the rule already
        lines += map(_sentence, remark_words(row["remarks"], language()))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    if row["doubts"]:
        st.warning(plain(_sentence(doubt_words(row["doubts"], language()))))


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:] + "."


def score_words(rubric: Rubric, value: float | None) -> str:
    """Return what answers or a total come to: 15,4 % or 13/15."""
    if value is None or value != value:
        return "–"
    return f"{number(value, 1)} %" if rubric.percent else f"{number(value)}/{number(rubric.maximum)}"


def _answers(row: pd.Series, rubric: Rubric) -> None:
    given = safety.answers_of(row["answers"])
    if not given or not rubric.criteria:
        st.caption(say("safety.total_only"))
        return
    with st.expander(say("safety.criteria"), expanded=True):
        rows = criteria(rubric, given)
        table("safety.criteria", rows, {"criterion": "text", "answer": "text"}, download=False)


def criteria(rubric: Rubric, given: dict[int, float]) -> pd.DataFrame:
    """Return the answered criteria in words, those that weigh most against the site first: criterion, answer."""
    rows = [(question(one), answer_words(one, given[one.number])) for one in by_weight(rubric, given)]
    return pd.DataFrame(rows, columns=["criterion", "answer"])


def question(one: Criterion) -> str:
    """Return a criterion in words."""
    return getattr(one, language()) + (f" ({say('safety.mandatory')})" if one.mandatory else "")


def answer_words(one: Criterion, points: float) -> str:
    """Return an answer in words: its option's, passed or failed, else its points."""
    said = next((getattr(option, language()) for option in one.options if option.points == points), None)
    if said is None and (one.least, one.most) == (0, 1):
        said = say("safety.passed" if points else "safety.failed")
    return said or say("safety.of_points", points=number(points), most=number(one.most))


def _history(store: Warehouse, venue: int, on: date) -> None:
    rows = safety.history(store, venue, on)
    if rows.empty:
        return
    with st.expander(say("safety.history", count=number(len(rows)))):
        shown = rows.assign(shown=rows["colour"].map(level))
        for name in ("level", "computed"):
            shown[f"{name}_word"] = rows[name].map(lambda colour: level(colour) if isinstance(colour, str) else "–")
        columns = {
            "assessed_at": "moment",
            **dict.fromkeys(("shown", "level_word", "computed_word"), "text"),
            "score": "number",
        }
        table("safety.history_title", shown, columns, download=False)


def _contact(store: Warehouse, row: pd.Series) -> None:
    with st.expander(say("safety.contact")):
        if not see_people():
            st.caption(say("safety.contact_hidden"))
            return
        found = of_site(store, row["code"], row["agency_code"])
        if not found:
            st.caption(say("safety.contact_none"))
        for one in found:
            st.text(" · ".join(filter(None, (one.name, one.position, one.phone, one.email))))


def in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of sites with kinds, districts and levels in words."""
    return rows.assign(
        kind_name=rows["kind"].map(kinds()).fillna(say("app.unknown")),
        district=rows["district_code"].map(district_name),
        shown=rows["colour"].map(level),
    )

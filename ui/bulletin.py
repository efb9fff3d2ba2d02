"""The parts of the screen of bulletins: the period, the checks, issuing, those that were issued with their files."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from casework.bulletin import Draft, Span, draft, issue
from reports.bulletin import NOTHING, Form, Section, period, sections, title
from reports.bulletin_files import bulletin_files
from rules.bulletin_words import check_words, fault_words, reason_words
from ui.filters import day_given, warn
from ui.session import remembered, sentences
from ui.signed_in import user
from ui.tables import table
from ui.texts import day, language, moment, plain, say
from warehouse.bulletins import Issue, read
from warehouse.clock import now
from warehouse.reader import Warehouse

SPANS = ("day", "week")
HEADLINE = ("scans", "people", "active")
FILES = ("full_xlsx", "full_pdf", "public_xlsx", "public_pdf")


def asked(newest: date) -> Span:
    """Show the kind of period and the day, both kept in the address, and return the period."""
    wrong: list[str] = []
    kind = st.query_params.get("span", SPANS[0])
    if kind not in SPANS:
        wrong, kind = ["span"], SPANS[0]
    on = day_given("date", newest, wrong)
    warn(wrong)
    left, right = st.columns([1, 2])
    chosen = left.segmented_control(
        say("bulletin.span"), SPANS, default=kind, format_func=lambda one: say(f"bulletin.{one}"), key="span"
    )
    on = right.date_input(say("bulletin.on"), on, format="DD/MM/YYYY", key="bulletin_day")
    span = Span.of(chosen or kind, on)
    st.query_params.update({"span": span.kind, "date": on.isoformat()})
    if span.kind == "week":
        right.caption(say("bulletin.of_week", first=day(span.first), last=day(span.last)))
    return span


def last_over(newest: date) -> date:
    """Return the newest day that is over."""
    return min(newest, now().date() - timedelta(days=1))


def unfinished(span: Span, last_scan: pd.Timestamp) -> None:
    """Say so if the period is not over: its figures will still grow."""
    if span.last >= now().date():
        st.warning(say("bulletin.unfinished", at=moment(last_scan)), icon=":material/hourglass_top:")


def of_period(store: Warehouse, span: Span) -> None:
    """Show what the bulletin would say now, its checks, and the button that issues it."""
    with sentences():
        with st.spinner(say("bulletin.counting")):
            found = remembered(store, "bulletin", (span, len(read(store.place))), lambda: draft(store, span))
        _state(found)
        _checks(found)
        _issue(store, found)
        _section("bulletin.compared", sections(found.as_issue(user()), Form(language=language()))[0], span)


def _state(found: Draft) -> None:
    told = {"period": found.span.words()}
    if found.issued is None:
        st.info(say("bulletin.not_issued", **told))
        return
    told |= {"version": str(found.issued.version), "at": moment(found.issued.made_at)}
    if found.reason is None:
        st.success(say("bulletin.standing", **told))
    else:
        st.warning(say("bulletin.moved", **told, reason=plain(reason_words(found.reason, language()))))


def _checks(found: Draft) -> None:
    failed = sum(bool(faults) for faults in found.checks.values())
    if failed:
        st.error(say("bulletin.some_fail", count=failed))
    name = say("bulletin.checks") if failed else say("bulletin.all_hold", count=len(found.checks))
    with st.expander(name, expanded=failed > 0):
        rows = [
            {
                "check": check_words(check, language()),
                "result": say("bulletin.fails" if faults else "bulletin.holds"),
                "said": " ".join(fault_words(fault, language()) for fault in faults),
            }
            for check, faults in found.checks.items()
        ]
        table("bulletin.checks", pd.DataFrame(rows), dict.fromkeys(("check", "result", "said"), "text"), download=False)


def _issue(store: Warehouse, found: Draft) -> None:
    """Offer to issue the bulletin where there is something to issue; what was done is said after the screen is drawn anew."""
    for words in st.session_state.pop("bulletins made", ()):
        st.success(words)
    if found.faults or (found.issued and found.reason is None):
        return
    note = st.text_input(say("bulletin.note"), key="bulletin_note", max_chars=300) if found.issued else ""
    if st.button(say("bulletin.issue"), type="primary", icon=":material/publish:"):
        with st.spinner(say("bulletin.issuing")):
            *restated, asked_for = issue(store, found.span, user(), note.strip())
        said = [(one, "restated_too") for one in restated] + [(asked_for, "issued")]
        st.session_state["bulletins made"] = [_said(one, code) for one, code in said]
        st.rerun()


def _said(one: Issue, code: str) -> str:
    reason = plain(reason_words(one.reason, language()))
    return say(f"bulletin.{code}", period=period(one), version=one.version, reason=reason)


def _section(name: str, section: Section, span: Span) -> None:
    """Show a section of the bulletin as a table of this screen."""
    st.subheader(say(name))
    rows = pd.DataFrame(section.rows, columns=list(section.columns), dtype=object).replace(NOTHING, None)
    kinds = {
        column: "text" if any(isinstance(value, str) for value in rows[column]) else
        "share" if any(isinstance(value, float) for value in rows[column]) else "number"
        for column in section.columns
    }  # fmt: skip
    typed = rows.astype({column: "float64" for column, kind in kinds.items() if kind != "text"})
    table(name, typed, kinds, [(say("bulletin.period"), span.words())])
    if section.note:
        st.caption(plain(section.note))


def past(store: Warehouse, span: Span) -> None:
    """Show the bulletins issued, the newest first, and offer the files of one, of the period viewed if it was issued."""
    st.subheader(say("bulletin.past"))
    with sentences():
        issues = read(store.place)[::-1]
        if not issues:
            st.info(say("bulletin.none"))
            return
        rows = [
            {
                "period": period(one), "version": one.version, "made_at": one.made_at, "made_by": one.made_by,
                "reason": reason_words(one.reason, language()) if one.version > 1 else "",
                **{name: one.content["figures"]["totals"].get(name) for name in HEADLINE},
            }
            for one in issues
        ]  # fmt: skip
        columns = {"period": "text", "version": "number", **dict.fromkeys(HEADLINE, "number"),
                   "made_at": "moment", "made_by": "text", "reason": "text"}  # fmt: skip
        table("bulletin.past", pd.DataFrame(rows), columns)
        _files(store, issues, span)


def _files(store: Warehouse, issues: list[Issue], span: Span) -> None:
    names = [f"{title(one, language())} ({say('bulletin.version')} {one.version})" for one in issues]
    viewed = next((place for place, one in enumerate(issues) if (one.span, one.first) == (span.kind, span.first)), 0)
    key = f"bulletin_chosen {span.kind} {span.first} {len(issues)}"  # another period or a new version: chosen anew
    place = st.selectbox(say("bulletin.choose"), range(len(issues)), viewed, names.__getitem__, key=key)
    chosen = issues[place or 0]
    again = next((one for one in sections(chosen, Form(language=language())) if one.code == "restated"), None)
    if again:
        _section("bulletin.corrected", again, Span(chosen.span, chosen.first))
    st.caption(say("bulletin.files"))
    made = remembered(
        store, "bulletin files", (chosen.sha256, language()),
        lambda: bulletin_files(chosen, language(), store.settings, demo=store.place.is_demo),
    )  # fmt: skip
    for column, code, (name, content) in zip(st.columns(len(FILES)), FILES, made.items(), strict=True):
        key = f"{code} {chosen.sha256[:8]}"
        column.download_button(say(f"bulletin.{code}"), content, name, key=key, icon=":material/download:")

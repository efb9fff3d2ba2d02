"""The form by which a site assesses itself: its sector's questions, the level as it is answered, what would change it."""

from dataclasses import replace

import streamlit as st

from etl.entry import enter
from queries.safety import Sites, sites
from reports.safety import remark_words
from rules.advice import by_weight, to_keep, to_mend
from rules.rubric import COLOURS, Colour, Criterion, Outcome, Rubric, in_force, judge
from rules.submission import Submission
from ui.filters import whole_given
from ui.loading import refused
from ui.navigation import link
from ui.reference import district_name, kinds
from ui.safety import looked_for
from ui.signed_in import user
from ui.site_card import answer_words, level, question, score_words
from ui.texts import language, number, plain, say
from warehouse.clock import now
from warehouse.reader import Warehouse
from warehouse.rubrics import load_rubrics

HEAVIEST = 3
LAYOUT = "assessment_antoancovid"


def form(store: Warehouse) -> None:
    """Choose a site, answer, see the level, submit."""
    if told := st.session_state.pop("handed_in", None):
        st.success(told["text"])
        link("safety", "assess.see_map", site=str(told["venue"]))
    found = sites(store, Sites(now().date()))
    words = st.text_input(say("safety.find"), key="assess_find", placeholder=say("safety.find_hint"))
    venue = looked_for(found, words) if words.strip() else whole_given("site", [])
    row = found[found["venue_id"] == venue]
    if row.empty:
        st.info(say("assess.choose"))
        return
    site = row.iloc[0]
    st.subheader(plain(site["name"]))
    kind = kinds().get(site["kind"], say("app.unknown"))
    st.caption(
        plain(
            f"{site['code']} · {kind} · {district_name(site['district_code'])} – {say('assess.now')}: {level(site['colour'])}"
        )
    )
    known = [rubric for rubric, _ in load_rubrics().values()]
    rubric = in_force(known, "", site["kind"], store.settings.province_code, now().date())
    answered = _of_rubric(rubric, int(venue or 0)) if rubric else _own_word(int(venue or 0))
    if st.button(say("assess.submit"), type="primary", disabled=answered is None, key="submit") and answered:
        _hand_in(store, str(site["code"]), int(venue or 0), answered)


def _of_rubric(rubric: Rubric, venue: int) -> dict[str, object] | None:
    st.markdown(f"**{plain(getattr(rubric, language()))}** ({plain(rubric.decision)})")
    if not rubric.checked_against_text:
        st.caption(say("safety.not_checked") + " " + plain(getattr(rubric, f"note_{language()}")))
    if not rubric.criteria:
        return _total(rubric, venue)
    asked, shown = st.columns([1.4, 1])
    with asked:
        given = {one.number: _asked(one, f"{venue} {rubric.id} {one.number}") for one in rubric.criteria}
    answers = {number_: points for number_, points in given.items() if points is not None}
    left = len(rubric.criteria) - len(answers)
    with shown:
        if left:
            st.info(say("assess.left", left=number(left), all=number(len(rubric.criteria))))
            return None
        _outcome(rubric, judge(rubric, answers, None))
        _advice(rubric, answers)
    return {"sector": _sector(rubric), "answers": tuple(answers.items())}


def _sector(rubric: Rubric) -> str:
    """The word by which the loader knows this rubric again."""
    return rubric.words[0] if rubric.words else ""


def _asked(one: Criterion, key: str) -> float | None:
    if not one.options and (one.least, one.most) != (0, 1):
        return st.number_input(
            plain(question(one)), one.least, one.most, None, 1.0 if isinstance(one.most, float) else 1, key=key
        )
    points = [option.points for option in one.options] or [1, 0]
    return st.radio(plain(question(one)), points, None, format_func=lambda p: answer_words(one, p), horizontal=True, key=key)


def _total(rubric: Rubric, venue: int) -> dict[str, object] | None:
    least, most = map(float, rubric.range)
    unit = "%" if rubric.percent else say("assess.points")
    total = st.number_input(
        say("assess.total", least=number(least), most=number(most), unit=unit), least, most, None, key=f"{venue} total"
    )
    if total is None:
        return None
    outcome = judge(rubric, None, total)
    sure = outcome.certain or st.checkbox(say("assess.mandatory_kept"), key=f"{venue} sure")
    colour = outcome.colour if sure else ("yellow" if outcome.colour == "green" else outcome.colour)
    _outcome(rubric, replace(outcome, colour=colour, remarks=() if sure else outcome.remarks))
    return {"sector": _sector(rubric), "score": total, "level": outcome.colour if sure else None}


def _own_word(venue: int) -> dict[str, object] | None:
    st.caption(say("safety.no_rubric"))
    chosen: Colour | None = st.radio(
        say("assess.own_word"), COLOURS, None, format_func=level, horizontal=True, key=f"{venue} word"
    )
    return {"level": chosen} if chosen else None


def _outcome(rubric: Rubric, outcome: Outcome) -> None:
    """Show score, level, what the decision orders at this level, and what was found odd."""
    st.metric(say("assess.level"), level(outcome.colour), border=True)
    st.metric(say("assess.score"), score_words(rubric, outcome.value), border=True)
    if outcome.band:
        st.markdown(plain(f"{getattr(outcome.band, language())} – {getattr(outcome.band, f'action_{language()}')}."))
    for words in remark_words(" ".join(outcome.remarks), language()):
        st.markdown(f"- {plain(words)}")


def _advice(rubric: Rubric, answers: dict[int, float]) -> None:
    heavy = [one for one in by_weight(rubric, answers) if answers[one.number] != (one.least if rubric.danger else one.most)]
    for title, found in (
        ("heaviest", heavy[:HEAVIEST]),
        ("mend", to_mend(rubric, answers)),
        ("keep", to_keep(rubric, answers)),
    ):
        if found:
            st.markdown(f"**{say(f'assess.{title}')}** " + plain("; ".join(getattr(one, language()) for one in found)))


def _hand_in(store: Warehouse, code: str, venue: int, answered: dict[str, object]) -> None:
    with st.spinner(say("assess.sending")):
        form = Submission(code, now(), **answered)  # type: ignore[arg-type]
        report = enter(store.place, LAYOUT, form.row(), by=user())
    if refused(report):
        return
    st.session_state["handed_in"] = {"text": say("assess.done" if report.loaded else "assess.known"), "venue": venue}
    for key in [key for key in st.session_state if str(key).startswith(f"{venue} ")]:
        del st.session_state[key]
    st.rerun()

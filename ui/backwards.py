"""The parts of the tracing screen that look backwards: hours cases shared, who may have infected whom, a case's record."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from queries import backwards, tracing
from queries.tracing import BANDS, Band, Window
from rules.infection import Illness
from rules.windows import LOOK_BACKS, in_force
from ui import chain_graph, timeline
from ui.reference import kinds
from ui.session import remembered
from ui.sight import see_people
from ui.tables import table
from ui.texts import day, number, plain, say
from warehouse.reader import Warehouse

MANY_LINKS = 80
"""With more links than this only the likely ones are drawn at first."""
SHOWN = "case_shown"


def _ask(question: str, store: Warehouse, cases: dict[int, Illness], look_back: int, band: Band) -> pd.DataFrame:
    """Return an answer of queries.backwards; it names persons by pseudonym."""
    asked = (tuple(cases.items()), look_back, band)
    rows: pd.DataFrame = remembered(
        store, f"backwards {question}", asked, lambda: getattr(backwards, question)(store, cases, look_back, band)
    )
    return rows.copy()


def screen(store: Warehouse) -> None:
    """Ask for cases, look-back and band; show shared hours, chains and the record of the case chosen."""
    known = tracing.cases(store).drop_duplicates("person_id")
    if known.empty:
        st.info(say("tracing.no_cases"))
        return
    left, middle, right = st.columns([4, 3, 5])
    codes = left.multiselect(say("tracing.cases"), known["case_code"], placeholder=say("app.all"), key="back_cases")
    look_back = middle.segmented_control(
        say("backwards.look_back"), LOOK_BACKS, default=LOOK_BACKS[0], key="look_back",
        format_func=lambda days: say("backwards.days", days=days),
    ) or LOOK_BACKS[0]  # fmt: skip
    band: Band = right.segmented_control(
        say("tracing.band"), BANDS, default="probable", format_func=lambda b: say(f"tracing.{b}"), key="back_band"
    ) or "probable"  # fmt: skip
    rows = (known[known["case_code"].isin(codes)] if codes else known).set_index("person_id")
    cases = backwards.illnesses(rows.reset_index())
    without = rows.loc[~rows.index.isin(list(cases)), "case_code"]
    if len(without):
        st.warning(say("tracing.no_window", cases=plain(", ".join(without))))
    if len(cases) < 2:
        st.info(say("backwards.too_few"))
        return
    rows = rows.loc[list(cases)]
    places = store.query("queries/sql/tracing/venue_names").set_index("venue_id")
    _shared(_ask("shared_hours", store, cases, look_back, band), rows["case_code"], places)
    found = _ask("links", store, cases, look_back, band)
    _chains(found, rows, cases)
    _record(store, found, rows, cases, places, look_back, band)


def _shared(found: pd.DataFrame, code: pd.Series, places: pd.DataFrame) -> None:
    st.subheader(say("backwards.shared"))
    st.caption(say("backwards.shared_note"))
    if found.empty:
        st.info(say("backwards.no_shared"))
        return
    shown = found.assign(
        venue=found["venue_id"].map(places["name"]), kind=found["venue_id"].map(places["kind"]).map(kinds()),
        of_out=[f"{row.together} / {row.cases_out}" for row in found.itertuples()],
        who=[", ".join(sorted(code.loc[list(ids)])) for ids in found["case_ids"]],
        one_in=found["surprise"].map(_one_in), usual=found["usual"].round(1),
    )  # fmt: skip
    columns = {
        "venue": "text", "starts": "moment", "ends": "moment", "of_out": "text", "one_in": "text", "present": "number",
        "usual": "number", "who": "text", "kind": "text",
    }  # fmt: skip
    table("backwards.shared", shown, columns, download=see_people(), people=True)


def _one_in(surprise: float) -> str:
    return say("backwards.one_in_more") if surprise > 9 else say("backwards.one_in_n", n=number(max(1, round(10**surprise))))


def _chains(found: pd.DataFrame, rows: pd.DataFrame, cases: dict[int, Illness]) -> None:
    st.subheader(say("backwards.chains"))
    code = rows["case_code"]
    links = _drawn(found).assign(source=lambda f: f["source"].map(code), target=lambda f: f["target"].map(code))
    likely = links[links["look"] == "likely"].set_index("target")["source"]
    told = {"cases": number(len(rows)), "known": number(len(likely)), "unknown": number(len(rows) - len(likely))}
    st.markdown(say("backwards.chains_count", **told))
    chosen = st.session_state.get(SHOWN)
    looks = st.pills(
        say("backwards.also"), ("other", "impossible"), selection_mode="multi", key="looks",
        default=("other", "impossible") if len(links) <= MANY_LINKS else (),
        format_func=lambda look: say(f"backwards.link_{look}"),
    )  # fmt: skip
    links = links[links["look"].isin(["likely", *looks]) | (links["source"] == chosen) | (links["target"] == chosen)]
    nodes = pd.DataFrame({"began": [cases[person].began for person in rows.index]}, index=code)
    nodes["known"] = nodes.index.isin(likely.index)
    source = likely.reindex(nodes.index).fillna(say("backwards.no_source"))
    nodes["told"] = [
        say("backwards.hover", code=escape(one), onset=day(nodes.loc[one, "began"]), source=escape(source[one]))
        for one in nodes.index
    ]
    chain_graph.draw(nodes, links, chosen, "chain", _clicked)
    st.caption(say("backwards.chains_note"))


def _drawn(found: pd.DataFrame) -> pd.DataFrame:
    """The links as lines: what is impossible both ways is one line, what is possible one way is not drawn the other."""
    look = pd.Series("impossible", found.index).mask(found["reason"] == "", "other").mask(found["likely"], "likely")
    pair = [tuple(sorted(ends)) for ends in zip(found["source"], found["target"], strict=True)]
    found = found.assign(look=look, pair=pair)
    possible = set(found.loc[found["look"] != "impossible", "pair"])
    keep = (found["look"] != "impossible") | (~found["pair"].isin(possible) & (found["source"] < found["target"]))
    return found.loc[keep, ["source", "target", "look"]]


def _clicked() -> None:
    points = st.session_state["chain"]["selection"]["points"]
    if points and "customdata" in points[0]:
        st.session_state[SHOWN] = points[0]["customdata"][0]


def _record(
    store: Warehouse, found: pd.DataFrame, rows: pd.DataFrame, cases: dict[int, Illness], places: pd.DataFrame, look_back: int,
    band: Band,
) -> None:  # fmt: skip
    """Show one case: its days, who may have infected it, whom it may have infected, where it was."""
    options = sorted(rows["case_code"])
    if st.session_state.get(SHOWN) not in options:
        st.session_state.pop(SHOWN, None)
    code = st.selectbox(say("backwards.record"), options, index=None, placeholder=say("backwards.choose"), key=SHOWN)
    if code is None:
        return
    person = int(rows.index[rows["case_code"] == code][0])
    case = rows.loc[person]
    columns = st.columns([1, 1, 1, 1.5])
    for place, name in zip(columns, ("onset", "sampled", "isolated"), strict=False):
        place.metric(say(f"backwards.{name}"), day(case[name]))
    columns[3].metric(say("backwards.status"), case["status"] if isinstance(case["status"], str) else say("app.unknown"))
    shown = _worded(found, rows["case_code"], cases, places, band)
    sources, targets = shown[found["target"] == person], shown[found["source"] == person]
    _evidence(sources[sources["likely"]])
    _links("backwards.sources", sources, "source_code")
    _links("backwards.targets", targets, "target_code")
    st.markdown(f"**{say('backwards.visits')}**")
    (window,) = backwards.look_back_windows({person: cases[person]}, look_back)
    case_timeline(store, window, code)


def _worded(found: pd.DataFrame, code: pd.Series, cases: dict[int, Illness], places: pd.DataFrame, band: Band) -> pd.DataFrame:
    minutes = {f"minutes_{one}": found[f"{one}_seconds"] // 60 for one in BANDS}
    shown = found.assign(**minutes, source_code=found["source"].map(code), target_code=found["target"].map(code))
    shown["venue"] = found["venue_id"].map(places["name"])
    words = [say(f"backwards.reason_{reason}") if reason else say("backwards.possible") for reason in found["reason"]]
    shown["verdict"] = [
        say("backwards.likely") if likely else word for likely, word in zip(found["likely"], words, strict=True)
    ]
    shown["incubation"] = [_days(cases[row.target].began, row) if not row.reason else "" for row in found.itertuples()]
    return shown.assign(minutes=shown[f"minutes_{band}"])


def _days(began: date, row: object) -> str:
    first, last = row.first_meeting.date(), row.last_meeting.date()  # type: ignore[attr-defined]
    least, most = max((began - last).days, 0), (began - first).days
    return str(most) if least == most else f"{least}–{most}"


def _evidence(likely: pd.DataFrame) -> None:
    if likely.empty:
        st.markdown(say("backwards.source_none"))
        return
    row = likely.iloc[0]
    st.markdown(say("backwards.source_is", code=plain(row["source_code"])))
    met = {"first": day(row["first_meeting"]), "last": day(row["last_meeting"]), "days": row["incubation"]}
    st.text(say("backwards.evidence", minutes=number(row["minutes"]), venue=row["venue"], venues=number(row["venues"]), **met))


def _links(name: str, shown: pd.DataFrame, other: str) -> None:
    st.markdown(f"**{say(name)}**")
    if shown.empty:
        st.caption(say("backwards.none"))
        return
    columns = {
        other: "text", "verdict": "text", "minutes_sure": "number", "minutes_probable": "number", "minutes_possible": "number",
        "first_meeting": "moment", "last_meeting": "moment", "venue": "text", "venues": "number", "incubation": "text",
        "weight": "number",
    }  # fmt: skip
    table(name, shown, columns, download=False)


def case_timeline(store: Warehouse, window: Window, code: str) -> None:
    """Show day by day where a case was in a window, its infectious days shaded."""
    visits = tracing.visits(store, [window])
    if visits.empty:
        st.info(say("tracing.no_visits"))
        return
    case = tracing.cases(store).set_index("case_code").loc[code]
    marks = {name: None if pd.isna(case[name]) else case[name].date() for name in ("onset", "sampled", "isolated")}
    began = marks["onset"] or marks["sampled"]
    infectious = in_force(began).window(began, None, marks["isolated"]) if began else None
    timeline.draw(visits, marks, infectious, f"visits {window.person_id}")

"""The parts of the screen of risk levels: the province, the map, districts with why, communes, history, unsafe venues."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from queries import zones
from queries.zones import INSIDE, Situation
from rules.disclosure import SMALL, disclosed
from rules.zones import LEVELS, Level, rule_sets, words
from ui import maps
from ui.filters import day_given, warn
from ui.reference import district_name, districts, kinds
from ui.sight import see_people
from ui.tables import table
from ui.texts import day, language, number, say
from warehouse.reader import Warehouse

GREY, DARK = "#d3dada", "#0b1a20"
HIGH = ("very_high", "high")
RADIUS = {"normal": 5, "risk": 6, "high": 8, "very_high": 10}
"""Of a commune's point on the map: not by its colour alone."""
TOLD = """<style>
.told {width:100%;border-collapse:collapse;font-size:.9rem}
.told td {padding:.45rem .6rem;border-top:1px solid #d9e2e1;vertical-align:top}
.told td:first-child {width:11rem;font-weight:600} .told td:nth-child(2) {width:13rem} .told small {opacity:.75}
.told .level {display:inline-block;font-weight:600;padding:.1rem .5rem;border-radius:.35rem}
@media (max-width:640px) {.told td {display:block;width:auto!important} .told td + td {border-top:0;padding-top:0}}
</style>"""


def asked(store: Warehouse) -> tuple[date, str | None]:
    """Show the day and the district, both kept in the address, and return them."""
    wrong: list[str] = []
    given, code = day_given("date", zones.newest(store), wrong), st.query_params.get("district")
    if code and code not in districts():
        wrong, code = [*wrong, "district"], None
    warn(wrong)
    left, right = st.columns([1, 2])
    on: date = left.date_input(say("zones.day"), given, format="DD/MM/YYYY", key="zone_day")
    options = list(districts())
    chosen: str | None = right.selectbox(
        say("zones.district"), options, options.index(code) if code else None, format_func=district_name,
        placeholder=say("app.all"), key="zone_district",
    )  # fmt: skip
    st.query_params["date"] = on.isoformat()
    if chosen:
        st.query_params["district"] = chosen
    elif code:
        del st.query_params["district"]
    return on, chosen


def show_from(since: date) -> None:
    """Let the next run show the day from which a new statement holds, if it shows an earlier one."""
    if since.isoformat() > st.query_params["date"]:
        st.query_params["date"] = since.isoformat()
        del st.session_state["zone_day"]


def names() -> dict[str | None, str]:
    """Return level → name, in the order of gravity, the unknown last."""
    return {code: level.name(language()) for code, level in _levels().items()} | {None: say("app.unknown")}


def _levels() -> dict[str, Level]:
    return dict(rule_sets()[0].levels)


def _css(text: object) -> str:
    """Return the style of a cell with a level's name; the name always stands in it."""
    colours = {level.name(language()): level.colour for level in _levels().values()}
    ground = colours.get(str(text), GREY)
    return f"background-color: {ground}; color: {'#ffffff' if text == names()['very_high'] else DARK}"


def _ill(count: int) -> int | str:
    """Return a number of cases as this page may show it."""
    few = int(count) if see_people() else disclosed(int(count))
    return f"≤ {SMALL}" if few is None else few if see_people() else number(few)


def _counts() -> dict[str, str]:
    """Return how the columns INSIDE are written."""
    return dict.fromkeys(INSIDE, "number") if see_people() else dict.fromkeys(INSIDE, "number") | {"cases": "text"}


def _readable(rows: pd.DataFrame, found: Situation) -> pd.DataFrame:
    rows = rows.assign(cases=rows["cases"].map(_ill))
    if "lowest" in rows:
        rows["level"] = [_level(row.level, row.lowest, row.highest) for row in rows.itertuples()]
        rows["mark"] = rows["overridden"].map({True: say("zones.decided"), False: say("zones.derived")})
        rows["why"] = [_why(row, found) for row in rows.itertuples()]
    else:
        rows["level"] = rows["level"].map(names())
    return rows


def _level(level: str | None, lowest: str, highest: str) -> str:
    known = names()
    return known[level] if level else say("zones.between", lowest=known[lowest], highest=known[highest])


def _why(row: object, found: Situation) -> str:
    derived = found.derived[row.code]  # type: ignore[attr-defined]
    said = "; ".join(words(reason, found.rules, language()) for reason in derived.reasons + derived.missing)
    said = said[:1].upper() + said[1:] + "."
    if not row.overridden:  # type: ignore[attr-defined]
        return said
    level = _level(derived.level, derived.lowest, derived.highest)
    decision = {"who": row.decided_by, "since": day(row.valid_from), "reason": str(row.reason).rstrip(".")}  # type: ignore[attr-defined]
    return say("zones.decision", level=level, why=said, **decision)


def _cover(found: Situation) -> list[tuple[str, str]]:
    lines = [(say("zones.day"), day(found.day))]
    if found.rules:
        lines.append((say("zones.rules"), _rules(found)))
    return lines


def _rules(found: Situation) -> str:
    if not found.rules:
        return say("zones.no_rules")
    parts = [say("zones.by_rules", decision=found.rules.decision, since=day(found.rules.valid_from))]
    if not found.rules.checked_against_text:
        parts.append(say("zones.unchecked"))
    if found.day >= found.rules.replaced_on:
        parts.append(say("zones.replaced", by=found.rules.replaced_by, since=day(found.rules.replaced_on)))
    return " ".join(parts)


def by_level(found: Situation) -> None:
    """Show how many communes and districts are at each level and what lies in those communes."""
    st.caption(_rules(found))
    st.subheader(say("zones.by_level"))
    sums = found.communes.fillna({"level": ""}).groupby("level")[list(INSIDE)].sum()
    counts = found.communes["level"].fillna("").value_counts()
    above = found.districts["level"].fillna("").value_counts()
    rows = pd.DataFrame([
        {"level": code, "communes": counts.get(code or "", 0), "districts": above.get(code or "", 0),
         **{name: sums[name].get(code or "", 0) for name in INSIDE}}
        for code in names()
    ])  # fmt: skip
    rows = _readable(rows, found)
    last = {"level": say("zones.elsewhere"), **found.elsewhere, "cases": _ill(found.elsewhere["cases"])}
    rows = pd.concat([rows, pd.DataFrame([last])], ignore_index=True)
    columns = {"level": "text", "communes": "number", "districts": "number", **_counts()}
    table("zones.by_level", rows, columns, _cover(found), colours={"level": _css})
    st.caption(say("zones.inside_note", arrivals=zones.ARRIVAL_DAYS, cases=zones.CASE_DAYS))


def level_map(store: Warehouse, found: Situation) -> None:
    st.subheader(say("zones.map"))
    colours = {code: level.colour for code, level in _levels().items()}
    shown = _readable(found.districts, found)
    known = zip(shown["code"], found.districts["level"], shown["level"], strict=True)
    areas = [maps.Area(code, names()[level], words, colours.get(level or "", GREY)) for code, level, words in known]
    placed = found.communes.dropna(subset=["latitude"])
    points = placed.assign(
        colour=placed["level"].map(colours).fillna(GREY), radius=placed["level"].map(RADIUS).fillna(5),
        level=placed["level"].map(names()),
    )  # fmt: skip
    maps.level_map(areas, points, store.place, store.settings, f"levels {found.day}")
    st.caption(say("zones.map_note", shown=number(len(placed)), all=number(len(found.communes))))


def by_district(found: Situation) -> None:
    st.subheader(say("zones.by_district"))
    rows = _readable(found.districts, found)
    _told(rows)
    with st.expander(say("zones.figures")):
        counts = dict.fromkeys(reversed(LEVELS), "number")
        columns = {"name": "text", "level": "text", "mark": "text", **counts, "unknown": "number", **_counts(), "why": "text"}
        table("zones.by_district", rows, columns, _cover(found), colours={"level": _css})


def _told(rows: pd.DataFrame) -> None:
    """Write districts with their levels and why; sentences are too long for the cells of a table of figures."""
    lines = [
        f"<tr><td>{escape(row.name_)}</td><td><span class='level' style='{_css(row.level)}'>{escape(row.level)}</span>"
        f"<br><small>{escape(row.mark)}</small></td><td>{escape(row.why)}</td></tr>"
        for row in rows.rename(columns={"name": "name_"}).itertuples()
    ]
    st.html(f"{TOLD}<table class='told'>{''.join(lines)}</table>")


def one_district(store: Warehouse, found: Situation, code: str) -> None:
    """Show a district: its level and why, the measures, its communes, the history of it or of one of them."""
    rows = _readable(found.districts[found.districts["code"] == code], found)
    name = str(rows["name"].iloc[0])
    st.subheader(name)
    _told(rows)
    _measures(found, found.districts.set_index("code").loc[code, "level"])
    communes = _readable(found.communes[found.communes["district_code"] == code], found)
    columns = {"name": "text", "level": "text", "valid_from": "day", "reason": "text", "decided_by": "text", **_counts()}
    table("zones.communes", communes, columns, _cover(found), colours={"level": _css})
    _history(store, {code: name, **dict(zip(communes["code"], communes["name"], strict=True))})


def _measures(found: Situation, level: str | None) -> None:
    if found.rules is None or not level:
        return
    reached = LEVELS[: LEVELS.index(level) + 1]
    lines = [line for code in reversed(reached) for line in found.rules.levels[code].measures(language())]
    with st.expander(say("zones.measures", level=names()[level])):
        st.markdown("\n".join(f"- {line}" for line in lines))


def _history(store: Warehouse, units: dict[str, str]) -> None:
    st.subheader(say("zones.history"))
    unit = st.selectbox(say("zones.unit"), list(units), format_func=units.__getitem__, key=f"history {next(iter(units))}")
    rows = zones.history(store, unit)
    if rows.empty:
        st.info(say("zones.no_history"))
        return
    rows["level"] = [
        say("zones.derived") if tier == "district" and not level else names()[level]
        for tier, level in zip(rows["tier"], rows["level"], strict=True)
    ]
    rows["judgement"] = [_judgement(row) for row in rows.itertuples()]
    rows["superseded"] = rows["counts"].map({True: "", False: say("zones.superseded_by_later")})
    columns = {"valid_from": "day", "level": "text", "reason": "text", "decided_by": "text", "judgement": "text",
               "stated_at": "moment", "loaded_by": "text", "superseded": "text"}  # fmt: skip
    table("zones.history", rows, columns, [(say("zones.unit"), units[unit])], colours={"level": _css})


def _judgement(row: object) -> str:
    parts = []
    if row.spread is not None:  # type: ignore[attr-defined]
        parts.append(say("zones.said_spread", count=number(row.spread)))  # type: ignore[attr-defined]
    for name in ("adjoining", "scattered"):
        value = getattr(row, name)
        if value is not None:
            parts.append(say(f"zones.said_{name}_{'yes' if value else 'no'}"))
    return "; ".join(parts)


def unsafe_inside(store: Warehouse, found: Situation) -> None:
    """Show the places inside communes at high and very high risk whose latest assessment is red."""
    st.subheader(say("zones.unsafe_inside"))
    high = found.communes[found.communes["level"].isin(HIGH)]
    rows = zones.unsafe(store, found.day, high["code"].tolist())
    if rows.empty:
        st.info(say("zones.no_unsafe"))
        return
    rows = rows.merge(_readable(high, found)[["code", "name", "district_code", "level"]].rename(
        columns={"code": "commune_code", "name": "commune"}), on="commune_code")  # fmt: skip
    rows = rows.assign(venue=rows["name"], kind=rows["kind"].map(kinds()), district=rows["district_code"].map(district_name))
    columns = {"venue": "text", "kind": "text", "commune": "text", "district": "text", "level": "text", "assessed_at": "day",
               "score": "text", "arrivals": "number"}  # fmt: skip
    rows["score"] = [number(score, 0 if score == score and float(score).is_integer() else 1) for score in rows["score"]]
    table("zones.unsafe_inside", rows, columns, _cover(found), colours={"level": _css})

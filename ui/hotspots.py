"""The parts of the hot spots screen: where people are, where the ill live and go, what changed, what is unusual.

Nothing here shows an exact small count: every figure goes through rules.disclosure first.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from queries import hotspots
from queries.hotspots import DAYS, Week
from rules.disclosure import SMALL, disclosed
from rules.messages import explain
from ui import charts
from ui.answers import crowds, declared, presence
from ui.filters import choice
from ui.heat_layer import heat_map, layer
from ui.reference import district_name, kinds
from ui.session import sentences
from ui.tables import table
from ui.texts import day, language, number, say
from warehouse.reader import Warehouse

VIEWS = ("map", "change", "unusual")
LAYERS = ("presence", "symptoms", "both")
FEW = 20
"""Places whose time rose or fell most that are listed."""


def places(store: Warehouse, week: Week) -> pd.DataFrame:
    """Return the chosen venues by venue_id, with kind and district in words."""
    rows = hotspots.places(store, week).set_index("venue_id")
    return rows.assign(
        kind=rows["kind"].map(kinds()).fillna(say("app.unknown")), district=rows["district_code"].map(district_name)
    )


def figures(store: Warehouse, week: Week) -> None:
    """Show the week in five figures."""
    everybody, ill, told = presence(store, week, False), presence(store, week, True), declared(store, week)
    shown = {
        "people": _count(everybody.people), "person_hours": number(everybody.seconds / 3600),
        "declared": _count(told["people"].sum()), "ill": _count(told["ill"].sum()), "ill_present": _count(ill.people),
    }  # fmt: skip
    for column, (name, text) in zip(st.columns(len(shown)), shown.items(), strict=True):
        column.metric(say(f"hotspots.{name}"), text, help=say(f"hotspots.{name}_help"))
    st.caption(say("hotspots.week", first=day(week.first), last=day(week.on), small=number(SMALL)))


def _count(value: float) -> str:
    told = disclosed(int(value))
    return f"≤ {SMALL}" if told is None else number(told)


def on_map(store: Warehouse, week: Week) -> None:
    """Show one of the three layers on the map, with its table."""
    chosen = choice("hotspots", "layer", LAYERS)
    if chosen == "symptoms":
        _symptoms(store, week)
    else:
        _presence(store, week, chosen == "both")


def _presence(store: Warehouse, week: Week, ill: bool) -> None:
    found, known = presence(store, week, ill), places(store, week)
    rows = told(found.venues).merge(known, on="venue_id").set_index("venue_id")
    hours = found.hours[found.hours["people"] > SMALL]
    days = max(hotspots.days_known(store, week), 1)
    means: dict[int, list[float | None]] = {}
    for row in hours.itertuples():
        means.setdefault(int(row.venue_id), [None] * 24)[int(row.hour)] = round(row.seconds / 3600 / days, 1)
    name = "both" if ill else "presence"
    _map(store, week, rows.assign(count=rows["people"], heat=rows["person_hours"]), means, name)
    _left_out(len(found.venues) - len(rows), rows)
    if ill:
        whole = told(presence(store, week, False).venues).set_index("venue_id")["people"]
        rows["share"] = rows["people"] / whole.reindex(rows.index)
    columns = {"name": "text", "kind": "text", "district": "text", "people": "number", "person_hours": "number"}
    st.subheader(say(f"hotspots.{name}_places"))
    table(f"hotspots.{name}_places", rows, columns | ({"share": "share"} if ill else {}) | {"code": "text"}, cover(week))
    st.subheader(say(f"hotspots.{name}_hours"))
    few = found.days["people"] <= SMALL
    charts.by_day_and_hour(found.days.assign(mean=(found.days["seconds"] / 3600).mask(few)), f"{name}_hours")
    st.caption(say("hotspots.hours_note"))


def told(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a presence that may be shown: people rounded, person_hours."""
    rows = rows[rows["people"] > SMALL]
    return rows.assign(people=[disclosed(int(n)) for n in rows["people"]], person_hours=(rows["seconds"] / 3600).round())


def _map(store: Warehouse, week: Week, rows: pd.DataFrame, means: dict[int, list[float | None]], name: str) -> None:
    st.subheader(say(f"hotspots.{name}"))
    placed = rows[rows["latitude"].notna() & rows["longitude"].notna()]
    if placed.empty:
        st.info(say("hotspots.nothing", small=number(SMALL)))
        return
    data = layer(placed, means, say(f"hotspots.{name}_count"))
    heat_map(data, store.place, store.settings, f"{name} {week} {language()}")
    st.caption(say(f"hotspots.{name}_note"))


def _left_out(few: int, rows: pd.DataFrame) -> None:
    unplaced = int((rows["latitude"].isna() | rows["longitude"].isna()).sum())
    st.caption(say("hotspots.left_out", few=number(few), small=number(SMALL), unplaced=number(unplaced)))


def _symptoms(store: Warehouse, week: Week) -> None:
    found = declared(store, week)
    rows = found[(found["ill"] > SMALL) & (found["commune_code"] != "")]
    rows = rows.sort_values(["ill", "commune_code"], ascending=[False, True])
    rows = rows.merge(hotspots.centres(store), on="commune_code", how="left")
    counts = {name: [disclosed(int(n)) for n in rows[name]] for name in ("people", "ill")}
    rows = rows.assign(
        **counts, kind=rows["district_code"].map(district_name), district=rows["district_code"].map(district_name)
    )
    _map(store, week, rows.assign(count=rows["ill"], heat=rows["ill"]), {}, "symptoms")
    _left_out(int(found["ill"].between(1, SMALL).sum()), rows)
    rows["share"] = rows["ill"] / rows["people"]
    columns = {"name": "text", "district": "text", "ill": "number", "people": "number", "share": "share"}
    st.subheader(say("hotspots.symptoms_places"))
    table("hotspots.symptoms_places", rows.rename(columns={"people": "declared"}),
          {("declared" if name == "people" else name): kind for name, kind in columns.items()}, cover(week))  # fmt: skip


def change(store: Warehouse, week: Week) -> None:
    """Show this week beside the one before: declared symptoms by district, time by district, kind and place."""
    before = week.before()
    known = {each: hotspots.days_known(store, each) for each in (before, week)}
    if min(known.values()) < DAYS:
        days = {"before": number(known[before]), "now": number(known[week]), "days": number(DAYS)}
        st.info(say("hotspots.not_comparable", **days))
        return
    _ill_change(store, week, before)
    now, then = (presence(store, each, False).venues.set_index("venue_id") for each in (week, before))
    both = now.join(then, how="outer", suffixes=("", "_before")).fillna(0).join(places(store, week))
    for by in ("district", "kind"):
        rows = _compared(both.groupby(by)[["seconds", "seconds_before"]].sum().reset_index())
        st.subheader(say(f"hotspots.change_by_{by}"))
        table(f"hotspots.change_by_{by}", rows, {by: "text", **CHANGED}, cover(week))
    rows = _compared(both[(both["people"] > SMALL) & (both["people_before"] > SMALL)].reset_index())
    rows = rows.sort_values("difference", ascending=False, kind="stable")
    for name, some in (
        ("rose", rows[rows["difference"] > 0].head(FEW)),
        ("fell", rows[rows["difference"] < 0][::-1].head(FEW)),
    ):
        st.subheader(say(f"hotspots.{name}"))
        table(f"hotspots.{name}", some, {"name": "text", "kind": "text", "district": "text", **CHANGED}, cover(week))


CHANGED = {"person_hours": "number", "person_hours_before": "number", "difference": "number", "growth": "share"}


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    hours, before = ((rows[name] / 3600).round() for name in ("seconds", "seconds_before"))
    told = {"person_hours": hours, "person_hours_before": before, "difference": hours - before}
    return rows.assign(**told, growth=(hours - before) / before.where(before > 0))


def _ill_change(store: Warehouse, week: Week, before: Week) -> None:
    rows = hotspots.by_district(declared(store, week), declared(store, before))
    rows = rows.assign(
        district=rows["district_code"].map(district_name), change=rows["change"].map(lambda c: say(f"hotspots.{c}"))
    )
    for name in ("people", "ill", "people_before", "ill_before"):
        rows[name] = [_count(value) for value in rows[name]]
    st.subheader(say("hotspots.change_ill"))
    columns = dict.fromkeys(("district", "ill", "ill_before", "declared", "declared_before", "change"), "text")
    rows = rows.rename(columns={"people": "declared", "people_before": "declared_before"})
    table("hotspots.change_ill", rows, columns, cover(week))
    st.caption(say("hotspots.change_note"))


@st.fragment
@sentences()
def unusual(store: Warehouse, week: Week) -> None:
    """Show crowds that hour, day, venue and the traffic elsewhere do not explain; then places with many ill people."""
    known = places(store, week)
    rows = crowds(store, week).merge(known, on="venue_id")
    if rows.empty:
        st.subheader(say("hotspots.crowds"))
        st.info(say("hotspots.no_crowds"))
        st.caption(say("hotspots.crowds_note"))
    else:
        rows["hours"] = [f"{start}h–{end}h" for start, end in zip(rows["from_hour"], rows["to_hour"], strict=True)]
        rows = rows.assign(arrivals=[disclosed(int(n)) for n in rows["arrivals"]], expected=rows["expected"].map(_expected))
        placed = rows.rename(columns={"arrivals": "count", "surprise": "heat"}).drop_duplicates("venue_id")
        _map(store, week, placed, {}, "crowds")
        columns = {"name": "text", "kind": "text", "district": "text", "day": "day", "hours": "text", "arrivals": "number",
                   "expected": "text", "surprise": "number", "code": "text"}  # fmt: skip
        table("hotspots.crowds", rows, columns, cover(week))
    _ill_venues(store, week, known)
    _ill_communes(store, week)


def _ill_venues(store: Warehouse, week: Week, known: pd.DataFrame) -> None:
    everybody, ill = presence(store, week, False), presence(store, week, True)
    found = hotspots.ill_places(everybody.venues, ill.venues, everybody.people, ill.people, "venue_id")
    _ill(found.merge(known, on="venue_id"), "ill_venues", ["name", "kind", "district"], "people", week)


def _ill_communes(store: Warehouse, week: Week) -> None:
    found = declared(store, week)
    known = found[found["commune_code"] != ""]
    ill = known[["commune_code", "ill"]].rename(columns={"ill": "people"})
    rows = hotspots.ill_places(known, ill, int(known["people"].sum()), int(known["ill"].sum()), "commune_code")
    rows = rows.merge(known[["commune_code", "name", "district_code"]], on="commune_code")
    _ill(rows.assign(district=rows["district_code"].map(district_name)), "ill_communes", ["name", "district"], "declared", week)


def _ill(rows: pd.DataFrame, name: str, texts: Sequence[str], of: str, week: Week) -> None:
    """Show places with many ill people; `of`: the column's name for all people there."""
    st.subheader(say(f"hotspots.{name}"))
    if rows.empty:
        st.info(say(f"hotspots.no_{name}"))
        return
    counts = {column: [disclosed(int(n)) for n in rows[column]] for column in ("ill", "people")}
    rows = rows.assign(**counts, expected=rows["expected"].map(_expected)).rename(columns={"people": of})
    columns = {**dict.fromkeys(texts, "text"), "ill": "number", of: "number", "expected": "text", "surprise": "number"}
    table(f"hotspots.{name}", rows, columns, cover(week))
    st.caption(say("hotspots.ill_note"))


def _expected(value: float) -> str:
    return number(value) if value >= 1 else "< 1"


def cover(week: Week) -> list[tuple[str, str]]:
    """Return the lines of a workbook's cover that say what was asked and what is left out."""
    lines = [(explain("cover_window", {}, language()), f"{day(week.first)} – {day(week.on)}")]
    chosen = {"districts": [district_name(c) for c in week.districts], "kinds": [kinds()[k] for k in week.kinds]}
    lines += [(say(f"hotspots.{name}"), "; ".join(words)) for name, words in chosen.items() if words]
    return [*lines, (say("hotspots.small"), say("hotspots.small_rule", small=number(SMALL)))]

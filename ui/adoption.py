"""The parts of the adoption screen: filters in the address, the way down the tree, steps, tables with their meaning."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from queries import adoption
from queries.adoption import ALL, NOBODY, Asked
from rules.metrics import metrics
from ui import adoption_charts as charts
from ui import answers
from ui.adoption_tables import cover, figures_table, listed, meanings
from ui.filters import ask_places, choice, day_given, places_given, whole_given, write_address, wrong_view
from ui.reference import districts, kinds
from ui.tables import table
from ui.texts import day, language, number, plain, say
from warehouse.reader import Warehouse

VIEWS = ("tree", "ranks", "splits", "sites", "trend")
PERIODS = (1, 7, 14, 28)
AGENCY = (
    "rank", "active_7_share", "active_7", "registered", "owed", "covered_share", "active_1", "active_1_share", "mean_7",
    "people", "arrivals", "pair_share", "declared_share", "assessed_share", "silent_days", "agencies", "agencies_named",
    "agencies_complete",
)  # fmt: skip
GROUP = (
    "rank", "active_7_share", "active_7", "registered", "active_1", "active_1_share", "mean_7", "people", "arrivals",
    "pair_share", "declared_share", "assessed", "assessed_share", "silent_days",
)  # fmt: skip


def from_address(newest: date) -> tuple[Asked, list[str]]:
    """Return the question that the address asks and the names of values that could not be used."""
    wrong: list[str] = []
    days = whole_given("days", wrong) if "days" in st.query_params else adoption.WEEK
    if days not in PERIODS:
        wrong, days = [*wrong, "days"], adoption.WEEK
    wrong += wrong_view(VIEWS)
    places = places_given(wrong)
    return Asked(day_given("on", newest, wrong), days, st.query_params.get("agency", ""), *places), wrong


def ask(given: Asked) -> tuple[Asked, str]:
    """Show the filters and the views; return what is chosen, and write it into the address."""
    first, second, *parts = st.columns([1, 1, 2, 2])
    on = first.date_input(say("adoption.on"), given.on, format="DD/MM/YYYY", key="on")
    words = {days: say("adoption.days_one" if days == 1 else "adoption.days_many", days=days) for days in PERIODS}
    days = second.selectbox(say("adoption.days"), PERIODS, PERIODS.index(given.days), format_func=words.__getitem__, key="days")
    chosen = ask_places("adoption", parts, (given.districts, given.kinds))
    view = choice("adoption", "view", VIEWS)
    asked = replace(given, on=on, days=days, districts=chosen[0], kinds=chosen[1])
    values = {"on": asked.on.isoformat(), "days": str(asked.days), "district": ",".join(asked.districts)}
    write_address({**values, "kind": ",".join(asked.kinds), "agency": asked.root})
    return asked, view


def go(agency: str, site: int = 0) -> None:
    """Write the agency, and the site, to be shown next into the address."""
    write_address({"agency": agency, "site": str(site or "")})


def show(store: Warehouse, asked: Asked, view: str) -> None:
    """Show what is asked about: the way to it, its steps beside the period before, and the view chosen."""
    whole = replace(asked, root="")
    branch = answers.branch(store, whole, asked.root)
    if branch is None and asked.root:
        st.warning(plain(say("adoption.no_agency", code=asked.root)))
        asked, branch = whole, answers.branch(store, whole, "")
    if branch is None:
        st.info(say("adoption.none"))
        return
    rows, (here, found, at) = answers.tree(store, whole), branch
    _way(store, asked)
    _steps(store, here)
    _notes(rows, here)
    _compared(asked, here)
    if asked.root == answers.NO_AGENCY:
        _own(store, whole, NOBODY)
    elif view == "tree":
        _tree(store, asked, here, found, at)
    else:
        {"ranks": _ranks, "splits": _splits, "sites": _sites, "trend": _trend}[view](store, asked, rows)
    definitions = st.expander(say("adoption.definitions"), on_change="rerun", key="definitions")
    if definitions.open:
        with definitions:
            _definitions(store)


def _way(store: Warehouse, asked: Asked) -> None:
    steps = [("", say("adoption.all"))]
    if asked.root == answers.NO_AGENCY:
        steps.append((answers.NO_AGENCY, say("adoption.nobody")))
    elif asked.root:
        steps += list(adoption.way(store, asked.root).itertuples(index=False, name=None))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for code, name in steps[:-1]:
            st.button(plain(name), key=f"way {code}", on_click=go, args=(code,), type="tertiary")
            st.markdown("›", width="content")
        st.markdown(f"**{plain(steps[-1][1])}**", width="content")


def _steps(store: Warehouse, here: pd.Series) -> None:
    st.subheader(say("adoption.funnel"))
    known = {name: number(here[name]) for name in ("owed", "agencies", "registered")}
    st.markdown(say("adoption.owed_filtered" if pd.isna(here["agencies"]) else "adoption.owed_all", **known))
    charts.funnel(here, meanings(store))


def _compared(asked: Asked, here: pd.Series) -> None:
    st.subheader(say("adoption.compared"))
    rows = adoption.comparison(here)
    rows["figure"] = [metrics()[key].name(language()) for key in rows["key"]]
    columns = {"figure": "text", "before": "number", "now": "number", "more": "number", "more_share": "share"}
    told = {key: (metrics()[key].name(language()), metrics()[key].means(language(), {})) for key in list(columns)[1:]}
    table("adoption.compared", rows, columns, cover(asked), told=told)
    back = [timedelta(days=days) for days in (asked.days - 1, 2 * asked.days - 1, asked.days)]
    first, first_before, last_before = (day(asked.on - step) for step in back)
    days = {"first": first, "last": day(asked.on), "first_before": first_before, "last_before": last_before}
    st.caption(say("adoption.compared_note", **days))


def _notes(rows: pd.DataFrame, here: pd.Series) -> None:
    """Say what the figures leave out."""
    cut = rows.loc[rows["cut"].astype(bool), "name"]
    names = "; ".join(map(plain, cut.head(5)))
    said = [
        (here["owed_unknown"], say("adoption.owed_unknown", count=number(_whole(here["owed_unknown"])))),
        (here["strangers"], say("adoption.strangers", count=number(_whole(here["strangers"])))),
        (len(cut) if here["key"] == ALL else 0, say("adoption.cut", count=number(len(cut)), names=names)),
    ]
    if lines := [text for count, text in said if _whole(count)]:
        st.caption(" ".join(lines))


def _whole(value: object) -> int:
    return 0 if pd.isna(value) else int(value)  # type: ignore[call-overload]


def _tree(store: Warehouse, asked: Asked, here: pd.Series, found: pd.DataFrame, at: str) -> None:
    found["name"] = found["name"].fillna(say("adoption.nobody"))
    if len(found):
        st.subheader(say("adoption.below"))
        st.caption(say("adoption.below_note"))
        chosen = figures_table(
            store, "below", found, ("name",), AGENCY, asked, choose=f"below {asked.root or ALL}", whole=here.to_dict()
        )
        if chosen is not None:
            go(found["key"].iloc[chosen] or answers.NO_AGENCY)
            st.rerun()
    if at:
        _own(store, replace(asked, root=at), at)


def _own(store: Warehouse, asked: Asked, agency: str) -> None:
    """Show the sites of an agency itself, and the one chosen."""
    st.subheader(say("adoption.own"))
    found = answers.venues(store, replace(asked, root=""), agency)
    if found.empty:
        st.caption(say("adoption.own_none"))
        return
    st.caption(say("adoption.own_note"))
    listed(store, found, "own", asked)


def _ranks(store: Warehouse, asked: Asked, rows: pd.DataFrame) -> None:
    own = answers.ranking(store, asked)
    own["above"] = own["parent_code"].map(dict(zip(rows["key"], rows["name"], strict=True)))
    st.subheader(say("adoption.ranks"))
    ranked = int(own["rank"].notna().sum())
    st.caption(say("adoption.ranks_note", ranked=number(ranked), unranked=number(len(own) - ranked)))
    chosen = figures_table(store, "ranks", own, ("name", "above"), AGENCY, asked, choose=f"ranks {asked.root or ALL}")
    if chosen is not None:
        go(own["key"].iloc[chosen])
        st.rerun()


def _splits(store: Warehouse, asked: Asked, tree: pd.DataFrame) -> None:
    for split, names in (("district", districts()), ("kind", kinds())):
        every = answers.groups(store, asked, split)
        found = every.drop(index=ALL).reset_index()
        found["place"] = found["key"].map(names).fillna(say("app.unknown"))
        st.subheader(say(f"adoption.by_{split}"))
        rows = adoption.ranked(found.assign(name=found["place"]))
        figures_table(store, f"by_{split}", rows, ("place",), GROUP, asked, whole=every.loc[ALL].to_dict())


def _sites(store: Warehouse, asked: Asked, rows: pd.DataFrame) -> None:
    st.subheader(say("adoption.sites"))
    st.caption(say("adoption.sites_note"))
    listed(store, answers.venues(store, asked, None), "sites", asked, "agency")


def _trend(store: Warehouse, asked: Asked, rows: pd.DataFrame) -> None:
    st.subheader(say("adoption.trend"))
    line = adoption.trend(store, asked)
    charts.activity(line)
    st.caption(say("adoption.trend_note"))
    line["share"] = line["active"] / line["registered"].where(line["registered"] > 0)
    named = {
        "active": "active_1",
        "registered": "registered",
        "scans": "scans_1",
        "arrivals": "arrivals",
        "complete": "complete",
    }
    means = meanings(store)
    told = {column: (metrics()[key].name(language()), means[key]) for column, key in named.items()}
    told["share"] = (metrics()["active_1_share"].name(language()), means["active_1_share"])
    with st.expander(say("adoption.trend_table")):
        columns = {"day": "day", **dict.fromkeys(named, "number"), "share": "share"}
        table("adoption.trend_table", line, columns, cover(asked), told=told)
    st.subheader(say("adoption.apps"))
    charts.apps(rows[rows["key"] == (asked.root or ALL)].iloc[0])


def _definitions(store: Warehouse) -> None:
    settings = asdict(store.settings)
    known = metrics()
    lines = [
        (metric.name(language()), metric.means(language(), settings),
         " ÷ ".join(known[key].name(language()) for key in (metric.numerator, metric.denominator) if key), metric.source)
        for metric in known.values()
    ]  # fmt: skip
    heads = [say(f"adoption.{name}") for name in ("figure", "definition", "made_of", "source")]
    st.table(pd.DataFrame(lines, columns=heads).set_index(heads[0]))

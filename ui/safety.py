"""The parts of the safety screen: filters in the address, the map with its card, tables, who must stop, what is odd."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from queries import safety
from queries.safety import Sites
from reports.safety import doubt_words, rule_words, stop_files, stop_workbook
from rules.messages import explain
from rules.text import fold
from ui.answers import sites
from ui.filters import whole_given
from ui.reference import district_name, kinds
from ui.session import for_all, later, sentences
from ui.site_card import card, in_words, level
from ui.sites_map import KEYS, SHAPES, key_of, layer, site_map
from ui.tables import table
from ui.texts import day, language, number, plain, say
from warehouse.reader import Warehouse

FOUND = 30
"""Sites offered at most when one is looked for by name."""
TRAFFIC = {"scans": "number", "arrivals": "number", "busiest_people": "number", "complete_share": "share"}
COUNTS = dict.fromkeys(("sites", *KEYS), "number")
VIEWS = ("map", "summary", "stop", "doubts")


@for_all
def _layer(store: Warehouse, asked: Sites, colours: tuple[str, ...], words: str) -> tuple[str, int]:
    """Return the map's layer in the language `words`, and how many sites have no place on it."""
    found = sites(store, asked)
    found = found[found["colour"].map(key_of).isin(colours)]
    placed = found["latitude"].notna() & found["longitude"].notna()
    return layer(found[placed]), int((~placed).sum())


@st.fragment
@sentences()
def on_map(store: Warehouse, asked: Sites) -> None:
    """Show the sites by colour and shape, and the card of the one clicked or looked for."""
    found = sites(store, asked)
    counts = found["colour"].map(key_of).value_counts()
    label = {key: f"{SHAPES[key]} {say(f'safety.{key}')}: {number(counts.get(key, 0))}" for key in KEYS}
    colours = st.pills(
        say("safety.colours"), KEYS, selection_mode="multi", default=KEYS, format_func=label.__getitem__, key="colours",
        label_visibility="collapsed",
    )  # fmt: skip
    left, right = st.columns([1.7, 1])
    with left:
        data, unplaced = _layer(store, asked, tuple(colours), language())
        clicked = site_map(data, store.place, store.settings, f"sites {asked} {colours} {language()}")
        st.caption(say("safety.map_note", unplaced=number(unplaced)))
    with right:
        _chosen(store, asked, found, clicked)


def _chosen(store: Warehouse, asked: Sites, found: pd.DataFrame, clicked: int | None) -> None:
    words = st.text_input(say("safety.find"), key="find", placeholder=say("safety.find_hint"))
    venue = looked_for(found, words) if words.strip() else clicked or whole_given("site", [])
    row = found[found["venue_id"] == venue]
    if row.empty:
        st.info(say("safety.choose"))
        return
    st.query_params["site"] = str(venue)
    card(store, row.iloc[0], asked.on)


def looked_for(found: pd.DataFrame, words: str) -> int | None:
    """Offer the sites whose name or code has all these words; return the one chosen."""
    wanted = fold(words).split()
    matches = [
        all(word in fold(f"{name} {code}") for word in wanted) for name, code in zip(found["name"], found["code"], strict=True)
    ]
    few = found[matches].head(FOUND)
    names = dict(zip(few["venue_id"].tolist(), (few["name"] + " · " + few["code"]).tolist(), strict=True))
    if not names:
        st.caption(say("safety.find_none"))
        return None
    chosen: int = st.selectbox(say("safety.found"), list(names), format_func=names.__getitem__, key="found")
    return chosen


def summary(store: Warehouse, asked: Sites) -> None:
    """Show the table of antoancovid.vn by district, kind and agency."""
    names = {"district": district_name, "kind": lambda code: kinds().get(code, say("app.unknown"))}
    for by in safety.SPLITS:
        st.subheader(say(f"safety.by_{by}"))
        rows = safety.summary(store, asked, by)
        rows[by] = (
            rows["key"].map(names[by])
            if by in names
            else rows["agency_name"].fillna(rows["key"]).replace("", say("safety.no_agency"))
        )
        rows = rows.rename(columns={"unknown": "none"}).assign(
            number=range(1, len(rows) + 1), together=rows["colour"].map(level)
        )
        table(
            f"safety.by_{by}",
            rows,
            {"number": "number", by: "text", **COUNTS, "safe_share": "share", "together": "text"},
            cover(asked),
        )
    st.caption(say("safety.summary_note"))


def cover(asked: Sites) -> list[tuple[str, str]]:
    """Return the lines of a workbook's cover that say what was asked."""
    lines = [(explain("stop_day", {}, language()), day(asked.on))]
    chosen: Mapping[str, list[str]] = {
        "districts": [district_name(c) for c in asked.districts],
        "kinds": [kinds()[k] for k in asked.kinds],
    }
    return lines + [(say(f"safety.{name}"), "; ".join(words)) for name, words in chosen.items() if words]


def stop(store: Warehouse, asked: Sites) -> None:
    """Show who must stop and why, who was scanned all the same, and the busy ones that never assessed themselves."""
    found = sites(store, asked)
    rows = in_words(safety.must_stop(store, asked, found))
    st.subheader(say("safety.stop"))
    scanning = int((rows["scans_after"] > 0).sum())
    st.markdown(say("safety.stop_count", count=number(len(rows)), scanning=number(scanning)))
    if len(rows):
        known = safety.rubrics(store)
        rows["rule"] = [rule_words(row, known, language()) for row in rows.itertuples()]
        columns = {
            "name": "text", "district": "text", "red_since": "moment", "scans_after": "number", "people_after": "number",
            "days_after": "number", "last_scan_after": "moment", "rule": "text", "kind_name": "text", "code": "text",
        }  # fmt: skip
        table("safety.stop", rows, columns, download=False)
        left, right = st.columns(2)
        name = f"co-so-phai-dung-{asked.on:%Y%m%d}"
        left.download_button(say("safety.stop_file"), data=later(lambda: stop_workbook(store, asked, rows, language())),
                             file_name=f"{name}.xlsx", key="stop_file", type="primary")  # fmt: skip
        right.download_button(say("safety.stop_files"), data=later(lambda: stop_files(store, asked, rows, language())),
                              file_name=f"{name}.zip", key="stop_files")  # fmt: skip
    st.subheader(say("safety.never_busy"))
    st.caption(say("safety.never_busy_note", scans=number(safety.BUSY_SCANS)))
    columns = {"code": "text", "name": "text", "kind_name": "text", "district": "text", **TRAFFIC, "last_day": "day"}
    table("safety.never_busy", in_words(safety.never_assessed(found)), columns, cover(asked))


def doubts(store: Warehouse, asked: Sites) -> None:
    """Show assessments that are odd beside the sites' own scans, and every score beside its traffic."""
    found = sites(store, asked)
    rows = in_words(safety.suspicious(found))
    rows["why"] = [doubt_words(codes, language()) for codes in rows["doubts"]]
    st.subheader(say("safety.doubts"))
    st.caption(say("safety.doubts_note", days=number(store.settings.assessment_days)))
    columns = {
        "name": "text", "district": "text", "shown": "text", "why": "text", "assessed_at": "moment", **TRAFFIC,
        "kind_name": "text", "code": "text",
    }  # fmt: skip
    table("safety.doubts", rows, columns, cover(asked))
    st.subheader(say("safety.against"))
    each = safety.by_colour(found)
    each["shown"] = each["colour"].map(level)
    table("safety.against", each, {"shown": "text", "sites": "number", **TRAFFIC}, cover(asked))
    st.caption(plain(say("safety.against_note")))

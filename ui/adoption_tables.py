"""Tables of the adoption screen: figures with their meaning, workbooks with all of them, sites and the one chosen."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

import pandas as pd
import streamlit as st

from queries.adoption import ALL, Asked
from reports.adoption import adoption_workbook, meaning
from rules.messages import explain
from rules.metrics import metrics
from rules.text import fold
from ui.filters import whole_given, write_address
from ui.navigation import link
from ui.reference import district_name, districts, kinds
from ui.session import later
from ui.signed_in import place
from ui.tables import table
from ui.texts import day, language, moment, number, plain, say, share
from warehouse.clock import now
from warehouse.reader import Warehouse

SITE = (
    "silent_days", "last_day", "mean_7", "scans", "people", "arrivals", "pair_share", "declared_share", "charged", "assessed",
)  # fmt: skip
CARD = ("silent_days", "scans_1", "mean_7", "people", "pair_share", "declared_share")
CARD_ROW = 3


def meanings(store: Warehouse) -> dict[str, str]:
    """Return key → what the figure means, in the page's language."""
    settings = asdict(store.settings)
    return {key: meaning(metric, language(), settings) for key, metric in metrics().items()}


def _columns(keys: tuple[str, ...]) -> dict[str, str]:
    written = {"share": "share", "day": "day"}
    return {key: written.get(metrics()[key].unit, "number") for key in keys}


def figures_table(
    store: Warehouse,
    name: str,
    rows: pd.DataFrame,
    texts: tuple[str, ...],
    keys: tuple[str, ...],
    asked: Asked,
    choose: str = "",
    whole: Mapping[str, object] | None = None,
) -> int | None:
    """Show `rows`: columns of text, then figures with their meaning; the workbook has every figure, and last the `whole` that
    the screen shows above. Return the row chosen."""
    means = meanings(store)
    told = {key: (metrics()[key].name(language()), means[key]) for key in keys}
    columns = {**dict.fromkeys(texts, "text"), **_columns(keys)}
    chosen = table(f"adoption.{name}", rows, columns, download=False, told=told, choose=choose)
    title, titles = say(f"adoption.{name}"), {text: say(f"adoption.{text}") for text in texts}

    def written() -> bytes:
        every = _with_whole(rows, {**whole, texts[0]: say("adoption.whole")}, texts) if whole else rows
        return adoption_workbook(title, cover(asked), titles, every, language(), asdict(store.settings))

    st.download_button(
        say("adoption.file"), data=later(written),
        file_name=f"{'-'.join(fold(title).split())}-{asked.on:%Y%m%d}.xlsx", key=f"download {name}", icon=":material/download:",
    )  # fmt: skip
    return chosen


def _with_whole(rows: pd.DataFrame, whole: Mapping[str, object], texts: tuple[str, ...]) -> pd.DataFrame:
    """Return the texts and figures of the rows, and of the whole as a last row."""
    shown = rows[[*texts, *(key for key in metrics() if key in rows)]]
    return pd.concat([shown, pd.DataFrame([whole], columns=shown.columns).astype(shown.dtypes)], ignore_index=True)


def cover(asked: Asked) -> list[tuple[str, str]]:
    """Return the lines of a workbook's cover that say what was asked."""
    first = asked.on - timedelta(days=asked.days - 1)
    mark = [(explain("cover_demo", {}, language()), say("app.demo"))] if place().is_demo else []
    lines = [*mark, (explain("cover_window", {}, language()), f"{day(first)} – {day(asked.on)}")]
    chosen: Mapping[str, list[str]] = {
        "root": [asked.root or say("adoption.all")],
        "districts": [district_name(code) for code in asked.districts],
        "kinds": [kinds()[kind] for kind in asked.kinds],
    }
    lines += [(say(f"adoption.{name}"), "; ".join(words)) for name, words in chosen.items() if words]
    return [*lines, (explain("cover_made", {}, language()), moment(now()))]


def listed(store: Warehouse, found: pd.DataFrame, name: str, asked: Asked, *more: str) -> None:
    """Show sites and the one chosen; `more` texts: agency."""
    rows = found.assign(
        site=found["name"], kind=found["kind"].map(kinds()), agency=found["agency_name"],
        district=found["district_code"].map(districts()).fillna(say("app.unknown")),
    )  # fmt: skip
    texts = ("site", "code", "kind", "district", *more)
    chosen = figures_table(store, name, rows, texts, SITE, asked, choose=f"{name} {asked.root or ALL}")
    site = int(rows["venue_id"].iloc[chosen]) if chosen is not None else whole_given("site", [])
    row = rows[rows["venue_id"] == site]
    if len(row):
        write_address({"site": str(site)})
        _card(store, row.iloc[0], asked)


def _card(store: Warehouse, row: pd.Series, asked: Asked) -> None:
    """Show every figure of one site."""
    st.subheader(plain(say("adoption.site_title", name=row["name"])))
    st.caption(plain(" · ".join(str(row[name]) for name in ("code", "kind", "district", "agency_name") if pd.notna(row[name]))))
    if not row["in_registry"]:
        st.warning(say("adoption.site_stranger"))
    means = meanings(store)
    for keys in (CARD[:CARD_ROW], CARD[CARD_ROW:]):
        for column, key in zip(st.columns(CARD_ROW), keys, strict=False):
            text = (share if metrics()[key].unit == "share" else number)(row[key])
            column.metric(metrics()[key].name(language()), text, help=means[key], border=True, height="stretch")
    with st.container(horizontal=True):
        link("safety", "adoption.site_safety", site=str(row["venue_id"]), on=asked.on.isoformat())
        first = (asked.on - timedelta(days=asked.days - 1)).isoformat()
        link("traffic", "adoption.site_traffic", venue=str(row["venue_id"]), **{"from": first, "to": asked.on.isoformat()})

"""Tables of the screens: written in the page's language, each with its download as a workbook."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.extensions import ExtensionArray
from pandas.io.formats.style import Styler

from reports.workbook import Field, workbook
from rules.messages import explain
from ui.session import later
from ui.sight import taken
from ui.signed_in import place
from ui.texts import day, language, moment, number, say, share
from warehouse.clock import now

SHOWN = 10_000
"""Rows shown; the download has all. More cells than Styler takes, and more than anybody scrolls through."""
WRITERS: Mapping[str, Callable[[Any], str]] = {"number": number, "share": share, "day": day, "moment": moment}


def _written(rows: pd.DataFrame, kinds: Sequence[str]) -> Styler:
    """Return `rows` so that they are sorted by their values and read as our own writers write them.

    Streamlit takes the texts of cells from a Styler: its own formats group digits as the browser's language does, not the
    page's. It makes them of `astype(str)` of the data and what the Styler says of single cells. For 150,000 cells pandas spends
    seconds on looks that they do not have, and Streamlit a second on one cell after the other, so they are handed over as a
    whole (tests/ui/test_tables.py holds them to what the slow way gives).
    """
    texts = pd.DataFrame(
        {name: _texts(values, kind) for (name, values), kind in zip(rows.items(), kinds, strict=True)}, index=rows.index
    )
    styler = rows.copy(deep=False).style
    styler.data.astype = lambda _: texts  # type: ignore[attr-defined]
    styler._compute = lambda: styler  # type: ignore[attr-defined]
    styler._translate = lambda *_: {}  # type: ignore[attr-defined]
    return styler


def _texts(values: pd.Series, kind: str) -> ExtensionArray:
    """Return what stands in each cell; a value met often is written once. Values are of one type and may be looked up."""
    places, found = pd.factorize(values)  # the place of nothing is -1: the last
    write = str if kind == "text" else WRITERS[kind]
    return pd.array([*map(write, found), "–"], dtype="str").take(places)


def table(
    name: str,
    rows: pd.DataFrame,
    columns: Mapping[str, str],
    cover: Sequence[tuple[str, str]] = (),
    *,
    download: bool = True,
    colours: Mapping[str, Callable[[object], str]] | None = None,
    told: Mapping[str, tuple[str, str]] | None = None,
    choose: str = "",
    people: bool = False,
) -> int | None:
    """Show `rows`; `columns` maps column names to how they are written: text, number, share, day or moment.

    Titles are the texts `<page>.<column>`; `name` is the text of the table's title, also of the workbook.
    `colours` maps columns to the CSS of a cell by its text. `told` gives columns their own title and help.
    With a key in `choose` a row may be chosen; return its place among `rows`. `people`: rows about persons, whose download is
    written down.
    """
    page = name.partition(".")[0]
    titles = {column: told[column][0] if told and column in told else say(f"{page}.{column}") for column in columns}
    shown = rows.head(SHOWN)[list(columns)].rename(columns=titles).reset_index(drop=True)
    writers = {titles[column]: WRITERS[kind] for column, kind in columns.items() if kind != "text"}
    styled = shown.style.format(writers, na_rep="–") if colours else _written(shown, list(columns.values()))
    for column, css in (colours or {}).items():
        styled = styled.map(css, subset=[titles[column]])
    helps = {title: st.column_config.Column(help=words) for title, words in (told or {}).values()}
    shape: dict[str, Any] = {"hide_index": True, "width": "stretch", "placeholder": "–", "column_config": helps}
    chosen: list[int] = []
    if choose:
        chosen = st.dataframe(styled, key=choose, on_select="rerun", selection_mode="single-row", **shape)["selection"]["rows"]
    else:
        st.dataframe(styled, **shape)
    if len(rows) > SHOWN:
        st.caption(say("app.rows_shown", shown=number(SHOWN), count=number(len(rows))))
    if download:
        _download(name, rows, titles, columns, cover, people)
    return chosen[0] if chosen else None


def _download(
    name: str,
    rows: pd.DataFrame,
    titles: Mapping[str, str],
    kinds: Mapping[str, str],
    cover: Sequence[tuple[str, str]],
    people: bool,
) -> None:
    title, checksum = say(name), explain("cover_sha256", {}, language())
    fields = [Field(column, text, max(14, min(len(text) + 6, 34)), kind=kinds[column]) for column, text in titles.items()]
    made = (explain("cover_made", {}, language()), moment(now()))
    mark = [(explain("cover_demo", {}, language()), say("app.demo"))] if place().is_demo else []

    def written() -> bytes:
        if people:
            taken(name, rows)
        return workbook(title, [*mark, *cover, made], fields, rows, checksum)

    st.download_button(
        say("app.download"),
        data=later(written, people=people),
        file_name=f"{title}.xlsx",
        key=f"download {name} {hashlib.sha256(str(rows.shape).encode()).hexdigest()[:8]}",
        icon=":material/download:",
    )

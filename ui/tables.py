"""Tables of the screens: written in the page's language, each with its download as a workbook."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from reports.workbook import Field, workbook
from rules.messages import explain
from ui.texts import day, language, moment, number, say, share
from warehouse.clock import now

SHOWN = 500
"""Rows shown; the download has all."""
WRITERS = {"number": number, "share": share, "day": day, "moment": moment}


def table(
    name: str,
    rows: pd.DataFrame,
    columns: Mapping[str, str],
    cover: Sequence[tuple[str, str]] = (),
    *,
    download: bool = True,
    colours: Mapping[str, Callable[[object], str]] | None = None,
) -> None:
    """Show `rows`; `columns` maps column names to how they are written: text, number, share, day or moment.

    Titles are the texts `<page>.<column>`; `name` is the text of the table's title, also of the workbook.
    `colours` maps columns to the CSS of a cell by its text.
    """
    page = name.partition(".")[0]
    titles = {column: say(f"{page}.{column}") for column in columns}
    shown = rows.head(SHOWN)[list(columns)].rename(columns=titles)
    writers = {titles[column]: WRITERS[kind] for column, kind in columns.items() if kind != "text"}
    styled = shown.style.format(writers, na_rep="–")
    for column, css in (colours or {}).items():
        styled = styled.map(css, subset=[titles[column]])
    st.dataframe(styled, hide_index=True, width="stretch", placeholder="–")
    if download:
        _download(name, rows, titles, cover)


def _download(name: str, rows: pd.DataFrame, titles: Mapping[str, str], cover: Sequence[tuple[str, str]]) -> None:
    title, checksum = say(name), explain("cover_sha256", {}, language())
    fields = [Field(column, text, max(14, min(len(text) + 6, 34))) for column, text in titles.items()]
    made = (explain("cover_made", {}, language()), moment(now()))
    st.download_button(
        say("app.download"),
        data=lambda: workbook(title, [*cover, made], fields, rows, checksum),
        file_name=f"{title}.xlsx",
        key=f"download {name} {hashlib.sha256(str(rows.shape).encode()).hexdigest()[:8]}",
        icon=":material/download:",
    )

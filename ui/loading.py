"""The parts of the loading screen: preview, load, ledger, rejects."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from etl.pipeline import load
from etl.rejects import rejects_of, rejects_workbook
from etl.report import FileReport, LoadReport
from etl.sources import Refusal, Table, load_layouts, open_tables
from queries import ledger
from rules.messages import explain, messages, sentence
from ui.session import later
from ui.sight import see_people
from ui.signed_in import opens, place, user
from ui.tables import table
from ui.texts import language, number, say
from warehouse.place import REFERENCE
from warehouse.reader import Warehouse
from warehouse.stores import PEOPLE

DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names that Windows takes for a device, whatever follows the point."""


@contextmanager
def saved(uploads: Sequence[Any]) -> Iterator[list[Path]]:
    """Write uploaded files into a private folder for the length of the block; their names keep no path."""
    here = place().work
    here.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix="upload-", dir=here) as folder:
        paths = []
        for index, upload in enumerate(uploads):
            path = Path(folder) / str(index) / named(upload.name)
            path.parent.mkdir()
            with path.open("wb") as file:
                upload.seek(0)
                shutil.copyfileobj(upload, file)
            paths.append(path)
        yield paths


def named(given: str) -> str:
    """Return the name under which an uploaded file is written: the last part of what the browser said, as far as any system
    takes it for a plain file."""
    last = re.split(r"[/\\]", given)[-1]
    kept = "".join(letter if letter.isprintable() and letter not in '<>:"|?*' else "_" for letter in last)
    short = kept.encode()[-200:].decode(errors="ignore").strip(" .")
    return f"_{short}" if not short or DEVICE.match(short) else short


def take_in(label: str) -> bool:
    """Offer to upload, preview and load files; say what the last load did. Return whether files were loaded just now."""
    uploads = st.file_uploader(label, accept_multiple_files=True, key=f"upload {st.session_state.get('round', 0)}")
    if "report" in st.session_state:
        told(st.session_state["report"])
    if not uploads:
        return False
    with saved(uploads) as paths:
        count = preview(paths)
        if not count or not st.button(say("loading.load", count=number(count)), type="primary", key="load"):
            return False
        run(paths)
    st.session_state["round"] = st.session_state.get("round", 0) + 1
    return True


def preview(paths: Sequence[Path]) -> int:
    """Show as what each table is recognised; return how many can be loaded."""
    st.subheader(say("loading.preview"))
    layouts, count = load_layouts(REFERENCE / "layouts"), 0
    with TemporaryDirectory(prefix="upload-", dir=place().work) as work:
        for path in paths:
            for found in open_tables(path, Path(work), layouts):
                if isinstance(found, Refusal):
                    why = explain(found.code, found.values, language())
                    st.error(say("loading.refused", name=found.name, why=why), icon=":material/block:")
                else:
                    count += 1
                    _recognised(found)
    return count


def _recognised(found: Table) -> None:
    layout = found.layout.title_vi if language() == "vi" else found.layout.title_en
    st.success(
        say("loading.recognised", name=found.name, layout=layout, encoding=found.encoding, row=found.header_row or "–"),
        icon=":material/check_circle:",
    )
    names = messages().get("column", {})
    meanings = [(found.columns[at], names.get(column, {}).get(language(), column)) for column, at in found.mapping.items()]
    meanings += [(text, names.get(column, {}).get(language(), column)) for column, text in found.said.items()]
    st.caption(" · ".join(f"{header} → {meaning}" for header, meaning in meanings))
    if found.unknown:
        headers = [
            say("loading.near", header=header.header, nearest=header.nearest[0]) if header.nearest else header.header
            for header in found.unknown
        ]
        st.caption(say("loading.unused", headers=", ".join(headers)))


def run(paths: Sequence[Path]) -> LoadReport:
    """Load the files, showing how far it is, and return what became of them; `told` says it, also after a rerun."""
    bar = st.progress(0.0, say("loading.running"))

    def show(step: str, done: float) -> None:
        known = step in ("identify", "pair", "publish")
        bar.progress(min(done, 1.0), say(f"loading.step_{step}") if known else step)

    report = load(place(), paths, by=user(), progress=show, citizens=opens(PEOPLE))
    bar.empty()
    st.session_state["report"] = report
    return report


def refused(report: FileReport) -> bool:
    """Say why entries of a form were not loaded; return whether any was not."""
    for code, column in report.faults:
        st.error(sentence(f"{code}|{column}|", language()))
    return bool(report.rejected)


def told(report: LoadReport) -> None:
    """Say what the last load of this session did."""
    fresh = [file for file in report.files if not file.known]
    if not fresh:
        st.info(say("loading.known"))
        return
    sums = {name: number(sum(getattr(file, name) for file in fresh)) for name in ("loaded", "duplicate", "rejected")}
    st.success(say("loading.done", seconds=number(report.seconds, 1), **sums))


def show_ledger(store: Warehouse) -> None:
    st.subheader(say("loading.ledger"))
    rows = ledger.files(store)
    if rows.empty:
        st.info(say("loading.ledger_empty"))
        return
    titles = {
        layout.name: layout.title_vi if language() == "vi" else layout.title_en
        for layout in load_layouts(REFERENCE / "layouts")
    }
    rows["layout"] = rows["layout"].map(titles).fillna(rows["layout"])
    counts = dict.fromkeys(("rows_read", "rows_loaded", "rows_duplicate", "rows_rejected"), "number")
    moments = dict.fromkeys(("first_at", "last_at", "loaded_at"), "moment")
    table(
        "loading.ledger",
        rows,
        {"load_id": "number", "name": "text", "layout": "text", **counts, **moments, "loaded_by": "text", "file_id": "text"},
    )


def show_rejects(store: Warehouse) -> None:
    st.subheader(say("loading.rejects"))
    rows = ledger.reasons(store)
    if rows.empty:
        st.info(say("loading.rejects_none"))
        return
    rows["reason"] = [
        sentence(f"{code}|{column}|", language()) for code, column in zip(rows["code"], rows["column"], strict=True)
    ]
    table("loading.rejects", rows, {"name": "text", "reason": "text", "rows": "number"})
    st.caption(say("loading.rejects_note"))
    names = dict(zip(rows["file_id"], rows["name"], strict=True))
    chosen = st.selectbox(say("loading.rejects_of"), list(names), format_func=names.__getitem__, key="rejects_of")
    if see_people():
        st.download_button(
            say("app.download"),
            data=later(lambda: rejects_workbook(rejects_of(store, chosen)), people=True),
            file_name=f"dong-bi-loai-{chosen}.xlsx",
            key="rejects",
        )
    else:
        st.info(say("loading.rejects_personal", file_id=chosen))

"""The parts of the tracing screen for a list's life: out of the house, results back, what changed since."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from access.view_log import Purpose, View, record
from casework.lists import CHANGES, Asked, SavedList, difference, keep, lists, seal
from casework.progress import COUNTS, minutes_to_list, progress, totals, worked
from casework.results import conflicts, hand_in, settle
from reports.contacts import Made, contacts_files, contacts_workbook
from rules.messages import explain
from ui.reference import district_name, kinds
from ui.session import later
from ui.sight import see_people
from ui.signed_in import user
from ui.tables import table
from ui.texts import language, moment, number, plain, say
from warehouse.reader import Warehouse

FORMS = ("one", "district", "commune", "files")


def take_out(store: Warehouse, asked: Asked) -> None:
    """Offer the list as workbook against a case number and a reason, which go into the view log first."""
    if not see_people():
        return
    left, right = st.columns(2)
    case_number = left.text_input(say("tracing.case_number"), key="case_number", max_chars=80)
    reason = right.text_input(say("tracing.reason"), key="reason", max_chars=200)
    form = st.segmented_control(
        say("tracing.form"), FORMS, default="one", format_func=lambda f: say(f"tracing.form_{f}"), key="form"
    )
    ready = bool(case_number.strip() and reason.strip())

    def made() -> bytes:
        purpose = Purpose(case_number, reason)
        record(store.place, View.of(user(), asked.described(), asked.rows, purpose))
        return _sealed(store, keep(store, asked, purpose, user()), asked.rows, form or "one")

    name = "danh-sach-tiep-xuc" + (".zip" if form == "files" else ".xlsx")
    st.download_button(
        say("tracing.call_list"),
        data=later(made, people=True),
        file_name=name,
        disabled=not ready,
        type="primary",
        key="call_list",
    )
    st.caption(say("tracing.purpose_note"))


def _sealed(store: Warehouse, saved: SavedList, rows: pd.DataFrame, form: str) -> bytes:
    made: Made
    if form == "files":
        made = contacts_files(store, saved, rows, "district", language())
    else:
        made = contacts_workbook(store, saved, rows, language(), None if form == "one" else form)
    seal(store, saved, made.checksums, user())
    return made.content


def kept(store: Warehouse) -> None:
    """Show the lists that left the house: results in, progress, conflicts, what changed since."""
    _results_in(store)
    known = lists(store)
    if not known:
        st.info(say("tracing.no_lists"))
        return
    labels = {one.list_id: _label(one) for one in known}
    chosen = st.selectbox(say("tracing.list"), labels, format_func=lambda code: labels[code], key="list")
    saved = next(one for one in known if one.list_id == chosen)
    _progress(store, saved)
    _conflicts(store, saved)
    _changes(store, saved)


def _label(saved: SavedList) -> str:
    values = {"code": saved.list_id, "case": saved.purpose.case_number, "at": moment(saved.made_at), "rows": number(saved.rows)}
    return say("tracing.list_label", **values)


def _results_in(store: Warehouse) -> None:
    given = st.file_uploader(say("tracing.results"), type=["xlsx"], key="results")
    if given is None:
        return
    done = hand_in(store, given.getvalue(), given.name, user())
    values = {"list": done.saved.list_id, "taken": number(done.taken), "unchanged": number(done.unchanged)}
    st.success(say("tracing.results_done", **values, conflicts=number(done.conflicts)))
    for code, sheet, row, title in done.faults[:20]:
        st.warning(explain(code, {"sheet": sheet, "row": str(row), "title": title}, language()))
    if len(done.faults) > 20:
        st.warning(say("tracing.more_faults", count=number(len(done.faults) - 20)))


def _progress(store: Warehouse, saved: SavedList) -> None:
    rows = worked(store, saved)
    sums = totals(rows)
    for place, name in zip(st.columns(len(COUNTS)), COUNTS, strict=True):
        place.metric(say(f"tracing.{name}"), number(sums[name]))
    minutes = minutes_to_list(store, saved)
    if minutes is not None:
        st.caption(say("tracing.minutes_to_list", minutes=number(minutes)))
    ways: dict[str, Callable[[str], str]] = {
        "district_code": district_name,
        "closest_kind": lambda kind: kinds().get(kind, say("app.unknown")),
        "reasons": lambda code: explain(f"reason_{code}", {}, language()) if code else say("tracing.no_reason"),
    }
    for tab, (column, named) in zip(st.tabs([say(f"tracing.by_{column}") for column in ways]), ways.items(), strict=True):
        with tab:
            counted = progress(rows, column)
            counted["group"] = counted[column].map(named)
            table("tracing.progress", counted, {"group": "text", **dict.fromkeys(COUNTS, "number")}, download=False)


def _conflicts(store: Warehouse, saved: SavedList) -> None:
    waiting = conflicts(store, saved.root_id)
    if waiting.empty:
        return
    st.subheader(say("tracing.conflicts"))
    for row in waiting.itertuples():
        column = explain(f"list_{row.field}", {}, language())
        told = {"code": row.row_code, "column": column, "standing": _words(row.field, row.standing)}
        origin = {"file": plain(row.file_name), "who": plain(row.made_by)}
        st.markdown(say("tracing.conflict", **told, value=_words(row.field, row.value), **origin))
        keep_it, take_it = st.columns(2)
        if keep_it.button(say("tracing.keep_standing"), key=f"keep {row.number}"):
            settle(store, int(row.number), user(), take=False)
            st.rerun()
        if take_it.button(say("tracing.take_value"), key=f"take {row.number}"):
            settle(store, int(row.number), user(), take=True)
            st.rerun()


def _words(field: str, value: str) -> str:
    if not value or field == "note":
        return plain(value) or say("tracing.blank")
    return explain(f"choice_{value}", {}, language())


def _changes(store: Warehouse, saved: SavedList) -> None:
    st.subheader(say("tracing.changes"))
    asked, rows = difference(store, saved)
    counts = {change: number(int((rows["change"] == change).sum())) for change in CHANGES}
    st.markdown(say("tracing.changes_count", **counts))
    if rows.empty or not see_people():
        return

    def made() -> bytes:
        record(store.place, View.of(user(), f"changes of list {saved.list_id}", rows, saved.purpose))
        newer = keep(store, asked, saved.purpose, user(), root=saved.root_id)
        return _sealed(store, newer, rows, "one")

    st.download_button(
        say("tracing.changes_file"), data=later(made, people=True), file_name="thay-doi-danh-sach.xlsx", key="changes_file"
    )

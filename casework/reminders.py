"""Whom to remind, and the rounds recorded: never altered; one recorded by mistake is withdrawn by a line of its own."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from queries.adoption import ALL, NOBODY
from rules.offices import bare
from rules.reminders import Limits, Round, Use, counting, next_step, reasons
from warehouse.clock import now
from warehouse.reader import Warehouse

ROUNDS = (
    "select r.number, r.agency_code, r.round, r.day, coalesce(r.written, r.day) as written, r.reasons, r.note, r.made_at,"
    " r.made_by, w.made_at as withdrawn_at, w.made_by as withdrawn_by"
    " from office.reminder r left join office.reminder w on w.withdraws = r.number"
    " where r.withdraws is null and ($agency is null or r.agency_code = $agency) order by r.number"
)
RECORD = "insert into office.reminder values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def limits(warehouse: Warehouse) -> Limits:
    """Return when a reason begins, by the settings."""
    settings = warehouse.settings
    deadline = date.fromisoformat(settings.administrator_deadline)
    return Limits(deadline, settings.low_use_days, settings.low_use_percent, settings.reminder_gap_days)


def rounds(warehouse: Warehouse, agency: str | None = None) -> pd.DataFrame:
    """Return what was recorded for an agency (None: for all), oldest first: number, agency_code, round (1 to 3; 4: proposal to
    suspend), day (of the figures), written (the letter's day), reasons (parted by spaces), note, made_at, made_by,
    withdrawn_at, withdrawn_by (missing: it counts)."""
    return warehouse.shown("reminders recorded", _recorded(warehouse, agency))


def _recorded(warehouse: Warehouse, agency: str | None = None) -> pd.DataFrame:
    with warehouse.office() as con:
        return con.execute(ROUNDS, {"agency": agency}).df()


def due(warehouse: Warehouse, on: date, rows: pd.DataFrame) -> pd.DataFrame:
    """Return those of the agencies (queries.adoption.agencies on a day, each by itself) that there is a reason to remind, with
    reasons (tuple), step, due_on, done (as rules.reminders.Step) and reminded (tuple: days of the letters that count).

    Nobody writes to itself or tells the authority above it what to mend, nor to what only groups others and has no site.
    """
    settings = warehouse.settings
    own = {bare(name, settings.province_name) for name in (settings.department_name, settings.superior_name)}
    grouping = rows["key"].isin(rows["parent_code"]) & (rows["owed"].fillna(0) == 0) & (rows["registered"].fillna(0) == 0)
    called = rows["name"].fillna("").map(lambda name: bare(name, settings.province_name))
    rows = rows[~(rows["key"].isin([ALL, NOBODY]) | called.isin(own) | grouping)]
    known = _recorded(warehouse)
    known = known[known["withdrawn_at"].isna()]
    told = {code: _rounds(of) for code, of in known.groupby("agency_code")}
    bounds = limits(warehouse)
    why = [reasons(_use(row), on, bounds) for row in rows.itertuples()]
    last = [_day(day) for day in rows["last_day"]]
    steps = [
        next_step(because, day, told.get(code, ()), on, bounds.gap_days)
        for code, because, day in zip(rows["key"], why, last, strict=True)
    ]
    rows = rows.assign(
        reasons=why, step=[one.number for one in steps], due_on=pd.to_datetime([one.due for one in steps]),
        done=[one.done for one in steps],
        reminded=[counting(told.get(code, ()), on) if step.done else () for step, code in zip(steps, rows["key"], strict=True)],
    )  # fmt: skip
    return rows[[bool(because) for because in why]].reset_index(drop=True)


def _use(row: Any) -> Use:
    owed = None if pd.isna(row.owed) else int(row.owed)
    covered = 0 if pd.isna(row.covered) else int(row.covered)
    return Use(int(row.agencies_named), owed, covered, int(row.registered), int(row.active_7), _day(row.last_day))


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[call-overload,arg-type]


def _rounds(rows: pd.DataFrame) -> list[Round]:
    cells = zip(rows["round"], rows["day"], rows["reasons"], rows["written"], strict=True)
    return [Round(int(number), day.date(), tuple(why.split()), written.date()) for number, day, why, written in cells]


def ready(rows: pd.DataFrame, written: date) -> pd.Series:
    """Return of which rows of `due` the next step may be taken by a letter of that day."""
    return (rows["step"] > 0) & (rows["due_on"] <= pd.Timestamp(written))


def record(warehouse: Warehouse, on: date, written: date, rows: pd.DataFrame, note: str, by: str) -> int:
    """Record the next step of these rows of `due` on a day, those `ready`, and return how many it was."""
    now_due = rows[ready(rows, written)]
    told = ((code, step, on, " ".join(why), note) for code, step, why in now_due[["key", "step", "reasons"]].values.tolist())
    _append(warehouse, ((*one, by, None, written) for one in told))
    return len(now_due)


def withdraw(warehouse: Warehouse, number: int, by: str) -> None:
    """Take back a round recorded by mistake; it stays in the record."""
    _append(warehouse, [("", None, None, "", "", by, number, None)])


def _append(warehouse: Warehouse, lines: Iterable[tuple[object, ...]]) -> None:
    with warehouse.office(write=True) as con:
        con.execute("begin")
        newest = con.execute("select coalesce(max(number), 0) from office.reminder").fetchall()[0][0]
        for number, (agency, step, day, why, note, by, withdraws, written) in enumerate(lines, start=int(newest) + 1):
            con.execute(RECORD, [number, agency, step, day, why, note, by, now(), withdraws, written])
        con.execute("commit")

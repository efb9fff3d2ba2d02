"""Scan exports of each app, and passenger lists; also which of their rows a reader must find told twice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from demo import phones
from demo.draw import Flags, Ints, Rng, Texts, stream, texts
from demo.exports import FileCount, Sheet, headers, write_csv, write_workbook
from demo.movement import DAY, Visits
from demo.people import APPS, People
from demo.period import ISO, MINUTES, VIETNAMESE, Period
from demo.profiles import CARD, SLOTS, Profiles
from demo.scans import Recorded, Scans
from demo.venues import PASSENGERS, Venues

VHD, BLUEZONE, NCOVI, TOKHAIYTE = range(4)
WORKBOOK_ROWS, UTF16_ROWS = 4_000, 8_000
BAD = {"phone": 4, "at": 3, "direction": 2}


@dataclass(frozen=True)
class World:
    """All that a scan export is told from."""

    seed: int
    period: Period
    people: People
    venues: Venues
    visits: Visits
    recorded: Recorded
    profiles: Profiles
    scans: Scans


@dataclass(frozen=True)
class Written:
    """A file and the scans it holds, for finding what is told twice."""

    count: FileCount
    scans: Scans | None = None


def write(folder: Path, world: World) -> Iterator[FileCount]:
    """Write every scan export into `folder`, by name, and yield its count."""
    app = np.where(world.scans.profile % SLOTS == CARD, -1, world.profiles.app[world.scans.profile])
    posters = world.scans.where((app == VHD) | (app == TOKHAIYTE))
    done = [*_posters(folder, world, posters), *_bluezone(folder, world, world.scans.where(app == BLUEZONE))]
    done += [
        *_ncovi(folder, world, world.scans.where(app == NCOVI)),
        _guard(folder, world, world.scans.where(app == -1)),
    ]
    done.append(_passengers(folder, world))
    yield from _with_duplicates(world, sorted(done, key=lambda one: one.count.name))


def _posters(folder: Path, world: World, scans: Scans) -> Iterator[Written]:
    """Weekly files, one of their days exported again in another form, and the late rows in a file of
    their own.
    """
    rng, period = stream(world.seed, 9), world.period
    for first in range(0, period.days, 7):
        last = min(first + 7, period.days)
        week = scans.where((scans.at // DAY >= first) & (scans.at // DAY < last) & ~scans.late)
        sheet = _poster_sheet(world, week).spoiled(rng, BAD, ["id_number"])
        sheet = replace(sheet, titles=_titles("NHẬT KÝ QUÉT MÃ ĐIỂM KIỂM SOÁT", period, first, last) if first == 7 else ())
        name = f"04_quet_ma_vhd_{period.day_text(first)}_{period.day_text(last - 1)}.csv.gz"
        yield Written(write_csv(folder / name, sheet), week)
    day = period.days // 2
    again = scans.where((scans.at // DAY == day) & ~scans.late)
    sheet = replace(_poster_sheet(world, again, ISO), headers=headers("poster_again"))
    yield Written(
        write_csv(folder / f"05_quet_ma_vhd_{period.day_text(day)}_xuat_lai.csv", sheet, "utf-8-sig", ends="\r\n"),
        again,
    )
    late = scans.where(scans.late)
    yield Written(
        write_csv(folder / "13_quet_ma_vhd_gui_tre.csv", _poster_sheet(world, late).spoiled(rng, BAD, ["id_number"])),
        late,
    )


def _titles(title: str, period: Period, first: int, last: int) -> list[str]:
    span = f"Từ ngày {period.day_text(first, '%d/%m/%Y')} đến ngày {period.day_text(last - 1, '%d/%m/%Y')}"
    return ["SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH AN GIANG", title, f"{span} - SỐ LIỆU GIẢ LẬP", ""]


def _poster_sheet(world: World, scans: Scans, form: str = VIETNAMESE) -> Sheet:
    profiles, row = world.profiles, scans.profile
    return Sheet(
        "scan_tokhaiyte",
        headers("poster"),
        {
            "at": world.period.times(scans.at, form),
            "venue_code": codes(world.venues, scans.venue, scans.at),
            "phone": profiles.phone_text[row],
            "name": profiles.name[row],
            "id_number": profiles.id_number[row],
            "direction": _words(scans.is_in, "Vào", "Ra"),
            "other": _words(profiles.other[row], "Có", ""),
            "app": texts(APPS)[profiles.app[row]],
        },
    )


def _bluezone(folder: Path, world: World, scans: Scans) -> Iterator[Written]:
    """One plain file, and the last days as Excel saves "Unicode text": UTF-16 with tabs."""
    rng, cut = stream(world.seed, 10), len(scans.at) - min(UTF16_ROWS, len(scans.at) // 10)
    rows = np.arange(len(scans.at))
    early, latest = scans.where(rows < cut), scans.where(rows >= cut)
    yield Written(
        write_csv(folder / "06_bluezone_lich_su_quet.csv", _bluezone_sheet(world, early).spoiled(rng, BAD)),
        early,
    )
    sheet = _bluezone_sheet(world, latest).spoiled(rng, BAD)
    yield Written(write_csv(folder / "06_bluezone_moi_nhat.txt", sheet, "utf-16", "\t", ends="\r\n"), latest)


def _bluezone_sheet(world: World, scans: Scans) -> Sheet:
    profiles, row = world.profiles, scans.profile
    return Sheet(
        "scan_bluezone",
        headers("bluezone"),
        {
            "at": world.period.times(scans.at),
            "venue_code": codes(world.venues, scans.venue, scans.at),
            "venue_name": world.venues.name[scans.venue],
            "direction": _words(scans.is_in, "Check in", "Check out"),
            "phone": profiles.phone_text[row],
            "name": profiles.name[row],
        },
    )


def _ncovi(folder: Path, world: World, scans: Scans) -> Iterator[Written]:
    """A CSV that went through Excel (no leading zeros), and the newest rows as a workbook."""
    rng, cut = stream(world.seed, 11), len(scans.at) - min(WORKBOOK_ROWS, len(scans.at) // 8)
    rows = np.arange(len(scans.at))
    early, latest = scans.where(rows < cut), scans.where(rows >= cut)
    sheet = _ncovi_sheet(world, early)
    lost = texts(str(n) if n else "" for n in world.profiles.phone[early.profile].tolist())
    sheet = replace(
        sheet,
        columns={**sheet.columns, "phone": np.where(rng.random(cut) < 0.5, lost, sheet.columns["phone"])},
    )
    written = write_csv(folder / "07_ncovi_scan_log.csv", sheet.spoiled(rng, BAD, ["id_number"]), "utf-8-sig", messy=True)
    yield Written(written, early)
    sheet = _ncovi_sheet(world, latest).spoiled(rng, BAD, ["id_number"])
    cells = {"at": _excel_times(sheet.columns["at"]), "phone": _excel_phones(rng, sheet.columns["phone"])}
    yield Written(write_workbook(folder / "07_ncovi_scan_log_moi.xlsx", sheet, "scan_log", cells), latest)


def _ncovi_sheet(world: World, scans: Scans) -> Sheet:
    profiles, row = world.profiles, scans.profile
    return Sheet(
        "scan_ncovi",
        headers("ncovi"),
        {
            "at": world.period.times(scans.at, ISO),
            "venue_code": codes(world.venues, scans.venue, scans.at),
            "direction": _words(scans.is_in, "in", "out"),
            "phone": profiles.phone_text[row],
            "name": profiles.name[row],
            "id_number": profiles.id_number[row],
            "other": _words(profiles.other[row], "1", "0"),
        },
    )


def _excel_times(cells: Texts) -> list[Any]:
    """Dates become date cells; what is no date stays text."""
    return [datetime.fromisoformat(cell) if cell[:2] == "20" and len(cell) == 19 else cell for cell in cells]


def _excel_phones(rng: Rng, cells: Texts) -> list[Any]:
    """Half the numbers become number cells, a few the exponent form as text."""
    luck = rng.random(len(cells))
    plain = [cell.isdigit() and len(cell) == 10 and cell[0] == "0" for cell in cells]
    return [
        cell if not ok or draw > 0.52 else phones.exponent(int(cell)) if draw > 0.5 else int(cell)
        for cell, ok, draw in zip(cells, plain, luck.tolist(), strict=True)
    ]


def _guard(folder: Path, world: World, scans: Scans) -> Written:
    """Date and time in two columns; the person is whatever the scanned code holds."""
    columns = {
        "at": world.period.dates(scans.at),
        "time": world.period.clocks(scans.at),
        "venue_code": codes(world.venues, scans.venue, scans.at),
        "venue_name": world.venues.name[scans.venue],
        "direction": _words(scans.is_in, "Vào", "Ra"),
        "person_qr": world.profiles.code[scans.profile],
    }
    sheet = Sheet("scan_guard", headers("guard"), columns, ["NHẬT KÝ NGƯỜI GÁC QUÉT MÃ CÁ NHÂN (SỐ LIỆU GIẢ LẬP)", ""])
    sheet = sheet.spoiled(stream(world.seed, 12), {"at": 3, "direction": 2})
    return Written(write_csv(folder / "08_nhat_ky_bao_ve.csv", sheet, "utf-8-sig", ends="\r\n", messy=True), scans)


def _passengers(folder: Path, world: World) -> Written:
    """One row per visit, to the minute, in the fonts of an old office computer."""
    recorded, visits = world.recorded, world.visits
    shown = (world.venues.channel[visits.venue] == PASSENGERS) & (recorded.in_scanned | recorded.out_scanned)
    row = np.flatnonzero(shown)[np.argsort(visits.start[shown], kind="stable")]
    person, venue, profile = visits.person[row], visits.venue[row], recorded.profile[row]
    came = np.where(recorded.in_scanned[row], world.period.times(visits.start[row], clock=MINUTES), "")
    gone = np.where(recorded.out_scanned[row], world.period.times(visits.end[row], clock=MINUTES), "")
    columns = {
        "name": world.profiles.name[profile],
        "birth_year": world.people.birth_year[person].astype(str).astype(object),
        "id_number": world.profiles.id_number[profile],
        "phone": world.profiles.phone_text[profile],
        "other": _words(world.profiles.other[profile], "Có", ""),
        "venue_code": codes(world.venues, venue, visits.start[row]),
        "venue_name": world.venues.name[venue],
        "in_at": came,
        "out_at": gone,
    }
    sheet = Sheet(
        "visit_hanhkhach",
        headers("passengers"),
        columns,
        ["Danh sách hành khách qua các bến (số liệu giả lập)", ""],
    )
    sheet = sheet.spoiled(stream(world.seed, 13), {"phone": 4}, ["id_number"])
    return Written(write_csv(folder / "09_danh_sach_hanh_khach.csv", sheet, "tcvn3", ends="\r\n"))


def _words(flags: Flags, yes: str, no: str) -> Texts:
    return texts((no, yes))[flags.astype(np.int64)]


def codes(venues: Venues, venue: Ints, at: Ints) -> Texts:
    """Return the code on the venue's poster at that moment."""
    return np.where(at // DAY < venues.recoded[venue], venues.old_code[venue], venues.code[venue])


def _with_duplicates(world: World, done: list[Written]) -> Iterator[FileCount]:
    """A scan told a second time is a duplicate of the file that comes later by name."""
    kept = [one for one in done if one.scans is not None]
    subjects = {alone: _subjects(world.profiles, alone) for alone in (False, True)}
    told = pd.concat([_keys(one, subjects) for one in kept], ignore_index=True).duplicated()
    edges = np.cumsum([0] + [len(one.scans.at) for one in kept if one.scans is not None])
    again = {one.count.name: int(told[a:b].sum()) for one, a, b in zip(kept, edges[:-1], edges[1:], strict=True)}
    for one in done:
        yield replace(one.count, duplicates=again.get(one.count.name, 0))


def _keys(written: Written, subjects: dict[bool, Ints]) -> pd.DataFrame:
    scans = written.scans
    assert scans is not None
    alone = written.count.layout in ("scan_bluezone", "scan_guard")
    return pd.DataFrame(
        {
            "subject": subjects[alone][scans.profile],
            "venue": scans.venue,
            "at": scans.at,
            "is_in": scans.is_in,
        }
    )


def _subjects(profiles: Profiles, alone: bool) -> Ints:
    """Return numbers for whom a row speaks of; forms without a column for "declared for another" know the
    phone only.
    """
    subject = profiles.subject
    if alone:
        rows = zip(subject, profiles.phone.tolist(), strict=True)
        subject = texts(f"p{phone}" if known.startswith("h") else known for known, phone in rows)
    return np.asarray(pd.util.hash_array(subject), dtype=np.int64)

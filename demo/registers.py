"""The lists that offices keep: agencies, administrators, venues, self-assessments, cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from demo import names, phones
from demo.draw import Ints, Rng, index, stream, texts
from demo.exports import FileCount, Sheet, headers, write_csv, write_workbook
from demo.movement import DAY
from demo.period import MINUTES
from demo.scan_files import World
from demo.units import Units
from demo.venues import Venues, kinds

NOTE = "SỐ LIỆU GIẢ LẬP: NGƯỜI VÀ ĐỊA ĐIỂM KHÔNG CÓ THẬT"
POSITIONS = (
    "Chánh Văn phòng",
    "Phó Chánh Văn phòng",
    "Chuyên viên",
    "Công chức Văn hóa - Xã hội",
    "Quản lý",
    "Trưởng phòng",
)
HAS_ADMINISTRATOR, COMPLETE = 0.85, 0.80
REPORTED = date(2021, 6, 2)
"""The first day on which agencies report, of six; the deadline is the fourth."""
OWES_MORE = 0.45
GROUPS = ("AG", "HDT")
"""What only stands above others and owes no site."""
NEWER_VENUES = 0.06
"""Share of the venues that come in a second, later list."""
ASSESSED = 0.62
LEVELS = ("An toàn", "Có rủi ro", "Không an toàn")
LEVEL_SHARES = (0.74, 0.19, 0.07)
STILL_BUSY = 6
"""Of the busiest venues, how many get an unsafe score and yet go on."""
SCALES = {
    "cong_ty": ((0, 30), (31, 50), (51, 95)),
    "benh_vien": ((76, 98), (50, 75), (20, 49)),
    "truong_hoc": ((11, 15), (8, 10), (0, 7)),
}
"""Lowest and highest score of each level where the kind's rubric has its own scale."""
USUAL_SCALE = ((80, 100), (50, 79), (15, 49))
PASSED_FIRST = (4, 5, 10, 11, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15)
"""The order in which a school passes its criteria, mandatory ones first."""
LAZY, PERFECT, BOASTING = 0.3, 0.05, 0.04
"""Shares that always hand in the same score, that claim the best there is, that claim a better level than their score."""


def write(folder: Path, world: World, units: Units, agencies: pd.DataFrame, cases: pd.DataFrame) -> Iterator[FileCount]:
    """Write the five lists and yield their counts."""
    rng = stream(world.seed, 16)
    yield write_workbook(folder / "01_danh_muc_don_vi.xlsx", _agencies(rng, world.venues, units, agencies), "Don vi")
    yield write_workbook(folder / "02_dau_moi_quan_tri.xlsx", _administrators(rng, world.seed, agencies), "Quan tri")
    yield from _write_venues(folder, rng, world, units, agencies)
    sheet, when = _assessments(rng, world)
    yield write_workbook(folder / "11_tu_danh_gia_an_toan.xlsx", sheet, "Danh gia", {"at": when})
    yield write_workbook(folder / "12_ca_benh.xlsx", _cases(world, cases), "Ca benh")


def _agencies(rng: Rng, venues: Venues, units: Units, agencies: pd.DataFrame) -> Sheet:
    """Agencies owe at least the sites they registered; nearly half owe more."""
    has = np.bincount(venues.agency[venues.registered & (venues.agency >= 0)], minlength=len(agencies))
    more = np.where(rng.random(len(agencies)) < OWES_MORE, np.ceil(has * rng.random(len(agencies)) * 0.6) + 1, 0)
    owed = np.where(agencies["code"].isin(GROUPS), has, np.maximum(has, 1) + more).astype(np.int64)
    title = agencies.set_index("code")["name"]
    district = np.where(agencies["district"] >= 0, units.district_name[agencies["district"].to_numpy()], "")
    columns = {
        "agency_code": agencies["code"],
        "agency_name": agencies["name"],
        "parent_code": agencies["parent"],
        "parent_name": agencies["parent"].map(title).fillna(""),
        "kind": agencies["kind"],
        "district": district,
        "sites_owed": owed.astype(str),
    }
    titles = ["UBND TỈNH AN GIANG", "DANH MỤC CƠ QUAN, ĐƠN VỊ", NOTE, ""]
    return Sheet("agency_tree", headers("agencies"), {name: texts(values) for name, values in columns.items()}, titles)


def _administrators(rng: Rng, seed: int, agencies: pd.DataFrame) -> Sheet:
    """One for most agencies; of some a field is missing, of some no administrator was ever named."""
    shown = agencies[(rng.random(len(agencies)) < HAS_ADMINISTRATOR) & (agencies["parent"] != "").to_numpy()]
    size, missing = (
        len(shown),
        np.where(rng.random(len(shown)) < COMPLETE, -1, rng.integers(0, 3, len(shown))),
    )
    mobile = rng.random(size) < 0.8
    number = np.where(mobile, phones.mobiles(rng, size), phones.landlines(rng, size))
    columns = {
        "agency_code": texts(shown["code"]),
        "agency_name": texts(shown["name"]),
        "name": names.full_names(rng, names.surnames(rng, size), rng.random(size) < 0.55),
        "position": np.where(missing == 0, "", texts(POSITIONS)[rng.integers(0, len(POSITIONS), size)]),
        "phone": np.where(missing == 1, "", phones.written(number, np.where(mobile, phones.forms(rng, size), 0))),
        "email": texts(
            "" if gap == 2 else f"dau.moi.{code.lower()}@vidu.example" for code, gap in zip(shown["code"], missing, strict=True)
        ),
    }
    columns["stated_at"] = texts(f"{REPORTED + timedelta(int(n)):%d/%m/%Y}" for n in stream(seed, 18).integers(0, 6, size))
    titles = ["DANH SÁCH QUẢN TRỊ HỆ THỐNG", NOTE, ""]
    return Sheet("administrator", headers("administrators"), columns, titles)


def _write_venues(folder: Path, rng: Rng, world: World, units: Units, agencies: pd.DataFrame) -> Iterator[FileCount]:
    """The main list with title rows, and newer venues in a Windows-1258 file with semicolons."""
    sheet, listed = _venues(rng, world, units, agencies), int(world.venues.registered.sum())
    cut = listed - max(1, round(listed * NEWER_VENUES))
    old = {name: values[:cut] for name, values in sheet.columns.items()}
    new = {name: values[cut:listed] for name, values in sheet.columns.items()}
    titles = ["SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "DANH SÁCH ĐIỂM KIỂM SOÁT ĐÃ TẠO MÃ QR", NOTE, ""]
    yield write_csv(folder / "03_diem_kiem_soat.csv", replace(sheet, columns=old, titles=titles), "utf-8-sig", ends="\r\n")
    yield write_csv(folder / "03_diem_kiem_soat_bo_sung.csv", replace(sheet, columns=new), "cp1258", ";", ends="\r\n")


def _venues(rng: Rng, world: World, units: Units, agencies: pd.DataFrame) -> Sheet:
    venues, known, size = world.venues, kinds(), len(world.venues.name)
    owned, male = venues.agency >= 0, rng.random(size) < 0.5
    columns = {
        "venue_code": venues.code,
        "venue_name": venues.name,
        "kind": texts(known["name_vi"])[venues.kind],
        "agency_code": np.where(owned, texts(agencies["code"])[venues.agency], ""),
        "agency_name": np.where(owned, texts(agencies["name"])[venues.agency], ""),
        "address": venues.address,
        "commune": units.commune_name[venues.commune],
        "district": units.district_name[units.district[venues.commune]],
        "latitude": np.where(venues.placed, venues.latitude.astype(str).astype(object), ""),
        "longitude": np.where(venues.placed, venues.longitude.astype(str).astype(object), ""),
        "opens": texts(map(_clock, venues.opens.tolist())),
        "closes": texts(map(_clock, venues.closes.tolist())),
        "indoor": texts(known["indoor"].map(_yes))[venues.kind],
        "more_codes": venues.old_code,
        "registrant_name": names.full_names(rng, names.surnames(rng, size), male),
        "registrant_phone": phones.written(phones.mobiles(rng, size), phones.forms(rng, size)),
    }
    return Sheet("venue_diemkiemsoat", headers("venues"), columns)


def _clock(minutes: int) -> str:
    return "23:59" if minutes == 1440 else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _yes(word: str) -> str:
    return "Có" if word.strip().lower() in ("1", "true", "yes", "có") else "Không"


def _assessments(rng: Rng, world: World) -> tuple[Sheet, list[datetime]]:
    """Most venues assess themselves, some weekly; a few of the busiest are unsafe and go on; the rest
    never did. Schools answer criterion by criterion.
    """
    venue, level, at = _answers(rng, world)
    known, kind = kinds(), world.venues.kind[venue]
    score = _scores(rng, known["kind"], kind, level, venue)
    school = (known["kind"] == "truong_hoc").to_numpy()[kind]
    level = np.where(rng.random(len(level)) < BOASTING, 0, level)
    when = world.period.moments(at).astype("datetime64[m]").tolist()
    columns = {
        "venue_code": world.venues.code[venue],
        "venue_name": world.venues.name[venue],
        "sector": texts(known["name_vi"])[kind],
        "at": texts(moment.isoformat(" ") for moment in when),
        "score": texts(np.where(school, "", score.astype(str))),
        "level": texts(LEVELS)[level],
        "answers": texts(_passed(int(n)) if is_school else "" for n, is_school in zip(score, school, strict=True)),
    }
    return Sheet("assessment_antoancovid", headers("assessments"), columns, ["KẾT QUẢ TỰ ĐÁNH GIÁ AN TOÀN", NOTE, ""]), when


def _scores(rng: Rng, kinds_known: pd.Series, kind: Ints, level: Ints, venue: Ints) -> Ints:
    scales = np.array([SCALES.get(name, USUAL_SCALE) for name in kinds_known])
    low, high = scales[kind, level, 0], scales[kind, level, 1]
    usual = rng.random(int(venue.max(initial=0)) + 1)
    place = np.where(rng.random(len(usual))[venue] < LAZY, usual[venue], rng.random(len(venue)))
    best = np.where((kinds_known == "cong_ty").to_numpy()[kind], 0.0, 0.999)
    place = np.where((level == 0) & (rng.random(len(venue)) < PERFECT), best, place)
    found: Ints = low + np.floor(place * (high - low + 1)).astype(np.int64)
    return found


def _passed(count: int) -> str:
    passed = PASSED_FIRST[:count]
    return "; ".join(f"{number}={'Đạt' if number in passed else 'Không đạt'}" for number in sorted(PASSED_FIRST))


def _answers(rng: Rng, world: World) -> tuple[Ints, Ints, Ints]:
    """Return venue, level and time of every self-assessment, in order of time."""
    registered = np.flatnonzero(world.venues.registered)
    visits = np.bincount(world.visits.venue, minlength=len(world.venues.name))
    busy = registered[np.argsort(-visits[registered], kind="stable")[:STILL_BUSY]]
    chosen = np.union1d(registered[rng.random(len(registered)) < ASSESSED], busy)
    first_level = np.where(np.isin(chosen, busy), 2, index(rng, LEVEL_SHARES, len(chosen)))
    start = rng.integers(0, max(1, min(10, world.period.days // 2)), len(chosen))
    times = rng.choice([1, 1, 2, 3, 9, 9], len(chosen))
    row = np.repeat(np.arange(len(chosen)), times)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    better = (turn > 0) & (rng.random(len(row)) < 0.25) & ~np.isin(chosen[row], busy)
    at = (start[row] + 7 * turn) * DAY + rng.integers(7 * 60, 18 * 60, len(row)) * 60
    kept = np.flatnonzero(at < world.period.until)
    kept = kept[np.argsort(at[kept], kind="stable")]
    level = np.maximum(first_level[row] - better, 0)
    return chosen[row][kept], level[kept].astype(np.int64), at[kept]


def _cases(world: World, cases: pd.DataFrame) -> Sheet:
    person = cases["person"].to_numpy(np.int64)
    seconds = {name: cases[name].to_numpy(np.int64) for name in ("onset", "sampled", "isolated")}
    columns = {
        "case_code": texts(cases["case_code"]),
        "name": world.people.name[person],
        "birth_year": world.people.birth_year[person].astype(str).astype(object),
        "id_number": world.people.id_number[person],
        "phone": phones.written(world.people.phone[person], np.zeros(len(person), dtype=np.int64)),
        "onset": world.period.dates(seconds["onset"]),
        "sampled": world.period.dates(seconds["sampled"]),
        "isolated": world.period.times(seconds["isolated"], clock=MINUTES),
        "status": texts(cases["status"]),
    }
    return Sheet("case_list", headers("cases"), columns, ["DANH SÁCH CA BỆNH", NOTE, ""])

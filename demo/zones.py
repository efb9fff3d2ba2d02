"""The levels of risk that officials gave the communes, from the cases of this province; some communes nobody judged."""

from pathlib import Path

import numpy as np
import pandas as pd

from demo.draw import Ints, stream, texts
from demo.exports import FileCount, Sheet, headers, write_csv
from demo.movement import DAY
from demo.registers import NOTE
from demo.scan_files import World
from demo.units import Units

NORMAL_SHARE, NEIGHBOUR_SHARE = 0.6, 0.6
"""Share of the communes judged on the first day; of those beside a case, judged on its day."""
HEALTH, DISTRICT = "Sở Y tế (giả lập)", "BCĐ huyện (giả lập)"
RANK = ("Bình thường mới", "Nguy cơ", "Nguy cơ cao", "Nguy cơ rất cao")
COLUMNS = ("commune", "district", "date", "risk_level", "reason", "decided_by", "spread", "scattered")
Row = dict[str, str]


def write(folder: Path, world: World, units: Units, cases: pd.DataFrame, infected: Ints) -> FileCount:
    """Write the file of levels, with two rows that cannot be loaded; `infected` are the people whose infector is known."""
    rng = stream(world.seed, 17)
    home = world.people.commune[cases["person"].to_numpy(np.int64)]
    days = (cases["sampled"].to_numpy(np.int64) // DAY).tolist()
    traced = np.isin(cases["person"].to_numpy(np.int64), infected).tolist()
    said: dict[tuple[int, int], tuple[str, str]] = {}
    for commune in np.flatnonzero(rng.random(len(units.commune_code)) < NORMAL_SHARE).tolist():
        _say(said, commune, 0, RANK[0], "Không có ca bệnh")
    near = rng.random(len(units.commune_code)) < NEIGHBOUR_SHARE
    counts = np.zeros(len(units.commune_code), dtype=np.int64)
    for commune, day, known in sorted(zip(home.tolist(), days, traced, strict=True), key=lambda case: case[1]):
        counts[commune] += 1
        grave = counts[commune] > 1 or not known
        reason = "Chùm ca bệnh, hoặc ca bệnh chưa rõ nguồn lây" if grave else "Có ca bệnh đã rõ nguồn lây"
        _say(said, commune, day, RANK[3 if grave else 2], reason)
        for other in np.flatnonzero(units.district == units.district[commune]).tolist():
            if near[other] and not counts[other]:
                _say(said, other, day, RANK[1], "Cùng huyện với xã có ca bệnh")
    rows = [_row(world, units, commune, day, *word) for (commune, day), word in said.items()]
    rows += _districts(world, units, np.bincount(units.district[home], minlength=len(units.district_code)), days)
    columns = {name: texts(row[name] for row in rows) for name in COLUMNS}
    titles = ["BAN CHỈ ĐẠO PHÒNG, CHỐNG DỊCH TỈNH AN GIANG", "MỨC NGUY CƠ CỦA CÁC XÃ, PHƯỜNG, THỊ TRẤN", NOTE, ""]
    sheet = Sheet("zone_level", headers("zones"), columns, titles).spoiled(rng, {"commune": 2})
    return write_csv(folder / "13_muc_nguy_co.csv", sheet, "utf-8-sig", ends="\r\n")


def _say(said: dict[tuple[int, int], tuple[str, str]], commune: int, day: int, level: str, reason: str) -> None:
    """Keep the graver of two levels of one day."""
    before = said.get((commune, day))
    if before is None or RANK.index(before[0]) < RANK.index(level):
        said[commune, day] = level, reason


def _row(world: World, units: Units, commune: int, day: int, level: str, reason: str) -> Row:
    name, district = units.commune_name[commune], units.district_name[units.district[commune]]
    return dict(zip(COLUMNS, (name, district, _date(world, day), level, reason, HEALTH, "", ""), strict=True))


def _districts(world: World, units: Units, cases: Ints, days: list[int]) -> list[Row]:
    """An official's word on two districts: the one with most cases is judged, one without any is given a level."""
    worst, spared = int(cases.argmax()), int(cases.argmin())
    day, size = max(days, default=0), int((units.district == worst).sum())
    judged = ("", "Nguồn lây ở chợ, khó kiểm soát", HEALTH, str(size // 2 + 1), "Rải rác")
    given = (RANK[1], "Có người về từ vùng dịch, chờ kết quả xét nghiệm", DISTRICT, "", "")
    return [
        dict(zip(COLUMNS, ("", units.district_name[which], _date(world, on), *word), strict=True))
        for which, on, word in ((worst, day, judged), (spared, day // 2, given))
    ]


def _date(world: World, day: int) -> str:
    return str(world.period.dates(np.array([day * DAY]))[0])

"""Synthetic scan logs for the benchmarks: invented people, Zipf venues, missing OUTs, double scans, phones in mixed forms."""

from pathlib import Path

import duckdb

VENUES = 12_000
LOG = """
with visit as (
    select i, hash(i * 7 + $seed) as h, hash(i * 13 + $seed) as g from range(($rows / 1.77)::bigint) t(i)
), placed as (
    select 900000000 + (h % greatest($rows // 20, 50)) as phone,
        least((pow($venues + 1.0, ((g % 1000003) / 1000003.0)) - 1)::int, $venues - 1) as venue,
        $first::timestamp + to_seconds(((h >> 17) % ($days * 86400))::int) as in_at,
        to_seconds((300 + ((g >> 23) % 7200))::int) as stay, (g >> 40) % 100 as luck, (h >> 45) % 5 as form
    from visit
), scanned as (
    select phone, venue, in_at as scanned_at, true as is_in, form from placed
    union all select phone, venue, in_at + stay, false, form from placed where luck >= 25
    union all select phone, venue, in_at + interval 20 seconds, true, form from placed where luck in (30, 31)
)
select row_number() over () as "STT", strftime(scanned_at, '%d/%m/%Y %H:%M:%S') as "Thời gian",
    printf('AG%05d', venue) as "Mã địa điểm",
    case form when 0 then printf('+84%d', phone) when 1 then printf('84%d', phone)
        else printf('0%d', phone) end as "Số điện thoại",
    case when is_in then 'Vào' else 'Ra' end as "Chiều", 'VHD' as "Ứng dụng"
from scanned
"""
VENUE_LIST = """
select printf('AG%05d', i) as "Mã địa điểm", printf('Điểm %d', i) as "Tên địa điểm", 'Quán cà phê' as "Loại hình",
    'Phường Mỹ Bình' as "Xã/Phường", 'Thành phố Long Xuyên' as "Quận/Huyện" from range($venues) t(i)
"""


def write(folder: Path, rows: int, *, days: int = 31, first: str = "2021-06-01", seed: int = 1) -> tuple[Path, Path]:
    """Write about `rows` scans and their venues as CSV exports; return the two paths (scans, venues)."""
    folder.mkdir(parents=True, exist_ok=True)
    scans, venues = folder / f"quet_{rows}_{days}_{first}.csv", folder / "diem_quet.csv"
    con = duckdb.connect()
    if not scans.exists():
        con.execute(f"copy ({_bound(LOG, rows=rows, days=days, first=first, seed=seed, venues=VENUES)}) to '{scans}' (header)")
    con.execute(f"copy ({_bound(VENUE_LIST, venues=VENUES)}) to '{venues}' (header)")
    return scans, venues


def _bound(text: str, **values: object) -> str:
    """COPY takes no parameters: put our own constants in."""
    for name, value in values.items():
        text = text.replace(f"${name}", f"'{value}'" if isinstance(value, str) else str(value))
    return text

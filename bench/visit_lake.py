"""A lake filled with invented visits, without exports, cleaning and pairing, so that it can be large.

Everybody makes VISITS visits of 5 to 125 minutes in 31 days, each in a stretch of time of its own, so that nobody is in two
places at once; venues are of Zipf popularity; a quarter of the scans out are missing. Nobody is linked to somebody else.
"""

from datetime import date
from pathlib import Path

from warehouse import lake
from warehouse.engine import connect
from warehouse.place import Place

FIRST, DAYS, VISITS = date(2021, 6, 1), 31, 11
SCANS_OF_A_PERSON = VISITS * 1.75
MACROS = """
create macro came(person, nth) as '2021-06-01'::timestamp
    + to_seconds(nth * 243_490 + (hash(person * 64 + nth) % 235_000)::bigint);
create macro place(person, nth) as
    (pow(12_001.0, (hash(person * 64 + nth + 32) % 1_000_003) / 1_000_003.0) - 1)::integer;
create macro luck(person, nth) as hash(person * 64 + nth + 16);
"""
VENUE_LIST = """
insert into lake.venue by name
select i::integer as venue_id, printf('AG%05d', i) as code, 'quan_ca_phe' as kind, true as registered from range(12_000) t(i)
"""
NTH_VISITS = """
with visit as (
    select person_id, least(place(person_id, $nth), 11_999)::integer as venue_id, came(person_id, $nth) as in_at,
        in_at + to_seconds((300 + luck(person_id, $nth) % 7_200)::bigint) as left_at,
        (luck(person_id, $nth) >> 20) % 4 > 0 as scanned, came(person_id, $nth + 1) as next_in
    from range($people::bigint) t(person_id)
)
select in_at::date as day, person_id, venue_id, in_at, case when scanned then left_at end as out_at,
    case when not scanned and next_in < in_at + interval 24 hours then next_in end as next_at, null::timestamp as prev_at
from visit
"""


def fill(folder: Path, scans: int) -> Place:
    """Make a lake with about so many scans' visits in `folder`."""
    place, people = Place(folder), round(scans / SCANS_OF_A_PERSON)
    place.work.mkdir(parents=True, exist_ok=True)
    con = connect(memory="4GB", threads=2, temp=place.work)
    lake.attach(con, place, read_only=False)
    con.execute(MACROS)
    con.execute(VENUE_LIST)
    for nth in range(VISITS):
        con.execute(f"create or replace temp table visit as {NTH_VISITS}", {"nth": nth, "people": people})
        for order in ("person", "venue"):
            con.execute(f"insert into lake.visit_by_{order} from visit")
    con.close()
    return place

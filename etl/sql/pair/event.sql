-- one row per scan told by a good row of this load; a row with an in and an out time tells two
with row_of as (
    select file_no, row_no, phone, alias, venue_key, "at" as scanned_at, is_in, app from stage.scan
    union all
    select file_no, row_no, phone, alias, venue_key, in_at, true, app from stage.visit where in_at is not null
    union all
    select file_no, row_no, phone, alias, venue_key, out_at, false, app from stage.visit where out_at is not null
)
select p.person_id, c.venue_id, date_trunc('second', r.scanned_at) as scanned_at, r.is_in,
    r.app, r.file_no::bigint * 1_000_000_000_000 + r.row_no as owner
from row_of r
join stage.person p on p.national is not distinct from r.phone and p.alias is not distinct from r.alias
join stage.code c on c.code = r.venue_key

-- one row per scan that neither the lake nor an earlier row of this load has; `owner` is the row that brought it
with told as (
    select person_id, venue_id, scanned_at, is_in, min(owner) as owner, min(app) as app
    from stage.event
    group by person_id, venue_id, scanned_at, is_in
)
select scanned_at::date as day, *
from told
where not exists (
    from stage.old_scan o
    where o.person_id = told.person_id and o.venue_id = told.venue_id and o.scanned_at = told.scanned_at
        and o.is_in = told.is_in
)

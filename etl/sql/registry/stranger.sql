-- one row per venue that this load's scans name and no registry does
with said as (
    select new_code, venue_name from stage.scan where new_code is not null
    union all select new_code, venue_name from stage.visit where new_code is not null
    union all select new_code, null from stage.declaration where new_code is not null
    union all select new_code, venue_name from stage.assessment where new_code is not null
)
select ((select coalesce(max(venue_id), 0) from lake.venue) + (select count(*) from stage.venue_next)
        + row_number() over (order by new_code))::integer as venue_id,
    new_code as code, coalesce(max(venue_name), new_code) as name
from said
group by new_code

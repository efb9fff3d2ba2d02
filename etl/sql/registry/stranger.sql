-- one row per venue that this load's rows name and no registry does
with said as (
    select venue_key, max(venue_name) as venue_name from stage.scan group by venue_key
    union all select venue_key, max(venue_name) from stage.visit group by venue_key
    union all select venue_key, null from stage.declaration group by venue_key
    union all select venue_key, max(venue_name) from stage.assessment group by venue_key
)
select ((select coalesce(max(venue_id), 0) from lake.venue) + (select count(*) from stage.venue_next)
        + row_number() over (order by venue_key))::integer as venue_id,
    venue_key as code, coalesce(max(venue_name), venue_key) as name
from said
where venue_key is not null and venue_key not in (select code from stage.code)
group by venue_key

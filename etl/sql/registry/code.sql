-- one row per code, the lake's and this load's, and per name that one registered venue alone bears ('ten:' and the folded name)
with real as (
    select code, venue_id from stage.code_next
    union all
    select code, venue_id from lake.venue_code where code not in (select code from stage.code_next)
), venue as (
    select venue_id, name from stage.venue_next
    union all
    select venue_id, name from lake.venue where registered and venue_id not in (select venue_id from stage.venue_next)
), named as (
    select 'ten:' || fold(name) as code, min(venue_id) as venue_id from venue group by 1 having count(*) = 1
)
select code, venue_id from named
union all
select code, venue_id from real where code not in (select code from named)

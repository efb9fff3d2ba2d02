-- one row per venue, per venue and hour of the day, per day and hour, and for all: people and their time there in the period
with ill as materialized (
    select distinct coalesce(l.human_id, d.person_id) as human_id
    from lake.declaration d
    left join lake.person_link l on l.person_id = d.person_id
    where d.day between $first and $last and d.symptoms
), near as (  -- a visit of the day before may last into the period; one of the day after, known by its end, may begin in it
    select v.* from lake.visit_by_venue v
    where v.day between $first::date - 1 and $last::date + 1 and v.venue_id in (from chosen($districts, $kinds, 0))
), stayed as (
    select s.venue_id, coalesce(l.human_id, s.person_id) as human_id, greatest(s.probable_from, $first::date) as starts,
        least(s.probable_to, $last::date + 1) as ends
    from stay('near') s
    left join lake.person_link l on l.person_id = s.person_id
    where s.probable_from < s.probable_to and s.probable_to > $first::date and s.probable_from < $last::date + 1
), told as (
    select * from stayed where not $ill or human_id in (from ill)
), once as (  -- of somebody's stays at one venue, what reaches further than all before adds only what is new
    select venue_id, human_id, ends, greatest(starts, max(ends) over (
        partition by venue_id, human_id order by starts, ends rows between unbounded preceding and 1 preceding)) as starts
    from told
), cut as (
    select venue_id, human_id, moment, epoch(least(ends, moment + interval 1 hour)) - epoch(greatest(starts, moment)) as seconds
    from (
        select *, unnest(generate_series(date_trunc('hour', starts), ends - interval 1 microsecond, interval 1 hour)) as moment
        from once where starts < ends
    )
)
select venue_id, moment::date as day, hour(moment) as hour, grouping(venue_id, moment::date, hour(moment)) as grain,
    count(distinct human_id) as people, sum(seconds)::bigint as seconds
from cut
group by grouping sets ((), (venue_id), (venue_id, hour(moment)), (moment::date, hour(moment)))
order by grain, seconds desc, venue_id, day, hour

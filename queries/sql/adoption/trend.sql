-- one row per day of the latest four weeks: sites with a code scanned, of how many, scans, arrivals and those with a way out
with days as (
    select unnest(range($on::date - 27, $on::date + 1, interval 1 day))::date as day
), site as (
    select venue_id, v.registered from counted($root, $districts, $kinds) join lake.venue v using (venue_id) where split = ''
), traffic as (
    select d.day, count(*) filter (s.registered) as active, sum(d.scans)::bigint as scans, sum(d.arrivals)::bigint as arrivals,
        sum(d.complete)::bigint as complete
    from lake.venue_day d join site s using (venue_id)
    where d.day > $on::date - 28 and d.day <= $on
    group by d.day
)
select day, coalesce(active, 0) as active, (select count(*) filter (registered) from site) as registered,
    coalesce(scans, 0) as scans, coalesce(arrivals, 0) as arrivals, coalesce(complete, 0) as complete
from days
left join traffic using (day)
order by day

-- one row per day of the period
with found as (
    select day, sum(arrivals) as arrivals, sum(departures) as departures, sum(scans) as scans
    from lake.venue_day
    where day between $first and $last and venue_id in (from chosen($districts, $kinds, $venue))
    group by day
)
select d.day::date as day, coalesce(arrivals, 0)::bigint as arrivals, coalesce(departures, 0)::bigint as departures,
    coalesce(scans, 0)::bigint as scans
from generate_series($first::date, $last::date, interval 1 day) d (day)
left join found f on f.day = d.day::date
order by d.day

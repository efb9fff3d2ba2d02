-- one row per venue and day with a scan
with scanned as (
    select day, venue_id, count(*) as scans, count(distinct person_id) as people
    from lake.scan where day between $first and $last
    group by all
), came as (
    select day, venue_id, count(*) as arrivals, count(out_at) as complete
    from lake.visit_by_venue where day between $first and $last and in_at is not null
    group by all
), gone as (
    select out_at::date as day, venue_id, count(*) as departures
    from lake.visit_by_venue where day between $first::date - 1 and $last and out_at::date between $first and $last
    group by all
)
select day, venue_id, scans::integer as scans, people::integer as people, coalesce(arrivals, 0)::integer as arrivals,
    coalesce(departures, 0)::integer as departures, coalesce(complete, 0)::integer as complete
from scanned
left join came using (day, venue_id)
left join gone using (day, venue_id)

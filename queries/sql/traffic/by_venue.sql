-- one row per venue with a scan in the period
select d.venue_id, v.code, v.name, coalesce(v.kind, 'khac') as kind, coalesce(v.district_code, '') as district_code,
    sum(d.arrivals)::bigint as arrivals, sum(d.departures)::bigint as departures, sum(d.scans)::bigint as scans,
    sum(d.complete) / nullif(sum(d.arrivals), 0) as complete_share, arg_max(d.day, d.people) as busiest_day,
    max(d.people)::bigint as busiest_people
from lake.venue_day d
join lake.venue v using (venue_id)
where d.day between $first and $last and d.venue_id in (from chosen($districts, $kinds, $venue))
group by all
order by arrivals desc, v.code

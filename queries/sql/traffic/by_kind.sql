-- one row per kind of venues with a scan in the period
select coalesce(v.kind, 'khac') as kind, count(distinct d.venue_id) as venues, sum(d.arrivals)::bigint as arrivals,
    sum(d.departures)::bigint as departures, sum(d.complete) / nullif(sum(d.arrivals), 0) as complete_share
from lake.venue_day d
join lake.venue v using (venue_id)
where d.day between $first and $last and d.venue_id in (from chosen($districts, $kinds, $venue))
group by all
order by arrivals desc, kind

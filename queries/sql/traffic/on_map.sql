-- one row per venue with coordinates and an arrival in the period, in one hour of the day or in all (-1)
select v.venue_id, v.code, v.name, coalesce(v.kind, 'khac') as kind, v.latitude, v.longitude, sum(h.arrivals)::bigint as arrivals
from lake.venue_hour h
join lake.venue v using (venue_id)
where h.day between $first and $last and ($hour = -1 or h.hour = $hour) and v.latitude is not null and v.longitude is not null
    and h.venue_id in (from chosen($districts, $kinds, $venue))
group by all
having sum(h.arrivals) > 0
order by arrivals desc, v.code

-- one row per district and commune ('' = not known) with a registered venue: where they lie (median), arrivals of the days, unsafe ones
with arrived as (
    select venue_id, sum(arrivals) as arrivals from lake.venue_day where day between $first and $day group by 1
)
select coalesce(v.district_code, '') as district_code, coalesce(v.commune_code, '') as commune_code, count(*) as venues,
    coalesce(sum(a.arrivals), 0)::bigint as arrivals, count(*) filter (where v.colour = 'red') as unsafe,
    median(v.latitude) as latitude, median(v.longitude) as longitude
from site_colour($day::date + 1, []::varchar[], []::varchar[], 0) v
left join arrived a using (venue_id)
where v.registered
group by all
order by all

-- one row per registered venue of the communes that is unsafe on the day (as the safety map says); most arrivals of the days first
with arrived as (
    select venue_id, sum(arrivals) as arrivals from lake.venue_day where day between $first and $day group by 1
), judged as (
    select venue_id, arg_max(score, assessed_at) as score, max(assessed_at) as assessed_at
    from valid_assessment($day::date + 1) group by 1
)
select v.venue_id, v.code, v.name, coalesce(v.kind, 'khac') as kind, v.commune_code, j.score, j.assessed_at,
    coalesce(a.arrivals, 0)::bigint as arrivals
from site_colour($day::date + 1, []::varchar[], []::varchar[], 0) v
join judged j using (venue_id)
left join arrived a using (venue_id)
where v.registered and v.colour = 'red' and v.commune_code in (select unnest($communes))
order by arrivals desc, v.code

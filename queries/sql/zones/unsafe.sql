-- one row per registered venue of the communes whose latest assessment up to the day is red; most arrivals of the days first
with arrived as (
    select venue_id, sum(arrivals) as arrivals from lake.venue_day where day between $first and $day group by 1
), judged as (
    select venue_id, arg_max(level, assessed_at) filter (where level is not null) as level,
        arg_max(score, assessed_at) filter (where level is not null) as score,
        max(assessed_at) filter (where level is not null) as assessed_at
    from lake.assessment where assessed_at < $day::date + 1 group by 1
)
select v.venue_id, v.code, v.name, coalesce(v.kind, 'khac') as kind, v.commune_code, j.score, j.assessed_at,
    coalesce(a.arrivals, 0)::bigint as arrivals
from lake.venue v
join judged j using (venue_id)
left join arrived a using (venue_id)
where v.registered and j.level = 'red' and v.commune_code in (select unnest($communes))
order by arrivals desc, v.code

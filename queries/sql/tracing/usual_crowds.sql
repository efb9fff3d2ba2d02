-- one row per venue and span of hours asked for: arrivals in them, the usual number on days before, the busiest hour beside its kind
with asked as (
    select unnest($venues) as venue_id, unnest($from_hours) as from_hour, unnest($to_hours) as to_hour
), turn as (  -- working days stand beside working days, weekends beside weekends
    select a.*, b.back::integer as back
    from asked a
    join (select unnest(range(0, 29)) as back) b on b.back = 0
        or (isodow(from_hour - to_days(b.back::integer)) > 5) = (isodow(from_hour) > 5)
        and from_hour::date - b.back::integer in (select day from lake.day_total)
), hour as (
    select venue_id, back, unnest(generate_series(from_hour - to_days(back), to_hour - to_days(back), interval 1 hour)) as moment
    from turn
), came as (
    select t.venue_id, t.back, coalesce(sum(h.arrivals), 0)::integer as arrivals
    from hour t
    left join lake.venue_hour h on h.venue_id = t.venue_id and h.day = t.moment::date and h.hour = hour(t.moment)
        and h.venue_id in (select venue_id from asked) and h.day between $first and $last
    group by t.venue_id, t.back
), busiest as materialized (
    select v.venue_id, coalesce(v.kind, 'khac') as kind, max(h.arrivals) as peak
    from lake.venue_hour h
    join lake.venue v using (venue_id)
    where h.day between $first and $last
    group by all
), beside as (
    select b.venue_id, b.peak, case when count(o.peak) >= 3 then median(o.peak) end as others_peak
    from (select * from busiest where venue_id in (select venue_id from asked)) b
    left join busiest o on o.kind = b.kind and o.venue_id <> b.venue_id
    group by b.venue_id, b.peak
)
select c.venue_id, max(c.arrivals) filter (where back = 0) as arrivals,
    coalesce(median(c.arrivals) filter (where back > 0), 0) as usual, count(*) filter (where back > 0) as days,
    coalesce(any_value(b.peak), 0) as peak, any_value(b.others_peak) as others_peak
from came c
left join beside b using (venue_id)
group by c.venue_id

-- one row per venue, day of the week and hour with more arrivals than are shown as small and than usual there at that hour
with day as (
    select day, isodow(day) > 5 as weekend, day < $first as earlier from lake.day_total
    where day between $back and $last and people > 0
), came as (
    select h.venue_id, coalesce(v.kind, 'khac') as kind, d.day, h.hour, d.weekend, d.earlier, h.arrivals
    from lake.venue_hour h
    join lake.venue v using (venue_id)
    join day d on d.day = h.day
    where h.day between $back and $last and h.arrivals > 0
), known as (  -- days on which the venue could have been scanned: from its first day on
    select s.venue_id, d.weekend, count(*) filter (where d.earlier) as days, count(*) filter (where not d.earlier) as days_now
    from (select venue_id, min(day) as since from came group by all) s
    join day d on d.day >= s.since
    group by all
), usual as (
    select c.venue_id, c.kind, c.hour, c.weekend, k.days, k.days_now,
        coalesce(sum(c.arrivals) filter (where c.earlier), 0) as before,
        coalesce(sum(c.arrivals::bigint * c.arrivals) filter (where c.earlier), 0) as squares
    from came c
    join known k using (venue_id, weekend)
    where k.days >= $compared
    group by all
), spread as (  -- variance ÷ mean of the days before, of a kind and of a venue
    select kind, venue_id, greatest(1, sum(squares - before * before / days) / nullif(sum((days - 1) * before / days), 0)) as spread
    from usual
    where before >= days
    group by grouping sets ((kind), (kind, venue_id))
), kind_before as (
    select kind, hour, weekend, sum(before / days) as per_day from usual group by all
), kind_now as (
    select kind, day, hour, sum(arrivals) as arrivals from came where not earlier group by all
), judged as (
    select c.venue_id, c.kind, c.day, c.hour, c.arrivals, u.days, u.before,
        -- how that hour of that day was elsewhere among venues of the kind, beside the same hours before
        case when k.per_day - u.before / u.days >= $elsewhere
            then (n.arrivals - c.arrivals) / (k.per_day - u.before / u.days) else 1 end as factor
    from came c
    join usual u using (venue_id, kind, hour, weekend)
    join kind_before k using (kind, hour, weekend)
    join kind_now n using (kind, day, hour)
    where not c.earlier and c.arrivals > $small and c.venue_id in (from chosen($districts, $kinds, 0))
), tested as (
    select coalesce(sum(days_now), 0) as tested from usual where venue_id in (from chosen($districts, $kinds, 0))
)
select j.venue_id, j.day, j.hour, j.arrivals, j.days, greatest(j.before, 0.5) / j.days * greatest(j.factor, 0.1) as expected,
    greatest(1, coalesce(o.spread, 1), coalesce(s.spread, 1)) * (1 + 1 / j.days) as spread, (select tested from tested) as tested
from judged j
left join spread s on s.kind = j.kind and s.venue_id is null
left join spread o on o.kind = j.kind and o.venue_id = j.venue_id
where j.arrivals > greatest(j.before, 0.5) / j.days * greatest(j.factor, 0.1)
order by j.venue_id, j.day, j.hour

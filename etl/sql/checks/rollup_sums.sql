-- one row per day whose rollups contradict each other or the scans; of a day that was purged there are rollups and no scans
with d as (select day, scans, people, venues from lake.day_total where day between $first and $last),
s as (select day, count(*) as scans from lake.scan where day between $first and $last group by day),
a as (select day, sum(scans) as scans from lake.app_day where day between $first and $last group by day),
v as (
    select day, sum(scans) as scans, sum(arrivals) as arrivals, count(*) as venues, max(people) as most
    from lake.venue_day where day between $first and $last group by day
), h as (
    select day, sum(arrivals) as arrivals from lake.venue_hour where day between $first and $last group by day
), p as (
    select coalesce(max(kept_from), date '0001-01-01') as kept_from from lake.purge where kind in ('scan', 'visit', 'declaration')
)
select day
from d full join s using (day) left join a using (day) left join v using (day) left join h using (day), p
where coalesce(s.scans, 0) is distinct from case when day >= kept_from then d.scans else 0 end
    or coalesce(a.scans, 0) <> d.scans or coalesce(v.scans, 0) <> d.scans
    or coalesce(v.venues, 0) <> d.venues or coalesce(h.arrivals, 0) <> coalesce(v.arrivals, 0)
    or d.people > d.scans or v.most > d.people

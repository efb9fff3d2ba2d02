-- one row per kind of venue with enough complete visits in the latest days
select v.kind, round(median(epoch(x.out_at - x.in_at)) / 60)::integer as minutes, count(*)::integer as visits
from lake.visit_by_venue x
join lake.venue v using (venue_id)
join venue_kinds k on k.kind = v.kind
where x.day > (select max(day) from lake.day_total) - $days and x.out_at > x.in_at
    and x.out_at - x.in_at <= to_minutes(k.cap_minutes)
group by v.kind
having count(*) >= $min_visits

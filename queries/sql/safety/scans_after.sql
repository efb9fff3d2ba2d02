-- one row per site that must stop: what was scanned there after the assessment that says so, until the day
with stopped as (
    select unnest($venues) as venue_id, unnest($since) as since
)
select p.venue_id, count(s.scanned_at) as scans_after, count(distinct coalesce(h.human_id, s.person_id)) as people_after,
    count(distinct s.day) as days_after, max(s.scanned_at) as last_scan_after
from stopped p
left join lake.scan s on s.venue_id = p.venue_id and s.scanned_at > p.since and s.day between $first and $on
left join lake.person_link h on h.person_id = s.person_id
group by p.venue_id

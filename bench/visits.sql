-- one row per visit as scanned, of the person whom links make of several entries
select coalesce(l.human_id, v.person_id) as person_id, v.venue_id, v.in_at, v.out_at
from lake.visit_by_person v
left join lake.person_link l on l.person_id = v.person_id

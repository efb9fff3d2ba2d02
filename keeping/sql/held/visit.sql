-- one row per visit of the person
select s.day, s.in_at, s.out_at, v.code as venue_code, v.name as venue_name
from lake.visit_by_person s left join lake.venue v using (venue_id)
where s.person_id in (from asked_person) order by all

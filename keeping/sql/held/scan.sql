-- one row per scan of the person
select s.scanned_at, s.is_in, v.code as venue_code, v.name as venue_name, s.app
from lake.scan s left join lake.venue v using (venue_id)
where s.person_id in (from asked_person) order by all

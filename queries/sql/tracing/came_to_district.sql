-- one row per person asked for who was at a venue of the district
select distinct person_id
from lake.visit_by_person
join lake.venue using (venue_id)
where person_id in (select unnest($persons::bigint[])) and district_code = $district

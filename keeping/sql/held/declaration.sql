-- one row per health declaration about the person
select d.declared_at, v.code as venue_code, v.name as venue_name, d.commune_code, d.symptoms, d.contact_case, d.travel, d.app
from lake.declaration d left join lake.venue v using (venue_id)
where d.person_id in (from asked_person) order by all

-- one row per day whose rollups count the person asked for
select day from lake.scan where person_id in (from asked_person)
union select day from lake.declaration where person_id in (from asked_person)
union select day from lake.visit_by_person where person_id in (from asked_person)
union select out_at::date from lake.visit_by_person where person_id in (from asked_person) and out_at is not null
order by day

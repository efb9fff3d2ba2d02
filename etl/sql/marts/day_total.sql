-- one row per day with a scan or a declaration
with scanned as (
    select day, count(*) as scans, count(distinct person_id) as people, count(distinct venue_id) as venues
    from lake.scan where day between $first and $last
    group by day
), declared as (
    select day, count(*) as declarations, count(*) filter (where symptoms) as declared_symptoms
    from lake.declaration where day between $first and $last
    group by day
)
select day, coalesce(scans, 0)::integer as scans, coalesce(people, 0)::integer as people,
    coalesce(venues, 0)::integer as venues, coalesce(declarations, 0)::integer as declarations,
    coalesce(declared_symptoms, 0)::integer as declared_symptoms
from scanned
full join declared using (day)

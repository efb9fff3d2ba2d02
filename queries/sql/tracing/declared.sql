-- one row per person asked for who declared something since the moment given
with asked as (
    select unnest($persons) as person_id, unnest($since) as since
)
select a.person_id, bool_or(d.symptoms) as symptoms, bool_or(d.contact_case) as exposure, max(d.declared_at) as declared_at
from asked a
left join lake.person_link l on l.human_id = a.person_id
join lake.declaration d on d.day >= $first and d.person_id = coalesce(l.person_id, a.person_id) and d.declared_at >= a.since
group by a.person_id

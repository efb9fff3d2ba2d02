-- one row per person asked for, with what linking compares
with named as (
    select person_id, list(name order by name) as names from people.person_name
    where person_id in (select unnest($persons)) group by person_id
)
select p.person_id, coalesce(p.phone, ''), coalesce(p.name, ''), coalesce(n.names, []), p.birth_year, coalesce(p.id_number, ''),
    coalesce(p.id_tail, ''), coalesce(p.commune_code, ''), coalesce(p.address, '')
from people.person p
left join named n using (person_id)
where p.person_id in (select unnest($persons))

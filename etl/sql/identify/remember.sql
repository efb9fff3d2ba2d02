-- one row per person of this load whom the people store does not know yet, or not so well
with met as (
    select person_id, max(phone) as phone, max_by(name, name_rank(name)) as name,
        max(birth_year) as birth_year, max(gender) as gender, max(id_number) as id_number,
        max(commune_code) as commune_code, max(address) as address, max_by(id_tail, (length(id_tail), id_tail)) as id_tail
    from stage.person
    group by person_id
)
select n.person_id, coalesce(o.phone, n.phone) as phone, better_name(o.name, n.name) as name,
    greatest(o.birth_year, n.birth_year) as birth_year, greatest(o.gender, n.gender) as gender,
    greatest(o.id_number, n.id_number) as id_number, greatest(o.commune_code, n.commune_code) as commune_code,
    greatest(o.address, n.address) as address,
    case when length(n.id_tail) > coalesce(length(o.id_tail), 0) or n.id_tail > o.id_tail and length(n.id_tail) = length(o.id_tail)
        then n.id_tail else o.id_tail end as id_tail
from met n
left join people.person o using (person_id)
except
select person_id, phone, name, birth_year, gender, id_number, commune_code, address, id_tail from people.person

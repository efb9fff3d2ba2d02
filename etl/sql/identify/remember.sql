-- one row per person of this load as the people store will hold it: what was known, bettered by what is new
select n.person_id, coalesce(o.phone, n.phone) as phone, better_name(o.name, n.name) as name,
    greatest(o.birth_year, n.birth_year) as birth_year, greatest(o.gender, n.gender) as gender,
    greatest(o.id_number, n.id_number) as id_number, greatest(o.commune_code, n.commune_code) as commune_code,
    greatest(o.address, n.address) as address
from stage.person n
left join people.person o using (person_id)

-- one row per person of the people store, with what linking compares
select person_id, phone, name, birth_year, id_number, id_tail, commune_code, address,
    coalesce(birth_year, case when regexp_full_match(id_number, '[0-9]{12}')
        then 1900 + 100 * (substr(id_number, 4, 1)::integer // 2) + substr(id_number, 5, 2)::integer end) as born,
    name_key(name) as name_key,
    count(*) over (partition by id_number) as id_holders, count(*) over (partition by phone) as phone_holders
from people.person

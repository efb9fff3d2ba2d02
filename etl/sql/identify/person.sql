-- one row per person met in this load, with the best of what its rows say
with said as (
    select phone, alias, name, id_number, birth_year, gender, commune_code, address from stage.said group by all
), named as (
    select phone, alias,
        max_by(name, (strip_accents(name) <> name, length(name), name)) as name,
        max(id_number) as id_number, max(birth_year) as birth_year, max(gender) as gender,
        max(commune_code) as commune_code, max(address) as address
    from said
    group by phone, alias
)
select person_id(phone, alias, $secret) as person_id, phone as national, alias,
    case when phone is not null then '+84' || phone when alias like 'h:%' then '+84' || split_part(substr(alias, 3), '|', 1) end as phone,
    name, coalesce(id_number, case when alias like 'i:%' then substr(alias, 3) end) as id_number,
    birth_year, gender, commune_code, address
from named

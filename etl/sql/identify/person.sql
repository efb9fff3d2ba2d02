-- one row per phone and alias met in this load, with the best of what its rows say
with said as (
    select phone, alias, name, id_number, id_tail, birth_year, gender, commune_code, address from stage.said group by all
)
select person_id(phone, alias, $secret) as person_id, phone as national, alias, '+84' || phone as phone,
    max_by(name, name_rank(name)) as name,
    coalesce(max(id_number), case when alias like 'i:%' then substr(alias, 3) end) as id_number,
    max_by(id_tail, (length(id_tail), id_tail)) as id_tail, max(birth_year) as birth_year, max(gender) as gender, max(commune_code) as commune_code, max(address) as address
from said
group by phone, alias

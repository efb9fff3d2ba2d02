-- one row per entry of the person asked for
select phone, name, birth_year, gender, id_number, id_tail, commune_code, address
from people.person where person_id in (from asked_person) order by all

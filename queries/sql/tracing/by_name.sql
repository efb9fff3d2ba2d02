-- one row per person whose name holds every word asked for; whole names of just these words first
with folded as (
    select *, string_split(trim(regexp_replace(replace(strip_accents(lower(nfc_normalize(name))), 'đ', 'd'), '[^\pL\pN]+', ' ', 'g')),
        ' ') as said
    from people.person
    where name is not null
)
select person_id, phone, name, birth_year, id_number, commune_code, address
from folded
where list_has_all(said, $words)
order by len(said), name, person_id
limit $most

-- one row per person known by a phone or an id number, with all entries of the same human being
with known as (
    select person_id from people.person where phone = $phone or id_number = $id_number
), human as (
    select k.person_id, coalesce(l.human_id, k.person_id) as human_id from known k left join lake.person_link l using (person_id)
)
select distinct coalesce(l.person_id, h.person_id) as person_id, h.human_id
from human h left join lake.person_link l using (human_id)

-- one row per list of cards that gives the person a card
select f.name as file_name, f.loaded_at
from people.card_holder h left join lake.load_file f using (file_id)
where h.person_id in (from asked_person) order by all

-- one row per person to whom a list of cards of this load gives a card
select distinct p.person_id, f.file_id
from stage.card c
join stage.person p on p.national is not distinct from c.phone and p.alias is not distinct from c.alias
join stage.file f on f.number = c.file_no

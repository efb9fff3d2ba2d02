-- one row per new administrator as the people store holds it
select n.agency_code, n.venue_code, n.name, n.position, n.phone, n.email, f.file_id
from stage.administrator_new n
join stage.file f on f.number = n.owner // 1_000_000_000_000

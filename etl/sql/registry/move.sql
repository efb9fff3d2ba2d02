-- one row per venue known from scans only that a registry now shows to be another venue
select distinct k.venue_id as from_id, n.venue_id as to_id
from stage.code n
join lake.venue_code k on k.code = n.code and k.venue_id <> n.venue_id
join lake.venue o on o.venue_id = k.venue_id and not o.registered
where k.venue_id not in (select venue_id from stage.venue_next)

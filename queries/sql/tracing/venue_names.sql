-- one row per venue
select v.venue_id, coalesce(v.name, v.code) as name, coalesce(v.kind, 'khac') as kind, coalesce(v.indoor, k.indoor) as indoor,
    v.district_code
from lake.venue v
join venue_kinds k on k.kind = coalesce(v.kind, 'khac')

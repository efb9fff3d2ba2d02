-- one row per venue of an agency and of all below it
select v.venue_id, v.code, v.name
from lake.venue v
where v.agency_code in (select u.agency_code from lake.agency_above u where u.above = $agency)
order by v.name, v.code

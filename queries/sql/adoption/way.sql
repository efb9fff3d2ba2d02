-- one row per agency from the top down to the one asked about
select u.above as agency_code, a.agency_name as name
from lake.agency_above u join lake.agency a on a.agency_code = u.above
where u.agency_code = $root
order by u.steps desc

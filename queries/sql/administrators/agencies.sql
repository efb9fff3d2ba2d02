-- one row per agency, with the name of the one above it
select a.agency_code, a.agency_name, p.agency_name as parent_name, a.kind, coalesce(a.district_code, '') as district_code
from lake.agency a
left join lake.agency p on p.agency_code = a.parent_code
order by a.agency_code

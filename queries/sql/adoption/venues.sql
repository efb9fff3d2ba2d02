-- one row per venue asked about, of one agency itself or of all
select v.venue_id, v.code, v.name, coalesce(v.kind, 'khac') as kind, coalesce(v.district_code, '') as district_code,
    a.agency_code, a.agency_name, v.registered as in_registry
from lake.venue v
left join lake.agency a on a.agency_code = v.agency_code
where v.venue_id in (select venue_id from counted($root, $districts, $kinds))
    and ($agency is null or coalesce(a.agency_code, '') = $agency)

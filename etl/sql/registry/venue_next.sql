-- one row per venue named in this load's registries, as it will stand: new words replace old ones, silence keeps them
select coalesce(s.venue_id, (select coalesce(max(venue_id), 0) from lake.venue)
        + row_number() over (partition by s.venue_id is null order by s.code))::integer as venue_id,
    s.code, coalesce(s.name, o.name, s.code) as name, coalesce(s.kind, o.kind) as kind,
    coalesce(s.agency, o.agency_code) as agency_code, coalesce(s.address, o.address) as address,
    coalesce(s.commune_code, o.commune_code) as commune_code, coalesce(s.district_code, o.district_code) as district_code,
    coalesce(s.latitude, o.latitude) as latitude, coalesce(s.longitude, o.longitude) as longitude,
    coalesce(s.opens, o.opens) as opens, coalesce(s.closes, o.closes) as closes, coalesce(s.indoor, o.indoor) as indoor,
    true as registered
from stage.venue_said s
left join lake.venue o on o.venue_id = s.venue_id

-- one row per venue of the districts and kinds
select venue_id, code, name, coalesce(kind, 'khac') as kind, coalesce(district_code, '') as district_code,
    coalesce(commune_code, '') as commune_code, latitude, longitude
from lake.venue
where venue_id in (from chosen($districts, $kinds, 0))
order by venue_id

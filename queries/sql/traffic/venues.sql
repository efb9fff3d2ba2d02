-- one row per venue
select venue_id, code, name, coalesce(kind, 'khac') as kind, coalesce(district_code, '') as district_code from lake.venue
order by name, code

-- one row per venue: what it is called and where it is
select venue_id, code, coalesce(name, code) as name, address, latitude, longitude from lake.venue

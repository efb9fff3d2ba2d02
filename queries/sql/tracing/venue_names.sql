-- one row per venue
select venue_id, coalesce(name, code) as name from lake.venue

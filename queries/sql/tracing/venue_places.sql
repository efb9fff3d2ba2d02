-- one row per venue: where it is
select venue_id, address, latitude, longitude from lake.venue

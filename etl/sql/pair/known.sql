-- one row per scan, new or old, of the people of this load, around its days
select person_id, venue_id, scanned_at, is_in from stage.fresh
union all
select person_id, venue_id, scanned_at, is_in from stage.old_scan

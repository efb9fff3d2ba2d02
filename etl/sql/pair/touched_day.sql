-- one row per day whose scans this load may change
select distinct scanned_at::date as day from stage.event
union
select distinct day from lake.scan where venue_id in (select from_id from stage.move)

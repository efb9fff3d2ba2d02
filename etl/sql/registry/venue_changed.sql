-- one row per venue that this load makes, names or changes
select * from stage.venue_next except select * from lake.venue
union all
select venue_id, code, name, null, null, null, null, null, null, null, null, null, null, false from stage.stranger

-- one row per code that this load makes or gives to another venue
select code, venue_id from stage.code_next except select code, venue_id from lake.venue_code
union all
select code, venue_id from stage.stranger

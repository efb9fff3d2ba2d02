-- one row per agency that this load makes or changes
select * from stage.agency_next except select * from lake.agency

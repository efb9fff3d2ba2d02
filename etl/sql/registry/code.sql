-- one row per code: the lake's, those of this load's registries, and those first seen in this load's scans
select code, venue_id from stage.code_next
union all
select code, venue_id from lake.venue_code where code not in (select code from stage.code_next)

-- one row per day whose rollups this load may change; a visit of one day may end on the next
select day from stage.added union select out_at::date from stage.added where out_at is not null
union select day from stage.removed union select out_at::date from stage.removed where out_at is not null
union select day from stage.fresh union select day from stage.declaration_new union select day from stage.touched_day
where (select count(*) from stage.move) > 0

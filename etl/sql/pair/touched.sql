-- one row per person whose visits this load may change
select distinct person_id from stage.event
union
select distinct person_id from lake.scan where venue_id in (select from_id from stage.move)

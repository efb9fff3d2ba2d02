-- the registries' changes into the lake; a venue that turned out to be another one goes
delete from lake.venue where venue_id in (select venue_id from stage.venue_changed union all select from_id from stage.move);
insert into lake.venue select * from stage.venue_changed order by venue_id;
delete from lake.venue_code
where code in (select code from stage.code_changed) or venue_id in (select from_id from stage.move);
insert into lake.venue_code select * from stage.code_changed order by code;
delete from lake.agency where agency_code in (select agency_code from stage.agency_changed);
insert into lake.agency select * from stage.agency_changed order by agency_code;
delete from lake.agency_above
where (agency_code, above, steps) not in (select (agency_code, above, steps) from stage.agency_above);
insert into lake.agency_above
select * from stage.agency_above except select * from lake.agency_above order by agency_code, steps;

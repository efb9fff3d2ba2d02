-- new declarations, self-assessments, cases and levels of risk into the lake
insert into lake.declaration
select d.* exclude (owner), f.file_id from stage.declaration_new d
join stage.file f on f.number = d.owner // 1_000_000_000_000
order by d.day, d.person_id, d.declared_at;
insert into lake.assessment
select a.* exclude (owner), f.file_id from stage.assessment_new a
join stage.file f on f.number = a.owner // 1_000_000_000_000
order by a.venue_id, a.assessed_at;
delete from lake.case_record where case_code in (select case_code from stage.case_new);
insert into lake.case_record
select c.* exclude (owner), f.file_id from stage.case_new c
join stage.file f on f.number = c.owner // 1_000_000_000_000
order by c.case_code;
insert into lake.zone_level
select z.* exclude (owner), f.file_id from stage.zone_new z
join stage.file f on f.number = z.owner // 1_000_000_000_000
order by z.number;

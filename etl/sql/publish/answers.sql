-- new declarations, self-assessments, cases and levels of risk into the lake
insert into lake.declaration
select d.* exclude (owner), f.file_id from stage.declaration_new d
join stage.file f on f.number = d.owner // 1_000_000_000_000
order by d.day, d.person_id, d.declared_at;
insert into lake.assessment by name
select a.* exclude (owner), f.file_id, o.* exclude (owner) from stage.assessment_new a
join stage.outcome o using (owner)
join stage.file f on f.number = a.owner // 1_000_000_000_000
order by a.venue_id, a.assessed_at;
insert into lake.rubric
select * from stage.rubric r
where not exists (select 1 from lake.rubric o where o.rubric_id = r.rubric_id and o.version = r.version) order by rubric_id;
insert into lake.case_history
select c.* from lake.case_record c
where c.case_code in (select case_code from stage.case_new) and c.case_code not in (select case_code from lake.case_history)
order by c.case_code;
delete from lake.case_record where case_code in (select case_code from stage.case_new);
insert into lake.case_record
select c.* exclude (owner), f.file_id from stage.case_new c
join stage.file f on f.number = c.owner // 1_000_000_000_000
order by c.case_code;
insert into lake.zone_level
select z.* exclude (owner), f.file_id from stage.zone_new z
join stage.file f on f.number = z.owner // 1_000_000_000_000
order by z.number;
insert into lake.case_history
select c.* from lake.case_record c
join stage.case_new n using (case_code)
order by c.case_code;

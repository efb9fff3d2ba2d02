-- new declarations, self-assessments and cases into the lake
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
insert into lake.case_history
select c.* from lake.case_record c
join stage.case_new n using (case_code)
order by c.case_code;

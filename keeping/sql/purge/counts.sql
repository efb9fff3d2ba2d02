-- one row: of how much of each kind the time is over
select (select count(*) from lake.scan where day < $visits) as scan,
    (select count(*) from lake.visit_by_person where day < $visits) as visit,
    (select count(*) from lake.declaration where day < $visits) as declaration,
    (select count(*) from stage.old_case) as "case",
    (select count(*) from people.saved_list where root_id in (select root_id from stage.old_root)) as list,
    (select count(*) from (from people.rejected union all from office.rejected) where file_id in (select file_id from stage.old_file)) as rejected,
    (select count(*) from people.person where person_id not in (select person_id from stage.kept_person)) as person

-- which pseudonyms are one human being, as far as it differs from what the lake says
delete from lake.person_link where (person_id, human_id) not in (select (person_id, human_id) from stage.person_link);
insert into lake.person_link
select * from stage.person_link except select * from lake.person_link order by human_id, person_id;

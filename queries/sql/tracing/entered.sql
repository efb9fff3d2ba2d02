-- one row: when the newest case among these people was loaded; NULL if none is a case
select max(f.loaded_at) as entered
from lake.case_record c
join lake.load_file f using (file_id)
left join lake.person_link l on l.person_id = c.person_id
where coalesce(l.human_id, c.person_id) in (select unnest($persons))

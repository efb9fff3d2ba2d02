-- one row per case that no file or form has changed since the first day kept
select c.case_code, c.file_id
from lake.case_record c
join lake.load_file f using (file_id)
where f.loaded_at < $cases

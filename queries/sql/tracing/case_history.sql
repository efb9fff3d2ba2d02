-- one row per statement about a case, the newest first: what it says, from which file, when and by whom
select h.onset, h.sampled, h.isolated, h.status, f.name, f.loaded_at, f.loaded_by
from lake.case_history h
join lake.load_file f using (file_id)
where h.case_code = $case_code
order by f.load_id desc

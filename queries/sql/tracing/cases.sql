-- one row per case
select c.case_code, coalesce(l.human_id, c.person_id) as person_id, c.onset, c.sampled, c.isolated, c.status
from lake.case_record c
left join lake.person_link l on l.person_id = c.person_id
order by coalesce(onset, sampled, isolated::date) desc nulls last, case_code

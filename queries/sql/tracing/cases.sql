-- one row per case
select case_code, person_id, onset, sampled, isolated, status from lake.case_record
order by coalesce(onset, sampled, isolated::date) desc nulls last, case_code

-- one row per statement on the person's case, and one per case as it stands
select case_code, onset, sampled, isolated, status from lake.case_record where person_id in (from asked_person)
union
select case_code, onset, sampled, isolated, status from lake.case_history where person_id in (from asked_person)
order by all

-- one row: the pseudonym under which the case was written down, if it is known
select person_id from lake.case_record where case_code = $case_code

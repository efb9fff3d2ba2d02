-- one row: the first and last day on which a scan speaks of these people; NULL: none does
select min(day) as first, max(day) as last from lake.visit_by_person where person_id in (select unnest($persons))

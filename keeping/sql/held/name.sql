-- one row per name under which the person asked for is written
select distinct name from people.person_name where person_id in (from asked_person) order by all

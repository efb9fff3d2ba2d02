-- one row per day with scans of a person whom the people store does not know; only where the store is attached
select s.day from lake.scan s
where s.day between $first and $last and s.person_id not in (select person_id from people.person)
group by s.day

-- one row per person of this load whom the people store does not know yet
select person_id from stage.remembered where person_id not in (select person_id from people.person)

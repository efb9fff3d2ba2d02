-- one row per tie of the person's entries with each other or with somebody else's, who is not told
select rule, sure, other_id in (from asked_person) and person_id in (from asked_person) as own
from people.link where person_id in (from asked_person) or other_id in (from asked_person)
union all
select 'decided', same, other_id in (from asked_person) and person_id in (from asked_person)
from people.link_decision where person_id in (from asked_person) or other_id in (from asked_person)
order by all

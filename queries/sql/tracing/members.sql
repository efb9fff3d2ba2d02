-- one row per pseudonym of the human beings behind the pseudonyms asked for
with human as (
    select distinct coalesce(l.human_id, a.person_id) as human_id
    from (select unnest($persons)::bigint as person_id) a
    left join lake.person_link l using (person_id)
)
select coalesce(l.person_id, h.human_id) as person_id, h.human_id
from human h
left join lake.person_link l using (human_id)
order by human_id, person_id

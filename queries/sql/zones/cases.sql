-- one row per commune ('' = not known) with a case of the days; a case's commune is the one its person declared last up to the day
with ill as (
    select c.case_code, coalesce(l.human_id, c.person_id) as human_id
    from lake.case_record c
    left join lake.person_link l on l.person_id = c.person_id
    where coalesce(c.sampled, c.onset, c.isolated::date) between $first and $day
), entry as (
    select i.case_code, coalesce(l.person_id, i.human_id) as person_id
    from ill i
    left join lake.person_link l on l.human_id = i.human_id
), home as (
    select e.case_code, arg_max(d.commune_code, (d.declared_at, d.commune_code)) as commune_code
    from entry e
    join lake.declaration d on d.day <= $day and d.person_id = e.person_id and d.commune_code is not null
    group by e.case_code
)
select coalesce(h.commune_code, '') as commune_code, count(*) as cases
from ill i
left join home h using (case_code)
group by all
order by all

-- one row per commune ('' = not known): people who declared in the period, by the commune they named last, and with a symptom
with told as (
    select coalesce(l.human_id, d.person_id) as human_id, bool_or(coalesce(d.symptoms, false)) as ill,
        arg_max(d.commune_code, (d.declared_at, d.commune_code)) filter (where d.commune_code is not null) as commune_code
    from lake.declaration d
    left join lake.person_link l on l.person_id = d.person_id
    where d.day between $first and $last
    group by 1
)
select coalesce(commune_code, '') as commune_code, count(*) as people, count(*) filter (where ill) as ill
from told
group by 1
order by 1

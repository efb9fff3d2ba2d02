-- one row per link of these entries, made or only likely, and per decision, with what the other entry says
with asked as (
    select unnest($persons)::bigint as person_id
), said as (
    select person_id, other_id, last(same order by made_at, rowid) as same from people.link_decision group by all
), pair as (
    select coalesce(l.person_id, d.person_id) as a, coalesce(l.other_id, d.other_id) as b, l.rule, coalesce(l.sure, false) as sure,
        d.same
    from people.link l
    full join said d on d.person_id = l.person_id and d.other_id = l.other_id
)
select p.a as person_id, p.b as other_id, coalesce(p.rule, 'decided') as rule, p.sure, p.same,
    o.phone, o.name, o.birth_year, o.commune_code
from pair p
join people.person o on o.person_id = case when p.a in (select person_id from asked) then p.b else p.a end
where p.a in (select person_id from asked) or p.b in (select person_id from asked)
order by sure desc, rule, person_id, other_id

-- one row per phone, name and id number said in this load that tell an erased person, with the moment of the erasure
with written as (
    select *, unnest(['p:' || phone, 'n:' || phone || '|' || coalesce(name_key(name), fold(name), ''), 'i:' || id_number]) as said
    from (select distinct phone, name, id_number from query_table($said))
)
select w.phone, w.name, w.id_number, max(e.erased_at) as erased_at
from written w
join query_table($erased) e on e.mark = sha256($secret || ':erased:' || w.said)
group by w.phone, w.name, w.id_number

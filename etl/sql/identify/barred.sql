-- one row per phone, name and id number of this load that tell an erased person, with the moment of the erasure
with told as (
    select phone, name, id_number from stage.said union select phone, name, null from stage.administrator
), written as (
    select *, unnest(['p:' || phone, 'n:' || phone || '|' || coalesce(name_key(name), fold(name), ''), 'i:' || id_number]) as said
    from told
)
select w.phone, w.name, w.id_number, max(e.erased_at) as erased_at
from written w
join people.erased e on e.mark = sha256($secret || ':erased:' || w.said)
group by w.phone, w.name, w.id_number

-- one row per phone and name of this load that is not the name by which the phone is known: an entry of its own, as khai hộ is.
-- A phone is known by the name stored with it, else by the one most written here; rows without a full name stay with it
with written as (
    select phone, name, count(*) as times from stage.said where alias is null and name is not null group by all
), contested as (
    select phone from written group by phone having count(*) > 1
    union
    select w.phone from written w join people.person p on p.phone = '+84' || w.phone where p.name <> w.name
), keyed as (
    select w.*, name_key(w.name) as key, name_key(o.name) as stored
    from written w
    left join people.person o on o.person_id = person_id(w.phone, null, $secret)
    where w.phone in (select phone from contested) and key is not null
), own as (
    select phone, coalesce(max(stored), arg_max(key, (times, key))) as key
    from (select phone, key, max(stored) as stored, sum(times) as times from keyed group by phone, key)
    group by phone
)
select k.phone, k.name, 'h:' || k.phone || '|' || k.key as alias
from keyed k
join own o using (phone)
where k.key <> o.key

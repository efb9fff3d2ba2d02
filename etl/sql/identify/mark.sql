-- one row per keyed hash by which an erased person is known again: an own phone, a shared one with the name, an id number
with told as (
    select 'p:' || unnest($own::varchar[]) as said
    union select 'n:' || s.phone || '|' || coalesce(name_key(n.name), fold(n.name))
    from (select unnest($shared::varchar[]) as phone) s cross join (select unnest($names::varchar[]) as name) n
    union select 'i:' || unnest($ids::varchar[])
)
select sha256($secret || ':erased:' || said) as mark, $now as erased_at from told

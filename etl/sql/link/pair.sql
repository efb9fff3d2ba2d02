-- one row per two persons that may be one, at least one of them new or better known since this load; an id or a phone that
-- more than 50 share (a guard's, or none at all) says nothing
with fresh as materialized (
    select * from stage.entry where person_id in (select person_id from stage.reconsidered)
), pair as (
    select f.person_id as one, e.person_id as other from fresh f
    join stage.entry e on e.id_number = f.id_number and e.id_holders <= 50
    union all select f.person_id, e.person_id from fresh f
    join stage.entry e on e.phone = f.phone and e.phone_holders <= 50
    union all select f.person_id, e.person_id from fresh f
    join stage.entry e on e.name_key = f.name_key and substr(e.phone, 4, 4) = substr(f.phone, 4, 4)
    where damerau_levenshtein(e.phone, f.phone) = 1
    union all select f.person_id, e.person_id from fresh f
    join stage.entry e on e.name_key = f.name_key and substr(e.phone, -4) = substr(f.phone, -4)
    where damerau_levenshtein(e.phone, f.phone) = 1
    union all select f.person_id, e.person_id from fresh f
    join stage.entry e on e.name_key = f.name_key and e.born = f.born
    where e.commune_code = f.commune_code or damerau_levenshtein(e.id_number, f.id_number) = 1
        or (length(e.id_tail) >= 6 and ends_with(coalesce(f.id_number, f.id_tail), right(e.id_tail, 6)))
        or (length(f.id_tail) >= 6 and ends_with(coalesce(e.id_number, e.id_tail), right(f.id_tail, 6)))
)
select distinct least(one, other) as person_id, greatest(one, other) as other_id from pair where one <> other

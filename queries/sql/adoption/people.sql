-- one row per group of `keys`: the different people scanned there, in the period and in the one before
with member as materialized (
    select venue_id, key, dense_rank() over (order by key)::integer as place
    from counted($root, $districts, $kinds)
    where split in ($split, '') and key in (select unnest($keys))
), seen as (
    select place, person_id, bool_or(day > $on::date - $days) as now, bool_or(day <= $on::date - $days) as before
    from lake.scan join member using (venue_id)
    where day > $on::date - 2 * $days and day <= $on
    group by all
), counts as (
    select place, count(*) filter (now) as people, count(*) filter (before) as people_before from seen group by place
)
select key, people, people_before from counts join (select distinct place, key from member) using (place)

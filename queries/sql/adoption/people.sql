-- one row per group: the different people scanned there, in the period and in the one before
with seen as (
    select distinct venue_id, person_id, day > $on::date - $days as now
    from lake.scan where day > $on::date - 2 * $days and day <= $on
)
select c.key, count(distinct person_id) filter (now) as people, count(distinct person_id) filter (not now) as people_before
from counted($splits, $root, $districts, $kinds) c
join seen using (venue_id)
group by c.key

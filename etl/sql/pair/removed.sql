-- one row per visit that the lake must lose
select o.* from stage.old_visit o
where not exists (
    select 1 from stage.paired v
    where o.person_id = v.person_id and o.venue_id = v.venue_id and o.day = v.day
        and o.in_at is not distinct from v.in_at and o.out_at is not distinct from v.out_at
        and o.next_at is not distinct from v.next_at and o.prev_at is not distinct from v.prev_at
)

-- one row per visit that the lake must gain; only the days beside the load's can change
select v.* from stage.paired v
where v.day in (select day + around from stage.touched_day, (values (-1), (0), (1)) near (around))
    and not exists (
        select 1 from stage.old_visit o
        where o.person_id = v.person_id and o.venue_id = v.venue_id and o.day = v.day
            and o.in_at is not distinct from v.in_at and o.out_at is not distinct from v.out_at
            and o.next_at is not distinct from v.next_at and o.prev_at is not distinct from v.prev_at
    )

-- one row per visit: an IN and the next OUT of one person at one venue, or one of the two whose other end was not scanned
-- Reads `event` (person_id, venue_id, scanned_at, is_in), in which scans may repeat. Times are counted in microseconds.
-- Nothing further away than the cap has a say, so that a late scan changes the visits of its day and the days beside it.
with moment as (
    select person_id, venue_id, epoch_us(scanned_at) as us, bool_or(is_in) as has_in, bool_or(not is_in) as has_out
    from event
    group by all
), neighboured as (
    select *, lag(us) over here as lag_us, lag(has_in::int * 2 + has_out::int) over here as lag_has,
        last_value(case when has_in <> has_out then has_in end ignore nulls) over (
            partition by person_id, venue_id order by us rows between unbounded preceding and 1 preceding) as was_in
    from moment
    window here as (partition by person_id, venue_id order by us)
), folded as (  -- a scan repeated in its direction within the fold is dropped
    select person_id, venue_id, us, has_in as is_in, 0 as turn
    from neighboured
    where has_in <> has_out
        and (lag_us is null or lag_has <> has_in::int * 2 + has_out::int or us - lag_us > $fold_us)
    union all  -- in and out in one second: who was inside leaves and comes back, who was not comes and leaves
    select person_id, venue_id, us, direction.is_in,
        (direction.is_in = (coalesce(was_in, false) and us - lag_us <= $cap_us))::int as turn
    from neighboured, (values (true), (false)) direction (is_in)
    where has_in and has_out
), bounded as (  -- the person's nearest scans before and after, at any venue
    select *,
        last_value(us) over (
            partition by person_id order by us range between unbounded preceding and 1 preceding) as before_us,
        first_value(us) over (
            partition by person_id order by us range between 1 following and unbounded following) as after_us
    from folded
), paired as (
    select *, lead(us) over here as lead_us, lead(is_in) over here as lead_in, lead(before_us) over here as lead_before_us,
        lag(us) over here as lag_us, lag(is_in) over here as lag_in
    from bounded
    window here as (partition by person_id, venue_id order by us, turn)
), visit as (
    select person_id, venue_id, us as in_us,
        case when not lead_in and lead_us - us <= $cap_us then lead_us end as out_us,
        after_us as next_us, lead_before_us as prev_us
    from paired
    where is_in
    union all
    select person_id, venue_id, null, us, null, before_us
    from paired
    where not is_in and (lag_in and us - lag_us <= $cap_us) is not true
)
select make_timestamp(coalesce(in_us, out_us))::date as day, person_id, venue_id,
    make_timestamp(in_us) as in_at, make_timestamp(out_us) as out_at,
    case when next_us < coalesce(out_us, in_us + $cap_us) then make_timestamp(next_us) end as next_at,
    case when prev_us > coalesce(in_us, out_us - $cap_us) and out_us is not null then make_timestamp(prev_us) end as prev_at
from visit

-- one row per two cases, venue and day on which a time together began there, with the seconds of each band
with asked as (
    select unnest($persons) as person_id, unnest($humans) as case_id, unnest($starts) as window_from, unnest($ends) as window_to
), mine as (
    select v.* from lake.visit_by_person v
    where v.day between $first and $last and v.person_id in (select person_id from asked)
), there as materialized (
    select s.*, a.case_id, greatest(possible_from, window_from) as seen_from, least(possible_to, window_to) as seen_to
    from stay('mine') s
    join asked a on a.person_id = s.person_id and s.possible_from < a.window_to and s.possible_to > a.window_from
), met as (
    select o.case_id as one_id, t.case_id as other_id, o.venue_id, greatest(o.seen_from, t.seen_from)::date as day,
        greatest(o.seen_from, t.seen_from) as possible_from, least(o.seen_to, t.seen_to) as possible_to,
        greatest(o.seen_from, t.seen_from, o.probable_from, t.probable_from) as probable_from,
        least(o.seen_to, t.seen_to, o.probable_to, t.probable_to) as probable_to,
        greatest(o.seen_from, t.seen_from, o.sure_from, t.sure_from) as sure_from,
        least(o.seen_to, t.seen_to, o.sure_to, t.sure_to) as sure_to
    from there o
    join there t on t.venue_id = o.venue_id and t.case_id > o.case_id and t.seen_from < o.seen_to and o.seen_from < t.seen_to
), span as (
    select one_id, other_id, venue_id, day, 1 as band, sure_from as starts, sure_to as ends from met
    union all select one_id, other_id, venue_id, day, 2, probable_from, probable_to from met
    union all select one_id, other_id, venue_id, day, 3, possible_from, possible_to from met
), covered as (  -- what reaches further than all before it adds only what is new
    select *, max(ends) over (partition by one_id, other_id, band order by starts, ends
            rows between unbounded preceding and 1 preceding) as so_far
    from span
    where ends > starts
), counted as (
    select *, greatest(epoch(ends) - epoch(greatest(starts, so_far)), 0) as added from covered
)
select one_id, other_id, venue_id, day, coalesce(sum(added) filter (where band = 1), 0)::bigint as sure_seconds,
    coalesce(sum(added) filter (where band = 2), 0)::bigint as probable_seconds,
    coalesce(sum(added) filter (where band = 3), 0)::bigint as possible_seconds,
    min(starts) filter (where band = $band) as first_meeting, max(ends) filter (where band = $band) as last_meeting
from counted
group by all
having count(*) filter (where band = $band) > 0
order by one_id, other_id, day, venue_id

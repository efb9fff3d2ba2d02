-- one row per person who was, or may have been, at the venue in the period
with span as (
    select coalesce(l.human_id, s.person_id) as person_id, greatest(sure_from, $starts) as sure_from, least(sure_to, $ends) as sure_to,
        greatest(probable_from, $starts) as probable_from, least(probable_to, $ends) as probable_to,
        greatest(possible_from, $starts) as possible_from, least(possible_to, $ends) as possible_to
    from stay('lake.visit_by_venue') s
    left join lake.person_link l on l.person_id = s.person_id
    where day between $first and $last and venue_id = $venue_id and possible_from < $ends and possible_to > $starts
), long as (
    select person_id, 1 as band, sure_from as starts, sure_to as ends from span
    union all select person_id, 2, probable_from, probable_to from span
    union all select person_id, 3, possible_from, possible_to from span
), covered as (
    select *, max(ends) over (partition by person_id, band order by starts, ends
        rows between unbounded preceding and 1 preceding) as so_far
    from long where ends > starts
), added as (
    select *, greatest(epoch(ends) - epoch(greatest(starts, so_far)), 0) as seconds from covered
)
select person_id, coalesce(sum(seconds) filter (where band = 1), 0)::bigint as sure_seconds,
    coalesce(sum(seconds) filter (where band = 2), 0)::bigint as probable_seconds,
    coalesce(sum(seconds) filter (where band = 3), 0)::bigint as possible_seconds,
    min(starts) as first_seen, max(ends) as last_seen
from added
group by person_id
order by probable_seconds desc, person_id

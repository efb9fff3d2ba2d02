-- one row per person who was, or may have been, at the venue in the period, in the columns of contacts.sql; there is no case
with span as materialized (
    select row_number() over () as stay_no, coalesce(l.human_id, s.person_id) as person_id,
        greatest(sure_from, $starts) as sure_from, least(sure_to, $ends) as sure_to,
        greatest(probable_from, $starts) as probable_from, least(probable_to, $ends) as probable_to,
        greatest(possible_from, $starts) as possible_from, least(possible_to, $ends) as possible_to
    from stay('lake.visit_by_venue') s
    left join lake.person_link l on l.person_id = s.person_id
    where day between $first and $last and venue_id = $venue_id and possible_from < $ends and possible_to > $starts
), crowd as (
    select a.stay_no, count(distinct b.person_id) as present
    from span a
    join span b on b.possible_from < a.possible_to and a.possible_from < b.possible_to
    group by a.stay_no
), long as (
    select person_id, stay_no, 1 as band, sure_from as starts, sure_to as ends from span
    union all select person_id, stay_no, 2, probable_from, probable_to from span
    union all select person_id, stay_no, 3, possible_from, possible_to from span
), covered as (  -- what reaches further than all before it adds only what is new
    select *, max(ends) over (partition by person_id, band order by starts, ends
        rows between unbounded preceding and 1 preceding) as so_far
    from long where ends > starts
), counted as (
    select *, greatest(epoch(ends) - epoch(greatest(starts, so_far)), 0) as added from covered
)
select null::bigint as case_id, person_id as contact_id, coalesce(sum(added) filter (where band = 1), 0)::bigint as sure_seconds,
    coalesce(sum(added) filter (where band = 2), 0)::bigint as probable_seconds,
    coalesce(sum(added) filter (where band = 3), 0)::bigint as possible_seconds,
    min(starts) filter (where band = $band) as first_meeting, max(ends) filter (where band = $band) as last_meeting,
    1 as venues, count(*) filter (where band = $band and (so_far is null or starts > so_far)) as meetings,
    [$venue_id::integer] as venue_ids, min(present) filter (where band = $band) as number_present,
    $venue_id::integer as closest_venue
from counted
join crowd using (stay_no)
group by person_id
having case $band when 1 then sure_seconds when 2 then probable_seconds else possible_seconds end >= $min_seconds
    and case $band when 1 then sure_seconds when 2 then probable_seconds else possible_seconds end > 0

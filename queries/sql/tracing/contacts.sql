-- one row per case, person who was at a venue at the same time as the case, and band asked for, with the seconds of each band
with asked as (
    select unnest($persons) as person_id, unnest($humans) as case_id, unnest($starts) as window_from, unnest($ends) as window_to
), mine as (
    select v.* from lake.visit_by_person v
    where v.day between $first and $last and v.person_id in (select person_id from asked)
), there as materialized (
    select s.*, a.case_id, row_number() over () as stay_no,
        greatest(possible_from, window_from) as seen_from, least(possible_to, window_to) as seen_to
    from stay('mine') s
    join asked a on a.person_id = s.person_id and s.possible_from < a.window_to and s.possible_to > a.window_from
    where not list_contains($without, s.venue_id)
), near as materialized (  -- the days of visits that may reach into a stay: one past its venue's cap ends up to 24 hours on
    select t.*, unnest(generate_series(
        (seen_from - greatest(cap, interval 24 hours))::date, (seen_to + cap)::date, interval 1 day))::date as near_day
    from there t
), around as (  -- each column by itself too: that is what the files are searched by
    select v.* from lake.visit_by_venue v
    where v.day between $first and $last and v.day in (select near_day from near) and v.venue_id in (select venue_id from near)
        and (v.venue_id, v.day) in (select (venue_id, near_day) from near)
), others as (
    select s.* replace (coalesce(l.human_id, s.person_id) as person_id)
    from stay('around') s
    left join lake.person_link l on l.person_id = s.person_id
), met as (
    select t.case_id, t.stay_no, o.person_id as contact_id, t.venue_id,
        greatest(t.seen_from, o.possible_from) as possible_from, least(t.seen_to, o.possible_to) as possible_to,
        greatest(t.seen_from, t.probable_from, o.probable_from) as probable_from,
        least(t.seen_to, t.probable_to, o.probable_to) as probable_to,
        greatest(t.seen_from, t.sure_from, o.sure_from) as sure_from, least(t.seen_to, t.sure_to, o.sure_to) as sure_to
    from near t
    join others o on o.venue_id = t.venue_id and o.day = t.near_day and o.person_id <> t.case_id
        and o.possible_from < t.seen_to and t.seen_from < o.possible_to
), crowd as (
    select stay_no, count(distinct contact_id) as present from met group by stay_no
), span as (
    select case_id, contact_id, venue_id, stay_no, 1 as band, sure_from as starts, sure_to as ends from met
    union all select case_id, contact_id, venue_id, stay_no, 2, probable_from, probable_to from met
    union all select case_id, contact_id, venue_id, stay_no, 3, possible_from, possible_to from met
), covered as (  -- what reaches further than all before it adds only what is new
    select *, max(ends) over (partition by case_id, contact_id, band order by starts, ends
        rows between unbounded preceding and 1 preceding) as so_far
    from span
    where ends > starts
), counted as materialized (
    select *, greatest(epoch(ends) - epoch(greatest(starts, so_far)), 0) as added from covered
), summed as (
    select case_id, contact_id, coalesce(sum(added) filter (where band = 1), 0)::bigint as sure_seconds,
        coalesce(sum(added) filter (where band = 2), 0)::bigint as probable_seconds,
        coalesce(sum(added) filter (where band = 3), 0)::bigint as possible_seconds
    from counted
    group by case_id, contact_id
), wanted as (
    select *, max(ends) over (partition by case_id, contact_id, band, venue_id order by starts, ends
        rows between unbounded preceding and 1 preceding) as so_far_here
    from counted
    where list_contains($bands, band)
), each as (
    select case_id, contact_id, band, sum(added)::bigint as seconds, min(starts) as first_meeting, max(ends) as last_meeting,
        count(distinct venue_id) as venues, count(*) filter (where so_far_here is null or starts > so_far_here) as meetings,
        list_sort(list(distinct venue_id)) as venue_ids, min(present) as number_present,
        arg_min(venue_id, present * 100_000_000 + venue_id) as closest_venue
    from wanted
    join crowd using (stay_no)
    group by case_id, contact_id, band
    having seconds > 0 and seconds >= $min_seconds
)
select case_id, contact_id, band, seconds, sure_seconds, probable_seconds, possible_seconds, first_meeting, last_meeting, venues,
    meetings, venue_ids, number_present, closest_venue
from each
join summed using (case_id, contact_id)

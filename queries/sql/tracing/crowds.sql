-- one row per venue asked for where the cases met others: how many, at once in the fullest stay, and how many no scan proves
with asked as (
    select unnest($persons) as person_id, unnest($humans) as case_id, unnest($starts) as window_from, unnest($ends) as window_to
), mine as (
    select v.* from lake.visit_by_person v
    where v.day between $first and $last and v.person_id in (select person_id from asked)
        and v.venue_id in (select unnest($venues))
), there as materialized (
    select s.venue_id, s.cap, a.case_id, row_number() over () as stay_no, greatest(probable_from, window_from) as seen_from,
        least(probable_to, window_to) as seen_to
    from stay('mine') s
    join asked a on a.person_id = s.person_id and s.probable_from < a.window_to and s.probable_to > a.window_from
), around as (
    select v.* from lake.visit_by_venue v
    where v.day between $first::date - 1 and $last::date + 1 and v.venue_id in (select venue_id from there)
        and v.day between (select min(seen_from - greatest(cap, interval 24 hours))::date from there)
            and (select max(seen_to + cap)::date from there)
), met as materialized (
    select t.venue_id, t.stay_no, coalesce(l.human_id, o.person_id) as person_id,
        greatest(t.seen_from, o.probable_from) as starts, least(t.seen_to, o.probable_to) as ends,
        least(t.seen_to, o.sure_to) > greatest(t.seen_from, o.sure_from) as proven
    from there t
    join stay('around') o on o.venue_id = t.venue_id and o.probable_from < t.seen_to and t.seen_from < o.probable_to
    left join lake.person_link l on l.person_id = o.person_id
    where coalesce(l.human_id, o.person_id) <> t.case_id
        and least(t.seen_to, o.probable_to) > greatest(t.seen_from, o.probable_from)
), once as (  -- nobody counts twice at one moment
    select venue_id, stay_no, greatest(starts, coalesce(max(ends) over so_far, starts)) as starts, ends
    from met
    window so_far as (partition by stay_no, person_id order by starts, ends rows between unbounded preceding and 1 preceding)
), step as (
    select venue_id, stay_no, starts as moment, 1 as change from once where ends > starts
    union all select venue_id, stay_no, ends, -1 from once where ends > starts
), counted as (
    select venue_id, stay_no, sum(change) over (partition by stay_no order by moment, change) as present from step
), fullest as (
    select venue_id, stay_no, max(present)::integer as present from counted
    group by venue_id, stay_no
    qualify row_number() over (partition by venue_id order by max(present) desc, stay_no) = 1
), people as (
    select venue_id, count(*) as people, count(*) filter (where not proven) as unproven
    from (select venue_id, person_id, bool_or(proven) as proven from met group by all)
    group by venue_id
)
select f.venue_id, coalesce(v.name, v.code) as name, coalesce(v.kind, 'khac') as kind, f.present, p.people, p.unproven,
    t.seen_from, t.seen_to, (epoch(r.typical) / 60)::integer as stay_minutes
from fullest f
join there t using (stay_no)
join people p on p.venue_id = f.venue_id
join lake.venue v on v.venue_id = f.venue_id
join venue_rule r on r.venue_id = f.venue_id

-- one row per visit of the people asked for, as far as it reaches into their windows
with asked as (
    select unnest($persons) as person_id, unnest($humans) as human_id, unnest($starts) as window_from, unnest($ends) as window_to
), visit as (
    select s.* replace (a.human_id as person_id) from stay('lake.visit_by_person') s
    join asked a on s.day between $first and $last and a.person_id = s.person_id and coalesce(s.in_at, s.out_at) < a.window_to
        and s.possible_from < a.window_to and greatest(s.possible_to, s.sure_to) >= a.window_from
)
select s.person_id, s.venue_id, v.code, v.name, v.kind, s.in_at, s.out_at, s.probable_from, s.probable_to, s.possible_from,
    s.possible_to, exists (
        select 1 from visit o
        where o.person_id = s.person_id and o.venue_id <> s.venue_id and o.sure_from < s.sure_to and s.sure_from < o.sure_to
    ) as elsewhere
from visit s
join lake.venue v using (venue_id)
order by coalesce(s.in_at, s.out_at), s.venue_id

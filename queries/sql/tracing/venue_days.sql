-- one row per venue asked for: people on its busiest day of the window, and on its usual day (median) before the window's end
with asked as (
    select unnest($venues) as venue_id
)
select a.venue_id, coalesce(max(people) filter (where d.day >= $first), 0)::integer as busiest,
    median(people)::integer as usual
from asked a
join lake.venue_day d on d.venue_id = a.venue_id and d.day between $first::date - 28 and $last
group by a.venue_id

-- one row per visit at these venues that begins or ends on the day, or may last at the moment; `inside`: how surely it does
-- A visit of which only the end was scanned may have begun on the day before, so the days around are looked at too.
select s.venue_id, coalesce(l.human_id, s.person_id) as person_id, s.in_at, s.out_at,
    case when s.sure_from <= $moment and $moment < s.sure_to then 'sure'
        when s.probable_from <= $moment and $moment < s.probable_to then 'probable'
        when s.possible_from <= $moment and $moment < s.possible_to then 'possible' end as inside
from stay('lake.visit_by_venue') s
left join lake.person_link l on l.person_id = s.person_id
where s.day between $day::date - 1 and $day::date + 1 and s.venue_id in (select unnest($venues))
    and (s.in_at::date = $day or s.out_at::date = $day or (s.possible_from <= $moment and $moment < s.possible_to))
order by coalesce(s.out_at, s.in_at) desc, person_id

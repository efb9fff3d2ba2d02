-- one row per venue with people in it at the moment
select s.venue_id, v.code, v.name, coalesce(v.kind, 'khac') as kind,
    count(distinct s.person_id) filter (where s.sure_from <= $moment and $moment < s.sure_to) as sure,
    count(distinct s.person_id) filter (where s.probable_from <= $moment and $moment < s.probable_to) as probable,
    count(distinct s.person_id) as possible
from stay('lake.visit_by_venue') s
join lake.venue v using (venue_id)
where s.day between $first and $last and s.possible_from <= $moment and $moment < s.possible_to and s.venue_id in (from chosen($districts, $kinds, $venue))
group by all
order by probable desc, possible desc, v.code

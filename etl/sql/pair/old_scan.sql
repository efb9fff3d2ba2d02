-- one row per scan that the lake already has, of the people of this load, around its days
select s.day, s.person_id, coalesce(m.to_id, s.venue_id) as venue_id, s.scanned_at, s.is_in
from lake.scan s
left join stage.move m on m.from_id = s.venue_id
where s.day between $first and $last and s.person_id in (select person_id from stage.touched)

-- the new scans into the lake
insert into lake.scan
select s.day, s.person_id, s.venue_id, s.scanned_at, s.is_in, s.app, f.file_id
from stage.fresh s
join stage.file f on f.number = s.owner // 1_000_000_000_000
order by s.day, s.person_id, s.scanned_at;

-- what was seen at a venue that turned out to be another one goes to that one; its visits are paired anew
update lake.scan s set venue_id = m.to_id from stage.move m where s.venue_id = m.from_id;
update lake.declaration s set venue_id = m.to_id from stage.move m where s.venue_id = m.from_id;
update lake.assessment s set venue_id = m.to_id from stage.move m where s.venue_id = m.from_id;
-- so do its rollups: those of the days whose scans are kept are counted anew, those of days purged are all there is
update lake.venue_hour h set venue_id = m.to_id
from (select min(from_id) as from_id, to_id from stage.move group by to_id) m
where h.venue_id = m.from_id
    and not exists (select 1 from lake.venue_hour o where o.venue_id = m.to_id and o.day = h.day and o.hour = h.hour);
update lake.venue_day d set venue_id = m.to_id
from (select min(from_id) as from_id, to_id from stage.move group by to_id) m
where d.venue_id = m.from_id and not exists (select 1 from lake.venue_day o where o.venue_id = m.to_id and o.day = d.day);

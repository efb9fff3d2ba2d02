-- what was seen at a venue that turned out to be another one goes to that one; its visits are paired anew
update lake.scan s set venue_id = m.to_id from stage.move m where s.venue_id = m.from_id;
update lake.declaration s set venue_id = m.to_id from stage.move m where s.venue_id = m.from_id;
update lake.assessment s set venue_id = m.to_id from stage.move m where s.venue_id = m.from_id;

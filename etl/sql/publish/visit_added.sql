-- new visits into the lake, in the order of persons and in the order of venues
insert into lake.visit_by_person select * from stage.added order by day, person_id, venue_id;
insert into lake.visit_by_venue select * from stage.added order by day, venue_id, person_id;
